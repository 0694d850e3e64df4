"""Proof that a quote stands on its page, by a reading of the page that is not ingest's own.

pypdf read the text that was indexed. Here pdfium reads the page again, and the quote's letters
and digits must stand there as one run, in order and with nothing between, on each of its pages.
A sentence that the two readers put together differently is not proved, and so never shown. The
proof gives the places to mark on the page image.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium

from ingest.letters import letters_of
from server.answer import Quote

# pdfium keeps global state: one thread at a time in the whole process.
PDFIUM_LOCK = Lock()

Run = tuple[int, int]
"""Index of the first of pdfium's characters, and their count."""

Marks = dict[int, tuple[Run, ...]]
"""The runs to mark, by page."""


@dataclass(frozen=True, slots=True)
class PageLetters:
    """The letters and digits of a page, lower case, and for each its place in pdfium's text."""

    letters: str
    places: tuple[int, ...]


@lru_cache(maxsize=512)
def page_letters(pdf: Path, number: int) -> PageLetters:
    """What pdfium reads on a page, counted from 1."""
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        text = document[number - 1].get_textpage()
        # Character by character, so that indexes here are pdfium's own.
        characters = [
            chr(pdfium.raw.FPDFText_GetUnicode(text, index)) for index in range(text.count_chars())
        ]
    pairs = tuple(letters_of(characters))
    return PageLetters("".join(p for p, _ in pairs), tuple(index for _, index in pairs))


def prove(quote: Quote, pdf: Path) -> Marks | None:
    """Where the quote stands on each of its pages, or None when it doesn't."""
    marks: Marks = {}
    for page in sorted({span.page for span in quote.spans}):
        spans = [span for span in quote.spans if span.page == page]
        wanted = "".join(_letters(quote.passage.text[span.start : span.end]) for span in spans)
        run = _nearest(wanted, page_letters(pdf, page), spans[0].offset)
        if run is None:
            return None
        marks[page] = (run,)
    return marks or None


def _letters(text: str) -> str:
    return "".join(plain for plain, _ in letters_of(text))


def _nearest(letters: str, page: PageLetters, offset: int) -> Run | None:
    """The run that holds the letters; of several places the one nearest to where ingest's
    reading has them."""
    if not letters:
        return None
    places = []
    start = page.letters.find(letters)
    while start >= 0:
        first, last = page.places[start], page.places[start + len(letters) - 1]
        places.append((first, last - first + 1))
        start = page.letters.find(letters, start + 1)
    return min(places, key=lambda run: abs(run[0] - offset), default=None)
