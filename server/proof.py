"""Proof that a quote stands on its page, by reading the page again when it is asked for.

Each stretch of the quote must stand, letter by letter and in whole words, at the place that it
was read from: pdfium's characters are counted, so the place is exact. Where the places don't
hold (another pdfium has counted), the letters must stand on the page as one run. What is not
proved is never shown. The proof gives the places to mark on the page image.
"""

import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium

from ingest.characters import PDFIUM_LOCK, character_at
from ingest.document import Span
from ingest.letters import letters_of
from ingest.personal_data import COVER, covered, find_published
from server.answer import Quote

Run = tuple[int, int]
"""Index of the first of pdfium's characters, and their count."""

Marks = dict[int, tuple[Run, ...]]
"""The runs to mark, by page."""

# A footnote mark inside a quote has at most so many digits.
_LONGEST_MARK = 3


@lru_cache(maxsize=4096)
def page_text(pdf: Path, number: int) -> str:
    """What pdfium reads on a page, counted from 1: a character for each of its indexes."""
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        page = document[number - 1].get_textpage()
        return "".join(character_at(page, index) for index in range(page.count_chars()))


def prove(quote: Quote, pdf: Path) -> Marks | None:
    """Where the quote stands on each of its pages, or None when it doesn't."""
    marks: Marks = {}
    for number in dict.fromkeys(span.page for span in quote.spans):
        page = page_text(pdf, number)
        spans = [span for span in quote.spans if span.page == number]
        runs = _in_place(quote, spans, page) or _as_one_run(quote, spans, page)
        if not runs:
            return None
        marks[number] = runs
    return marks or None


def _in_place(quote: Quote, spans: list[Span], page: str) -> tuple[Run, ...]:
    """The spans as runs, when each holds the quote's letters and is cut at whole words."""
    bounds = [(span.offset, _end(span, page)) for span in spans]
    for span, (start, end) in zip(spans, bounds, strict=True):
        text = quote.passage.text[span.start : span.end]
        here = unicodedata.normalize("NFC", _covered_like(text, page[start:end]))
        if _letters(here) != _letters(text):
            return ()
    if not all(_is_whole(page, a, b) for a, b in itertools.pairwise(bounds)):
        return ()
    return tuple((start, end - start) for start, end in _joined(bounds))


def _covered_like(text: str, page: str) -> str:
    """The stretch of a page with dots where the text has them over personal data."""
    if COVER not in text:
        return page
    signs = (COVER if sign == COVER else other for sign, other in zip(text, page, strict=False))
    return "".join(signs) + page[len(text) :]


def _end(span: Span, text: str) -> int:
    """The end of a span on its page, with the accents that are characters of their own there."""
    end = span.offset + span.end - span.start
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _is_whole(text: str, before: Run, after: Run) -> bool:
    """True when no word is cut where the quote leaves one stretch for the next: nothing but
    blanks, a line end hyphen or a footnote mark lies between, or both are at a word's end."""
    if before[1] <= after[0]:
        left = "".join(filter(str.isalnum, text[before[1] : after[0]]))
        if not left or (left.isdigit() and len(left) <= _LONGEST_MARK):
            return True
    return _is_word_end(text, before[1]) and _is_word_end(text, after[0])


def _is_word_end(text: str, index: int) -> bool:
    """True when the characters on both sides of this place are not of one word."""
    return not (0 < index < len(text) and text[index - 1].isalpha() and text[index].isalpha())


def covered_runs(shown: str, page: str) -> tuple[Run, ...]:
    """Where dots stand over what pdfium reads on a page: those of the text that is shown, and
    those that the page has by itself should another pdfium have counted otherwise."""
    here = covered(page, find_published(page))
    places = [
        (index, index + 1)
        for index, sign in enumerate(page)
        if sign != COVER and COVER in (shown[index : index + 1], here[index])
    ]
    return tuple((start, end - start) for start, end in _joined(places))


def _joined(bounds: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches with only a few characters of line end between them as one."""
    open_run: tuple[int, int] | None = None
    for start, end in bounds:
        if open_run and 0 <= start - open_run[1] <= _LONGEST_MARK:
            open_run = (open_run[0], end)
            continue
        if open_run:
            yield open_run
        open_run = (start, end)
    if open_run:
        yield open_run


def _as_one_run(quote: Quote, spans: list[Span], page: str) -> tuple[Run, ...]:
    """The run that holds the letters; of several places the one nearest to the quote's own."""
    text = quote.passage.text
    wanted = "".join(_letters(text[span.start : span.end]) for span in spans)
    if not wanted:
        return ()
    letters = list(letters_of(page))
    plain = "".join(letter for letter, _ in letters)
    places: list[Run] = []
    start = plain.find(wanted)
    while start >= 0:
        first, last = letters[start][1], letters[start + len(wanted) - 1][1]
        places.append((first, last - first + 1))
        start = plain.find(wanted, start + 1)
    nearest = min(places, key=lambda run: abs(run[0] - spans[0].offset), default=None)
    return (nearest,) if nearest else ()


def _letters(text: str) -> str:
    return "".join(plain for plain, _ in letters_of(text))
