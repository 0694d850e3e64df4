"""txtai with its defaults. It reads PDFs only by Tika (Java) or Docling (which fetches models),
neither of which comes with it: pypdf reads them here, and txtai's own segmentation cuts them at
page breaks, as it does what Tika gives it."""

from pathlib import Path

import pypdf
from txtai import Embeddings
from txtai.pipeline import Segmentation

from tests.bench.others.protocol import Hit, run


def build(pdfs: Path, model: Path, work: Path) -> Embeddings:
    prompts = {"query": "query: ", "data": "passage: "}
    embeddings = Embeddings(path=str(model), instructions=prompts, content=True)
    segment = Segmentation(sections=True)
    rows = []
    for path in sorted(pdfs.rglob("*.pdf")):
        text = "\f".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        rows += [{"text": part, "file": path.name} for part in segment(text)]
    embeddings.index(rows)
    embeddings.save(str(work / "index"))
    return embeddings


def search(embeddings: Embeddings, question: str, count: int) -> list[Hit]:
    found = embeddings.search(
        "SELECT text, file FROM txtai WHERE similar(:question)",
        count,
        parameters={"question": question},
    )
    return [Hit(row["file"], row["text"]) for row in found]


if __name__ == "__main__":
    run(build, search)
