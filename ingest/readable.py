"""A file before its characters are read: pages without readable text are sent to recognition.

`legible` judges every page, has the bad ones recognised, and keeps what came out better.
"""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PageObject, PdfReader

from ingest.characters import PDFIUM_LOCK
from ingest.document import Remark
from ingest.drawn import picture_share
from ingest.errors import RecognitionError
from ingest.legibility import broken_pages, has_few_words, known_words, needs_recognition
from ingest.limits import MOST_RECOGNISED_PAGES
from ingest.recognition import missing, open_pdf, read_off, with_pages

_NO_TEXT = "Sidan saknar läsbar text"
_RECOGNISED = "Sidans text är inläst från bilden av sidan med OCR och kan ha fel."
_STILL_BROKEN = "Sidans text är trasig i filen och OCR läste den inte bättre."
_STILL_PICTURE = "Sidan är mest en bild, i vilken OCR inte fann någon text."
# A recognised page has about all the words it had; of a picture it has to read a few more.
_KEPT_WORDS = 0.85
_FEWEST_NEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Legible:
    """`data` is the file with recognised text on the pages `recognised`, counted from 1, or None
    when the file is to be read as it is. `awaits_recognition` tells that pages were left unread for
    want of a program for it."""

    data: bytes | None
    recognised: frozenset[int]
    remarks: tuple[Remark, ...]
    awaits_recognition: bool = False


AS_IT_IS = Legible(None, frozenset(), ())


@dataclass(frozen=True, slots=True)
class _Illegible:
    """The texts of all pages, and those that need recognition, by reason."""

    texts: tuple[str, ...]
    broken: frozenset[int]
    pictures: frozenset[int]


def legible(pdf: bytes | Path, announce: Callable[[int], None] = lambda _: None) -> Legible:
    """Finds the pages of a PDF that can't be read and has them recognised, which may take
    minutes a page: `announce` is told of how many before it begins.

    What can't be opened is left for the reader of characters to complain of.
    """
    try:
        found = _illegible(pdf)
    except pdfium.PdfiumError:
        return AS_IT_IS
    wanted = found.broken | found.pictures
    if not wanted:
        return AS_IT_IS
    if len(wanted) > MOST_RECOGNISED_PAGES:
        many = f"{_NO_TEXT}; OCR läser högst {MOST_RECOGNISED_PAGES} sidor i en fil."
        return Legible(None, frozenset(), _remarks(wanted, many))
    if reason := missing():
        return Legible(None, frozenset(), _remarks(wanted, f"{_NO_TEXT} och {reason}"), True)
    announce(len(wanted))
    try:
        return _recognise(pdf, found)
    except RecognitionError as error:
        return Legible(None, frozenset(), _remarks(wanted, f"{_NO_TEXT}. {error}."))


def _illegible(pdf: bytes | Path) -> _Illegible:
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        texts = tuple(page.get_textpage().get_text_range() for page in document)
        broken = broken_pages(texts)
        pictures = frozenset(
            number
            for number, text in enumerate(texts, start=1)
            if number not in broken
            and has_few_words(text)
            and needs_recognition(text, _picture_share(document[number - 1]))
        )
    return _Illegible(texts, broken, pictures)


def _picture_share(page: pdfium.PdfPage) -> float:
    return picture_share(page, page.get_textpage())


def _recognise(pdf: bytes | Path, found: _Illegible) -> Legible:
    better: dict[int, PageObject] = {}
    for numbers, redraw in ((found.pictures, False), (found.broken, True)):
        if numbers:
            better |= _better(pdf, sorted(numbers), found.texts, redraw=redraw)
    remarks = (
        *_remarks(better, _RECOGNISED),
        *_remarks(found.broken - better.keys(), _STILL_BROKEN),
        *_remarks(found.pictures - better.keys(), _STILL_PICTURE),
    )
    data = with_pages(open_pdf(pdf), better) if better else None
    return Legible(data, frozenset(better), tuple(sorted(remarks, key=lambda r: r.page)))


def _better(
    pdf: bytes | Path, numbers: list[int], texts: tuple[str, ...], *, redraw: bool
) -> dict[int, PageObject]:
    """The recognised pages that say more than they did."""
    data = read_off(pdf, numbers, redraw=redraw)
    with PDFIUM_LOCK, pdfium.PdfDocument(data) as read:
        after = [page.get_textpage().get_text_range() for page in read]
    pages = PdfReader(io.BytesIO(data)).pages
    return {
        number: page
        for number, page, text in zip(numbers, pages, after, strict=True)
        if _says_more(texts[number - 1], text, was_broken=redraw)
    }


def _says_more(before: str, after: str, *, was_broken: bool) -> bool:
    had, has = known_words(before), known_words(after)
    if was_broken:
        return has >= max(1, _KEPT_WORDS * had)
    # Of a photograph OCR makes words that are none.
    new = len(re.findall(r"[^\W\d_]{3,}", after)) - len(re.findall(r"[^\W\d_]{3,}", before))
    return has - had >= max(_FEWEST_NEW_WORDS, new / 2)


def _remarks(pages: Iterable[int], text: str) -> tuple[Remark, ...]:
    return tuple(Remark(page, text) for page in sorted(pages))
