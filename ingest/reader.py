"""A file → pages of characters. What cannot be read raises, and says why.

pypdf tells of the file (encryption, labels, outline, metadata), pdfium of what stands where on
its pages.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.characters import PDFIUM_LOCK, PageCharacters, page_characters
from ingest.errors import UnreadableFileError
from ingest.readable import AS_IT_IS, Legible
from ingest.tagged import TaggedHeading, tagged_headings
from ingest.unseen import without_unseen
from ingest.words import Stretch, stretches_of

# pypdf reports every oddity of a file as a log record; ours is one line a file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


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
    """A file as read: `id` is the first 16 hex digits of its SHA-256."""

    id: str
    pages: tuple[RawPage, ...]
    title: str | None
    author: str | None
    created_year: int | None
    outline: tuple[Bookmark, ...] = ()


def content_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def read_pdf(path: Path, found: Legible = AS_IT_IS) -> RawDocument:
    """Reads all pages of a PDF; the characters from the copy with recognised text, if there is
    one.

    Raises UnreadableFileError when the file can't be opened, is no PDF, needs a password or is
    damaged.
    """
    data = _read_bytes(path)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(path, "filen är krypterad med lösenord")
        labels = reader.page_labels
        information = reader.metadata
        title, author = _text(information, "/Title"), _text(information, "/Author")
        year = _year(_text(information, "/CreationDate"))
        outline = tuple(_bookmarks(reader))
    except UnreadableFileError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # pypdf lets the parser's own slips through on damaged files.
        raise UnreadableFileError(path, f"filen är skadad ({type(error).__name__})") from error
    pages = _pages(path, found, data, labels)
    return RawDocument(content_id(data), pages, title, author, year, outline)


def _pages(path: Path, found: Legible, data: bytes, labels: Sequence[str]) -> tuple[RawPage, ...]:
    try:
        with PDFIUM_LOCK, pdfium.PdfDocument(found.data or data) as document:
            return tuple(
                RawPage(
                    number,
                    label,
                    without_unseen(page_characters(page)),
                    number in found.recognised,
                    tagged_headings(page),
                )
                for number, (label, page) in enumerate(zip(labels, document, strict=False), start=1)
            )
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(path, f"filen är skadad ({error})") from error


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
            yield Bookmark(" ".join(str(entry.title).split()), depth, page + 1)


def _read_bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, f"filen går inte att öppna ({error.strerror})") from error
    if b"%PDF-" not in data[:1024]:
        found = "filen är tom" if not data else "filen är inte en PDF"
        raise UnreadableFileError(path, found)
    return data


def _text(information: Any, key: str) -> str | None:
    value = information.get(key) if information else None
    text = str(value).replace("\x00", "").strip() if value is not None else ""
    return text or None


def _year(created: str | None) -> int | None:
    match = re.match(r"D:((?:19|20)\d\d)", created or "")
    return int(match[1]) if match else None
