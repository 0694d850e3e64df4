"""pypdf: a file → pages of raw lines. What cannot be read raises, and says why."""

import hashlib
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import UnreadableFileError

# pypdf reports every oddity of a file as a log record; ours is one line a file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_FEW_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class RawLine:
    """page.text[start:end], and how it is set: left edge and baseline in points from the
    page's lower left corner, font size in points."""

    start: int
    end: int
    x: float
    y: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class RawPage:
    """The page's own characters in the order of the file, cut into lines."""

    number: int
    label: str
    text: str
    lines: tuple[RawLine, ...]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read: `id` is the first 16 hex digits of its SHA-256."""

    id: str
    pages: tuple[RawPage, ...]
    title: str | None
    author: str | None
    created_year: int | None


def content_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def read_pdf(path: Path) -> RawDocument:
    """Reads all pages of a PDF.

    Raises UnreadableFileError when the file can't be opened, is no PDF, needs a password,
    is damaged, or has no text on any page.
    """
    data = _read_bytes(path)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(path, "filen är krypterad med lösenord")
        labels = reader.page_labels
        pages = tuple(
            _read_page(page, number, labels[number - 1])
            for number, page in enumerate(reader.pages, start=1)
        )
        information = reader.metadata
        title, author = _text(information, "/Title"), _text(information, "/Author")
        year = _year(_text(information, "/CreationDate"))
    except UnreadableFileError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # pypdf lets the parser's own slips through on damaged files.
        raise UnreadableFileError(path, f"filen är skadad ({type(error).__name__})") from error
    if sum(len(page.text.strip()) for page in pages) < _FEW_CHARACTERS:
        raise UnreadableFileError(path, f"ingen text på någon av {len(pages)} sidor (skannad?)")
    return RawDocument(content_id(data), pages, title, author, year)


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


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool
    italic: bool


def _read_page(page: PageObject, number: int, label: str) -> RawPage:
    pieces: list[_Piece] = []

    def collect(text: str, ctm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text:
            pieces.append(_piece(text, ctm, tm, font, size))

    # The pieces joined are the extracted text, character by character.
    page.extract_text(visitor_text=collect)
    text = "".join(piece.text for piece in pieces)
    return RawPage(number, label, text, tuple(_lines(pieces)))


def _piece(text: str, ctm: list[float], tm: list[float], font: Any, size: float) -> _Piece:
    x = tm[4] * ctm[0] + tm[5] * ctm[2] + ctm[4]
    y = tm[4] * ctm[1] + tm[5] * ctm[3] + ctm[5]
    scale = abs(tm[3] * ctm[3]) or abs(tm[1] * ctm[1]) or 1.0
    name = str(font.get("/BaseFont", "")) if font else ""
    bold, italic = bool(_BOLD.search(name)), bool(_ITALIC.search(name))
    return _Piece(text, x, y, round((size or 0) * scale, 1), bold, italic)


def _lines(pieces: list[_Piece]) -> Iterator[RawLine]:
    """Cuts the joined pieces at their line breaks."""
    offset = 0
    start = 0
    inside: list[tuple[_Piece, int]] = []
    for piece in pieces:
        for part in piece.text.splitlines(keepends=True):
            length = len(part.strip())
            if length:
                inside.append((piece, length))
            offset += len(part)
            if part != part.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
                if inside:
                    yield _line(start, offset, inside)
                start, inside = offset, []
    if inside:
        yield _line(start, offset, inside)


def _line(start: int, end: int, pieces: list[tuple[_Piece, int]]) -> RawLine:
    sizes: Counter[float] = Counter()
    for piece, length in pieces:
        sizes[piece.size] += length
    half = sizes.total() / 2
    bold = sum(length for piece, length in pieces if piece.bold) > half
    italic = sum(length for piece, length in pieces if piece.italic) > half
    first = pieces[0][0]
    return RawLine(start, end, first.x, first.y, sizes.most_common(1)[0][0], bold, italic)
