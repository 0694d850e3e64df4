"""The whole way of one file: PDF → content."""

from dataclasses import dataclass
from pathlib import Path

from ingest.catalogue import Clues, clues_of
from ingest.document import Content, Page
from ingest.furniture import printed_labels, without_furniture
from ingest.hyphens import Vocabulary
from ingest.lines import lines_of
from ingest.passages import passages_of
from ingest.reader import RawDocument, RawPage, read_pdf
from ingest.structure import blocks_of

# Raised whenever the same file would give other passages, so that stored ones are made anew.
INGEST_VERSION = 1


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
