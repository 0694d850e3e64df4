"""A file → pages of characters. What cannot be read raises, and says why.

pypdf tells of the file (encryption, labels, outline, metadata), pdfium of what stands where on
its pages.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader

from ingest.admission import bytes_of
from ingest.beside import Beside, beside
from ingest.characters import PDFIUM_LOCK, PageCharacters, page_characters
from ingest.errors import UnreadableFileError
from ingest.glyphs import visible
from ingest.limits import MOST_CHARACTERS, MOST_PAGES, Limits, counted
from ingest.readable import AS_IT_IS, Legible
from ingest.tagged import TaggedHeading, tagged_headings
from ingest.telling import told
from ingest.unseen import without_unseen
from ingest.words import Stretch, stretches_of

# pypdf reports every oddity of a file as a log record; ours is one line a file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_LOCKED = "filen är krypterad med lösenord"
# Characters of a title, a bookmark or a page label.
_MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the file has it; `text` holds one character for each of pdfium's."""

    number: int
    label: str
    layer: PageCharacters
    recognised: bool = False
    tagged: tuple[TaggedHeading, ...] = ()

    @property
    def text(self) -> str:
        return self.layer.text

    @property
    def lines(self) -> list[Stretch]:
        """Its lines in the order of the file, before any layout."""
        return stretches_of(self.layer)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the file's outline: depth 0 is the outermost, `page` counts from 1."""

    title: str
    depth: int
    page: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read: `id` is the first 16 hex digits of its SHA-256. `beside` holds what nobody is
    shown."""

    id: str
    pages: tuple[RawPage, ...]
    title: str | None
    author: str | None
    created_year: int | None
    outline: tuple[Bookmark, ...] = ()
    beside: tuple[Beside, ...] = ()


def content_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def pdf_bytes(path: Path, megabytes: int = Limits().file_megabytes) -> bytes:
    """The content of a file that looks like a PDF. Raises UnreadableFileError."""
    data = bytes_of(path, megabytes)
    if b"%PDF-" not in data[:1024]:
        found = "filen är tom" if not data else "filen är inte en PDF"
        raise UnreadableFileError(path, found)
    return data


def check_pages(path: Path, data: bytes) -> None:
    """Raises UnreadableFileError when there are more than are read; what can't be opened is left
    for the reader of characters to complain of."""
    with PDFIUM_LOCK, suppress(pdfium.PdfiumError), pdfium.PdfDocument(data) as document:
        if len(document) > MOST_PAGES:
            why = f"{counted(len(document))} sidor; högst {counted(MOST_PAGES)} läses"
            raise UnreadableFileError(path, f"filen har {why}")


def read_pdf(path: Path, found: Legible = AS_IT_IS, data: bytes | None = None) -> RawDocument:
    """Reads all pages of a PDF; the characters from the copy with recognised text, if there is
    one.

    `data` is the file's content where it has been read. Raises UnreadableFileError when the file
    can't be opened, is no PDF, needs a password or is damaged.
    """
    data = pdf_bytes(path) if data is None else data
    reader = told(lambda: PdfReader(io.BytesIO(data)), None)
    if reader and told(lambda: reader.is_encrypted and not reader.decrypt(""), False):
        raise UnreadableFileError(path, _LOCKED)
    about: dict[Any, Any] = told(lambda: dict(reader.metadata or {}) if reader else {}, {})
    return RawDocument(
        content_id(data),
        _pages(path, found, data, _labels(reader)),
        _text(about, "/Title"),
        _text(about, "/Author"),
        _year(_text(about, "/CreationDate")),
        told(lambda: tuple(_bookmarks(reader)) if reader else (), ()),
        tuple(beside(reader)) if reader else (),
    )


def _labels(reader: PdfReader | None) -> Sequence[str]:
    """As many as there are pages, at most; none where the file tells none that can be read."""
    labels: list[str] = told(lambda: reader.page_labels if reader else [], [])
    return [_short(str(label)) for label in labels]


def _pages(path: Path, found: Legible, data: bytes, labels: Sequence[str]) -> tuple[RawPage, ...]:
    pages: list[RawPage] = []
    characters = 0
    try:
        with PDFIUM_LOCK, pdfium.PdfDocument(found.data or data) as document:
            for number, page in enumerate(document, start=1):
                label = labels[number - 1] if number <= len(labels) else ""
                layer = without_unseen(page_characters(page))
                recognised = number in found.recognised
                pages.append(RawPage(number, label, layer, recognised, tagged_headings(page)))
                characters += len(layer.text)
                if characters > MOST_CHARACTERS:
                    why = f"filen har mer text än {counted(MOST_CHARACTERS)} tecken"
                    raise UnreadableFileError(path, why)
    except pdfium.PdfiumError as error:
        found_wrong = _LOCKED if "password" in str(error) else f"filen är skadad ({error})"
        raise UnreadableFileError(path, found_wrong) from error
    return tuple(pages)


def _bookmarks(reader: PdfReader) -> Iterator[Bookmark]:
    """The outline from the top down; entries that lead nowhere in the file are left out."""
    waiting: list[tuple[Any, int]] = [(entry, 0) for entry in reversed(reader.outline)]
    while waiting:
        entry, depth = waiting.pop()
        if isinstance(entry, list):
            waiting += [(child, depth + 1) for child in reversed(entry)]
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and page >= 0 and entry.title:
            yield Bookmark(_short(str(entry.title)), depth, page + 1)


def _text(information: Any, key: str) -> str | None:
    value = information.get(key) if information else None
    return _short(str(value)) or None if value is not None else None


def _short(text: str) -> str:
    """On one line; no more of it than anyone reads, and nothing that can't be kept or shown."""
    whole = text[:_MOST_TOLD].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(visible(whole).split())


def _year(created: str | None) -> int | None:
    match = re.match(r"D:((?:19|20)\d\d)", created or "")
    return int(match[1]) if match else None
