"""The usual look of a document: its body size, weight and leading."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line

# A gap of so many usual line distances sets a line apart from the one above.
APART = 1.22
# A page with less of the document's usual size than this has a size of its own.
_SHARE_OF_BODY = 0.15
_BLANK = 0.3
# Lines that are not set to one length end short of their column's edge.
_RAGGED = 0.95


@dataclass(frozen=True, slots=True)
class Setting:
    """The usual look of a document: body size and weight by page, and leading."""

    body_size: dict[int, float]
    body_bold: dict[int, bool]
    leading: float

    def size_on(self, lines: Sequence[Line]) -> float:
        """The body size of the page that the lines stand on."""
        return self.body_size[lines[0].page] if lines else 0.0


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting:
    sizes: dict[int, float] = {}
    bold: dict[int, bool] = {}
    gaps: Counter[float] = Counter()
    everywhere = Counter[float]()
    for line in (line for lines in pages for line in lines):
        everywhere[line.size] += len(line.words)
    for lines in pages:
        by_size = Counter[float]()
        heavy = 0
        for line in lines:
            by_size[line.size] += len(line.words)
            heavy += line.bold * len(line.words)
            if 4 < line.gap < 40:
                gaps[round(line.gap, 0)] += 1
        if lines:
            sizes[lines[0].page] = _body_size(by_size, everywhere)
            bold[lines[0].page] = heavy * 2 > by_size.total()
    leading = gaps.most_common(1)[0][0] if gaps else 14.0
    return Setting(sizes, bold, leading)


def _body_size(on_page: Counter[float], everywhere: Counter[float]) -> float:
    """The document's usual size where the page has it, so that a page full of small table
    text doesn't make its own running text look like headings."""
    usual = everywhere.most_common(1)[0][0]
    if on_page[usual] >= _SHARE_OF_BODY * on_page.total():
        return usual
    return on_page.most_common(1)[0][0]


def leaves_room(line: Line, below: Line) -> bool:
    """True when the first word below would have fitted on the line."""
    first = below.words.split(" ", 1)[0]
    width = (below.right - below.x) * len(first) / max(1, len(below.words))
    return line.right + width + _BLANK * line.size < line.x + _RAGGED * (line.edge - line.x)


def is_full(line: Line, share: float = 0.75) -> bool:
    """True when the line takes up so much of its column."""
    return line.right - line.x > share * (line.edge - line.x)
