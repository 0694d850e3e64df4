"""The usual look of a document: its body size, weight, line length and leading."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.lines import Line


@dataclass(frozen=True, slots=True)
class Setting:
    """The usual look of a document: body size by page, leading and line length."""

    body_size: dict[int, float]
    body_bold: dict[int, bool]
    line_length: dict[int, int]
    leading: float


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting:
    sizes: dict[int, float] = {}
    bold: dict[int, bool] = {}
    gaps: Counter[float] = Counter()
    lengths: dict[int, int] = {}
    usual = _usual_length([len(line.words) for lines in pages for line in lines], 60)
    for lines in pages:
        by_size: Counter[float] = Counter()
        heavy = 0
        for line in lines:
            by_size[line.size] += len(line.words)
            heavy += line.bold * len(line.words)
            if 4 < line.gap < 40:
                gaps[round(line.gap, 0)] += 1
        if lines:
            sizes[lines[0].page] = by_size.most_common(1)[0][0]
            bold[lines[0].page] = heavy * 2 > by_size.total()
            lengths[lines[0].page] = _usual_length([len(line.words) for line in lines], usual)
    leading = gaps.most_common(1)[0][0] if gaps else 14.0
    return Setting(sizes, bold, lengths, leading)


def _usual_length(lengths: Iterable[int], otherwise: int) -> int:
    """The length of a full line of running text; footnotes are set longer, cells shorter."""
    running = sorted(length for length in lengths if length > 40)
    return running[int(len(running) * 0.6)] if len(running) > 5 else otherwise


def leaves_room(line: Line, below: Line, setting: Setting) -> bool:
    """True when the first word below would have fitted on the line."""
    first = len(below.words.split(" ", 1)[0])
    return len(line.words) + 1 + first < 0.95 * setting.line_length[line.page]
