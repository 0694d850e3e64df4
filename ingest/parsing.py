"""The whole way of one file: PDF → content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.clues import Clues, clues_of
from ingest.document import Content, Page
from ingest.furniture import printed_labels, without_furniture
from ingest.hyphens import Vocabulary
from ingest.lines import lines_of
from ingest.passages import passages_of
from ingest.reader import RawDocument, RawPage, read_pdf
from ingest.structure import blocks_of


def _fingerprint() -> str:
    """Of this package's source: another reading of the same file needs another code."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


# What was read by other code than this is read again; its vectors are kept where texts are equal.
INGEST_VERSION = _fingerprint()


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file is by its content, what it says of itself, and what stands in it."""

    id: str
    clues: Clues
    content: Content


def parse_pdf(path: Path) -> ParsedFile:
    """Reads a PDF into pages, passages and sentences; equal files give equal content.

    Raises UnreadableFileError.
    """
    raw = read_pdf(path)
    return ParsedFile(raw.id, clues_of(raw), content_of(raw))


def content_of(raw: RawDocument) -> Content:
    body = without_furniture(lines_of(raw.pages))
    vocabulary = Vocabulary.of(line.words for page in body for line in page.lines)
    blocks = blocks_of([page.lines for page in body])
    passages, sentences = passages_of(raw.id, blocks, vocabulary)
    labels = printed_labels(body)
    pages = tuple(Page(page.number, _label(page, labels), page.text) for page in raw.pages)
    return Content(pages, passages, sentences)


def _label(page: RawPage, printed: dict[int, str]) -> str:
    """The file's own label when it says more than the count, else what is printed."""
    if page.label and page.label != str(page.number):
        return page.label
    return printed.get(page.number, str(page.number))
