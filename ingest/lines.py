"""The lines of a document as structure sees them: mended text with its setting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.glyphs import full_stops_are_broken, repair
from ingest.reader import RawPage
from ingest.traced import TracedText


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one page; `gap` is the distance in points down from the line before it on
    the page, negative or 0 where the text jumps up or goes on at the same height."""

    text: TracedText
    page: int
    x: float
    y: float
    size: float
    bold: bool
    italic: bool
    gap: float

    @property
    def words(self) -> str:
        return self.text.text


def lines_of(pages: Sequence[RawPage]) -> list[list[Line]]:
    """The non-empty lines of each page, glyphs repaired."""
    broken = full_stops_are_broken(page.text for page in pages)
    return [list(_page_lines(page, broken)) for page in pages]


def _page_lines(page: RawPage, stops_are_broken: bool) -> Iterable[Line]:
    previous: float | None = None
    for raw in page.lines:
        text = TracedText.on_page(page.text[raw.start : raw.end], page.number, raw.start)
        text = repair(text, stops_are_broken)
        if not text.text:
            continue
        gap = 0.0 if previous is None else previous - raw.y
        previous = raw.y
        yield Line(text, page.number, raw.x, raw.y, raw.size, raw.bold, raw.italic, gap)
