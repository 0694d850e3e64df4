"""The lines of a document as structure sees them: mended text with its setting."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.characters import Box
from ingest.glyphs import full_stops_are_broken, mended_recognition, repair
from ingest.reader import RawPage
from ingest.rivers import divided_at_rivers
from ingest.segments import Segment, segments_of, turned_segments
from ingest.traced import TracedText
from ingest.words import Word

_MARK = re.compile(r"^\d{1,3}(?:,\d{1,3})*,?$")

# The level of a line that goes on with the heading above it.
GOES_ON = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """Raised digits at page offsets [start, end): the numbers of footnotes, or an exponent."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one page, or of one column or cell of it.

    `x` and `right` bound it, `y` is its baseline; `gap` is the distance in points down from the
    line before it in reading order, negative or 0 where the text jumps up. `edge` is the right
    edge of its column. `marks` are the raised digits in it.
    `wording` names the wording of a law that it belongs to, where two stand side by side.
    `level` is its depth in the file's own outline, where it is a heading there, or GOES_ON.
    """

    text: TracedText
    page: int
    x: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool
    gap: float = 0.0
    edge: float = 0.0
    level: int | None = None
    marks: tuple[Mark, ...] = ()
    parts: tuple[Word, ...] = ()
    turned: bool = False
    wording: str = ""

    @property
    def words(self) -> str:
        return self.text.text

    @property
    def box(self) -> Box:
        """From a usual descender to a usual ascender."""
        return Box(self.x, self.y - 0.22 * self.size, self.right, self.y + 0.75 * self.size)


def lines_of(pages: Sequence[RawPage]) -> list[list[Line]]:
    """The non-empty stretches of line of each page, from the top down, glyphs repaired."""
    broken = full_stops_are_broken(page.text for page in pages)
    return [with_gaps(_page_lines(page, broken)) for page in pages]


def with_gaps(lines: Iterable[Line]) -> list[Line]:
    """The lines in this order, each with its distance from the one before."""
    placed: list[Line] = []
    for line in lines:
        gap = placed[-1].y - line.y if placed else 0.0
        placed.append(replace(line, gap=gap))
    return placed


def joined(lines: Sequence[Line]) -> Line:
    """Stretches side by side on one baseline as one line."""
    first = lines[0]
    if len(lines) == 1:
        return first
    parts = [first.text]
    for line in lines[1:]:
        parts += (TracedText.glue(" "), line.text)
    widest = max(lines, key=lambda line: len(line.words))
    return replace(
        widest,
        text=TracedText.concat(parts),
        x=first.x,
        right=max(line.right for line in lines),
        marks=tuple(mark for line in lines for mark in line.marks),
        parts=tuple(part for line in lines for part in line.parts),
    )


def _page_lines(page: RawPage, stops_are_broken: bool) -> Iterable[Line]:
    for segment in divided_at_rivers(segments_of(page.layer, page.number)):
        if line := line_of(segment.words, page.number, stops_are_broken):
            yield replace(line, text=mended_recognition(line.text)) if page.recognised else line
    for segment in turned_segments(page.layer, page.number):
        if line := line_of(segment.words, page.number, stops_are_broken):
            yield replace(line, turned=True)


def line_of(words: Sequence[Word], page: int, stops_are_broken: bool) -> Line | None:
    """Words on one baseline as a line, or None when nothing readable is left of them."""
    text = repair(_running(words), stops_are_broken)
    if not text.text:
        return None
    sizes: Counter[float] = Counter()
    bold = italic = 0
    for word in words:
        sizes[word.style.size] += len(word.text)
        bold += word.style.bold * len(word.text)
        italic += word.style.italic * len(word.text)
    size, half = sizes.most_common(1)[0][0], sizes.total() / 2
    segment = Segment(tuple(words), page)
    marks = tuple(_mark(word) for word in words if word.raised and _MARK.match(word.text.text))
    return Line(
        text,
        page,
        segment.left,
        segment.right,
        segment.y,
        size,
        bold > half,
        italic > half,
        marks=marks,
        parts=tuple(words),
    )


def _mark(word: Word) -> Mark:
    span = word.text.spans()[0]
    numbers = tuple(int(digits) for digits in re.findall(r"\d+", word.text.text))
    return Mark(span.offset, span.offset + span.end - span.start, numbers)


def _running(words: Sequence[Word]) -> TracedText:
    """The words with one blank between them: the file's own where it has one there."""
    parts = [words[0].text]
    for before, word in itertools.pairwise(words):
        if not (word.glued and (word.raised or before.raised)):
            parts.append(TracedText.blank_between(before.text, word.text))
        parts.append(word.text)
    return TracedText.concat(parts)
