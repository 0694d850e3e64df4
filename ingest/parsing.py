"""The whole way of one file: PDF → content."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from ingest.clues import Clues, clues_of
from ingest.contents import ContentsFinder
from ingest.covering import personal_data_beside
from ingest.document import Content, LeftOut, Page, Remark
from ingest.errors import UnreadableFileError
from ingest.furniture import BodyPage, printed_labels, without_furniture
from ingest.hyphens import Vocabulary
from ingest.layout import regions_of
from ingest.limits import MOST_SENTENCES, Limits, counted
from ingest.lines import Line, lines_of
from ingest.passages import passages_of
from ingest.readable import legible
from ingest.reader import RawDocument, RawPage, check_pages, pdf_bytes, read_pdf
from ingest.ruled import ruled_tables
from ingest.structure import PageFlow, structure_of
from ingest.table import Table
from ingest.wordings import WordingFinder

_FEW_CHARACTERS = 20


def _fingerprint() -> str:
    """Of this package's source: another reading of the same file needs another code."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    # Places on a page are counted in pdfium's characters.
    digest.update(pypdfium2.version.PDFIUM_INFO.version.encode())
    return digest.hexdigest()[:12]


# What was read by other code than this is read again; its vectors are kept where texts are equal.
INGEST_VERSION = _fingerprint()


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file is by its content, what it says of itself, and what stands in it.

    `readable` is the file with recognised text on the pages that had none, when there are any;
    `awaits_recognition` tells that a page was left unread for want of a program for it.
    """

    id: str
    clues: Clues
    content: Content
    readable: bytes | None = None
    awaits_recognition: bool = False


def parse_pdf(
    path: Path,
    announce: Callable[[int], None] = lambda _: None,
    megabytes: int = Limits().file_megabytes,
) -> ParsedFile:
    """Reads a PDF into pages, passages and sentences; equal files give equal content.

    `announce` is told of how many pages have to be recognised, before that begins. Raises
    UnreadableFileError, also for files of more than so many megabytes.
    """
    data = pdf_bytes(path, megabytes)
    check_pages(path, data)
    found = legible(data, announce)
    raw = read_pdf(path, found, data)
    if sum(len(page.text.strip()) for page in raw.pages) < _FEW_CHARACTERS:
        why = f" ({found.remarks[0].text.rstrip('.')})" if found.remarks else ""
        raise UnreadableFileError(path, f"ingen text på någon av {len(raw.pages)} sidor{why}")
    content = content_of(raw, found.remarks)
    if len(content.sentences) > MOST_SENTENCES:
        told = f"{counted(len(content.sentences))} meningar; högst {counted(MOST_SENTENCES)} läses"
        raise UnreadableFileError(path, f"filen har {told}")
    return ParsedFile(raw.id, clues_of(raw), content, found.data, found.awaits_recognition)


def content_of(raw: RawDocument, remarks: Sequence[Remark] = ()) -> Content:
    body, tables = _without_furniture(raw)
    flows = _flows(raw.pages, body, tables)
    vocabulary = Vocabulary.of(line.words for flow in flows for line in flow.lines)
    structure = structure_of(flows, raw.outline)
    passages, sentences = passages_of(raw.id, structure, vocabulary, len(raw.pages))
    labels = printed_labels(body)
    pages = tuple(
        Page(page.number, _label(page, labels), page.text, page.recognised) for page in raw.pages
    )
    unseen = tuple(
        LeftOut(page.number, gone.start, gone.end, gone.reason)
        for page in raw.pages
        for gone in page.layer.unseen
    )
    left_out = (*unseen, *(entry for page in body for entry in page.left_out))
    told = tuple(sorted((*remarks, *structure.remarks), key=lambda remark: remark.page))
    beside = personal_data_beside(raw.beside)
    return Content(pages, passages, sentences, (*left_out, *structure.left_out), told, beside)


def _without_furniture(raw: RawDocument) -> tuple[list[BodyPage], list[list[Table]]]:
    """Drawn tables are set aside first: their heads come back on page after page too."""
    tables: list[list[Table]] = []
    others: list[list[Line]] = []
    for page, lines in zip(raw.pages, lines_of(raw.pages), strict=True):
        upright = [line for line in lines if not line.turned]
        found, outside = ruled_tables(upright, page.layer.drawings, page.layer.bounds)
        tables.append(found)
        others.append([*outside, *(line for line in lines if line.turned)])
    return without_furniture(others), tables


def _flows(
    pages: Sequence[RawPage], body: Sequence[BodyPage], tables: Sequence[Sequence[Table]]
) -> list[PageFlow]:
    finder = ContentsFinder()
    wordings = WordingFinder()
    flows: list[PageFlow] = []
    for page, left, drawn in zip(pages, body, tables, strict=True):
        lines, contents = finder.split(left.lines)
        regions = regions_of(wordings.marked(lines), drawn, page.layer.drawings)
        flows.append(PageFlow(page.number, tuple(regions), tuple(contents), page.tagged))
    return flows


def _label(page: RawPage, printed: dict[int, str]) -> str:
    """The file's own label when it says more than the count, else what is printed."""
    if page.label and page.label != str(page.number):
        return page.label
    return printed.get(page.number, str(page.number))
