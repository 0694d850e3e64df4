"""What is embedded once is not embedded again, and what has not changed costs no model."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.build import Builder
from index.embedder import ModelIdentity, SentenceTransformerEmbedder
from index.generation import current_generation
from index.manifest import read_manifest
from index.recent import RecentVectors
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph
from tests.python_scripts import run_python


class Recording:
    """The model, and the passages that it was given."""

    def __init__(self, embedder: SentenceTransformerEmbedder) -> None:
        self._embedder = embedder
        self.texts: list[str] = []

    @property
    def identity(self) -> ModelIdentity:
        return self._embedder.identity

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._embedder.embed_query(text)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.texts.extend(texts)
        return self._embedder.embed_passages(texts, progress)


def test_a_sentence_that_stands_in_two_documents_is_embedded_once(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (tmp_path / "dokument").mkdir()
    for year in (2021, 2022):
        page = [Heading(f"Ansvar {year}"), *paragraph(DUTY), *paragraph(FINDING)]
        make_pdf(tmp_path / "dokument" / f"rapport-{year}.pdf", [page])
    model = Recording(embedder)
    Builder(tmp_path / "ix", model, lambda *_: None).ingest([tmp_path / "dokument"])
    assert model.texts.count(DUTY) == 1
    assert len(model.texts) == len(set(model.texts))


def test_the_vectors_of_both_documents_are_those_of_their_own_sentences(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (tmp_path / "dokument").mkdir()
    make_pdf(tmp_path / "dokument" / "a.pdf", [[Heading("Ett"), *paragraph(DUTY)]])
    make_pdf(tmp_path / "dokument" / "b.pdf", [[*paragraph(FINDING), *paragraph(DUTY)]])
    Builder(tmp_path / "ix", embedder, lambda *_: None).ingest([tmp_path / "dokument"])
    manifest = read_manifest(tmp_path / "ix", str(current_generation(tmp_path / "ix")))
    duty = embedder.embed_passages([DUTY])[0]
    archive = Archive(tmp_path / "ix" / "documents")
    for entry in manifest.entries:
        found = archive.vectors(entry.id, entry.vectors)
        assert found is not None
        assert (found.sentences @ duty).max() > 0.9999


def test_unchanged_files_cost_no_model(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder, model_cache: Path
) -> None:
    Builder(tmp_path / "ix", embedder, lambda *_: None).ingest([documents])
    script = f"""
import sys
from pathlib import Path
from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
embedder = SentenceTransformerEmbedder.load(None, Path({str(model_cache)!r}))
folder = Path({str(tmp_path / "ix")!r})
report = Builder(folder, embedder, lambda *_: None).ingest([Path({str(documents)!r})])
print(*(outcome.status for outcome in report.outcomes))
print({{"torch", "transformers", "openvino"}} & set(sys.modules))
"""
    assert run_python(script) == "oförändrad oförändrad\nset()\n"


def test_only_the_latest_vectors_are_kept_in_memory() -> None:
    recent = RecentVectors(most=2)
    recent.keep([1, 2], np.eye(2, dtype=np.float32))
    recent.keep([1, 3], np.ones((2, 2), np.float32))
    assert {name: row.tolist() for name, row in recent.among([1, 2, 3]).items()} == {
        1: [1, 1],
        3: [1, 1],
    }
