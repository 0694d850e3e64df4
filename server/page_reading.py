"""What stands on a page, to be listened to and copied: whole words under their headings, without
running heads and page numbers, and with the quotes marked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Passage, Role
from server.answer import Quote
from server.sections import shared_headings

Stretch = tuple[str, bool]
"""A piece of text, and whether it is marked."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """What a page holds of one passage. `headings` are those that begin with it; `continues`
    tells that the passage began on an earlier page."""

    headings: tuple[str, ...]
    role: Role
    continues: bool
    stretches: tuple[Stretch, ...]

    @property
    def is_marked(self) -> bool:
        return any(marked for _, marked in self.stretches)


@dataclass(frozen=True, slots=True)
class PageReading:
    """The parts of a page in reading order; `within` are the headings that the page begins
    under."""

    within: tuple[str, ...]
    parts: tuple[PagePart, ...]

    @property
    def first_marked(self) -> PagePart | None:
        return next((part for part in self.parts if part.is_marked), None)


def read_page(passages: Sequence[Passage], number: int, quotes: Sequence[Quote]) -> PageReading:
    """The page of a document whose passages these are, in order."""
    parts: list[PagePart] = []
    within: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    for passage in passages:
        if bounds := _bounds(passage, number):
            continues = passage.first_page < number
            # The headings of what goes on from the page before stand there.
            same = len(passage.section) if continues else shared_headings(section, passage.section)
            if not parts:
                within = passage.section[:same]
            part = PagePart(
                headings=passage.section[same:],
                role=passage.role,
                continues=continues,
                stretches=tuple(_stretches(passage, bounds, quotes)),
            )
            parts.append(part)
        section = passage.section
    return PageReading(within, tuple(parts))


def _bounds(passage: Passage, number: int) -> tuple[int, int] | None:
    """From the first to the last character of the passage on the page."""
    spans = [span for span in passage.spans if span.page == number]
    if not spans:
        return None
    return min(span.start for span in spans), max(span.end for span in spans)


def _stretches(
    passage: Passage, bounds: tuple[int, int], quotes: Sequence[Quote]
) -> Iterator[Stretch]:
    """The text between the bounds, cut where a mark begins or ends."""
    first, last = bounds
    marks = [
        (max(first, quote.start), min(last, quote.end))
        for quote in quotes
        if quote.passage.id == passage.id
    ]
    inside = {bound for low, high in marks if low < high for bound in (low, high)}
    for start, end in pairwise(sorted({first, last, *inside})):
        yield passage.text[start:end], any(low <= start < high for low, high in marks)
