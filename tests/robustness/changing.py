"""A folder of tiny PDFs that changes a little each time."""

from pathlib import Path
from random import Random

from ingest.reader import content_id
from tests.pdfs import Heading, make_pdf, paragraph

_FEWEST, _MOST = 3, 6
_TOPICS = ("avvikelser", "delegering", "läkemedel", "journaler", "hygien", "samverkan")


class ChangingFolder:
    """No two documents share a sentence, nor a document and its next version."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self._random = random
        self._written = 0
        folder.mkdir(parents=True)
        for _ in range(_FEWEST):
            self._add()

    def change(self) -> None:
        """One document comes and one is replaced, or one goes."""
        files = sorted(self.folder.glob("*.pdf"))
        if len(files) >= _MOST:
            for file in self._random.sample(files, 2):
                file.unlink()
        else:
            self._add()
        self._write(sorted(self.folder.glob("*.pdf"))[0])

    def ids(self) -> frozenset[str]:
        return frozenset(content_id(path.read_bytes()) for path in self.folder.glob("*.pdf"))

    def _add(self) -> None:
        self._write(self.folder / f"rapport-{self._written:04}.pdf")

    def _write(self, path: Path) -> None:
        self._written += 1
        topic, number = self._random.choice(_TOPICS), self._written
        duty = f"Kommunen ansvarar för att rutin {number} för {topic} är känd av alla."
        finding = f"Av enkät {number} framgår att {number} enheter saknar en plan för {topic}."
        make_pdf(path, [[Heading(f"Rapport {number} om {topic}"), *paragraph(f"{duty} {finding}")]])
