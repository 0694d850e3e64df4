"""The usual look of a document: its body size, weight, line length and leading."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.lines import Line

# A gap of so many usual line distances sets a line apart from the one above.
APART = 1.22
# A page with less of the document's usual size than this has a size of its own.
_SHARE_OF_BODY = 0.15


@dataclass(frozen=True, slots=True)
class Setting:
    """The usual look of a document: body size by page, leading and line length."""

    body_size: dict[int, float]
    body_bold: dict[int, bool]
    line_length: dict[int, int]
    leading: float

    def size_on(self, lines: Sequence[Line]) -> float:
        """The body size of the page that the lines stand on."""
        return self.body_size[lines[0].page] if lines else 0.0


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting:
    sizes: dict[int, float] = {}
    bold: dict[int, bool] = {}
    gaps: Counter[float] = Counter()
    lengths: dict[int, int] = {}
    usual = _usual_length([len(line.words) for lines in pages for line in lines], 60)
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
            lengths[lines[0].page] = _usual_length([len(line.words) for line in lines], usual)
    leading = gaps.most_common(1)[0][0] if gaps else 14.0
    return Setting(sizes, bold, lengths, leading)


def _body_size(on_page: Counter[float], everywhere: Counter[float]) -> float:
    """The document's usual size where the page has it, so that a page full of small table
    text doesn't make its own running text look like headings."""
    usual = everywhere.most_common(1)[0][0]
    if on_page[usual] >= _SHARE_OF_BODY * on_page.total():
        return usual
    return on_page.most_common(1)[0][0]


def _usual_length(lengths: Iterable[int], otherwise: int) -> int:
    """The length of a full line of running text; footnotes are set longer, cells shorter."""
    running = sorted(length for length in lengths if length > 40)
    return running[int(len(running) * 0.6)] if len(running) > 5 else otherwise


def leaves_room(line: Line, below: Line, setting: Setting) -> bool:
    """True when the first word below would have fitted on the line."""
    first = len(below.words.split(" ", 1)[0])
    return len(line.words) + 1 + first < 0.95 * setting.line_length[line.page]
