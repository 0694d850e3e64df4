"""Two wordings of a law side by side: "Nuvarande lydelse" and "Föreslagen lydelse".

Bills print them as two columns that run on over pages, each by itself. Every line of them is
marked with the wording that it belongs to, so that no reader takes the one for the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.columns import Piece
from ingest.lines import Line, with_gaps

_NOW = re.compile(r"^(?:nuvarande|gällande) lydelse$|^lydelse enligt .{4,60}$", re.IGNORECASE)
_PROPOSED = re.compile(r"^föreslagen lydelse$", re.IGNORECASE)
# "5 §" or "3 kap." in the middle stands over both columns.
_SIGN = re.compile(r"^\d+ ?[a-z]? ?(?:§|kap\.?)\d{0,2}$")
_LARGE = 1.1
_SMALL = 0.93
_LEAST_ALONE = 3
_MOST_MOVED = 45.0
_LEADING = 1.4


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the two wordings begin, what they are called, and the size of the text."""

    left: float
    right: float
    names: tuple[str, str]
    size: float

    def side(self, line: Line) -> int | None:
        """0 or 1, or None for a line over both columns."""
        width = self.right - self.left
        if line.x >= self.right - 3:
            return 1 if line.right < self.right + 1.1 * width else None
        middle = (line.x + line.right) / 2
        if _SIGN.match(line.words) and abs(middle - self.right) < 0.1 * width:
            return None
        return 0 if line.x >= self.left - 3 and line.right <= self.right + 1 else None

    def are_left_of(self, line: Line) -> bool:
        """True for a line in the margin."""
        return line.x > 2 * self.right - self.left - line.size

    def on(self, lines: Sequence[Line]) -> "_Columns":
        """Where they stand on another page: left and right pages have margins of their own."""
        moves = {0.0} | {round(x.x - at) for x in lines for at in (self.left, self.right)}
        near = sorted((move for move in moves if abs(move) <= _MOST_MOVED), key=abs)
        best = max(near, key=lambda move: sum(self._begins(line.x - move) for line in lines))
        return replace(self, left=self.left + best, right=self.right + best)

    def _begins(self, x: float) -> bool:
        return abs(x - self.left) < 2 or abs(x - self.right) < 2


class WordingFinder:
    """Goes through the pages in order: columns go on until a page that has none."""

    def __init__(self) -> None:
        self._columns: _Columns | None = None

    def marked(self, lines: Sequence[Line]) -> list[Line]:
        """The lines, those of a wording marked; the names over the columns are left out."""
        upright = sorted((line for line in lines if not line.turned), key=lambda line: -line.y)
        marks: dict[int, str] = {}
        names: set[int] = set()
        band: list[Line] = []
        went_on = self._columns is not None
        if self._columns:
            self._columns = self._columns.on(upright)
        across: Line | None = None
        for line in upright:
            if proposed := _proposed_beside(line, upright):
                marks |= self._marks(band)
                band = []
                pair = (line.words, proposed.words)
                self._columns = _Columns(line.x, proposed.x, pair, line.size)
                names |= {id(line), id(proposed)}
            elif self._columns is None or id(line) in names or self._columns.are_left_of(line):
                continue
            elif line.size > _LARGE * self._columns.size:
                marks |= self._marks(band)
                band, self._columns = [], None
            elif self._columns.side(line) is None:
                marks |= self._marks(band)
                band, across = [], line
            elif _ends_paragraph(line, across, upright):
                across = None
            elif line.size > _SMALL * self._columns.size:
                band.append(line)
        marks |= self._marks(band)
        if went_on and not marks and not names:
            self._columns = None
        kept = [line for line in lines if not marks or id(line) not in names]
        return with_gaps(replace(line, wording=marks.get(id(line), "")) for line in kept)

    def _marks(self, band: Sequence[Line]) -> dict[int, str]:
        columns = self._columns
        if columns is None:
            return {}
        sides = [[line for line in band if columns.side(line) == side] for side in (0, 1)]
        if not sides[1] and len(sides[0]) < _LEAST_ALONE:
            # The last line of a paragraph over both columns.
            return {}
        return {
            id(line): name for side, name in zip(sides, columns.names, strict=True) for line in side
        }


def _ends_paragraph(line: Line, across: Line | None, lines: Sequence[Line]) -> bool:
    """The last line of a paragraph over both columns is short; nothing stands beside it."""
    if across is None or not 0 < across.y - line.y < _LEADING * line.size:
        return False
    beside = any(abs(other.y - line.y) < 2 and other is not line for other in lines)
    return not beside and not _SIGN.match(across.words)


def wordings_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Each wording in one piece, also over pages: from one line that both share to the next."""
    apart: list[Piece] = []
    for marked, run in groupby(pieces, key=lambda piece: bool(_wording(piece))):
        members = list(run)
        names = dict.fromkeys(map(_wording, members))
        first = sorted(names, key=lambda name: bool(_PROPOSED.match(name))) if marked else [""]
        apart += [piece for name in first for piece in members if _wording(piece) == name]
    return apart


def _wording(piece: Piece) -> str:
    return piece.wording if isinstance(piece, Line) else ""


def _proposed_beside(line: Line, lines: Sequence[Line]) -> Line | None:
    if not _NOW.match(line.words):
        return None
    for other in lines:
        if abs(other.y - line.y) < 2 and other.x > line.right and _PROPOSED.match(other.words):
            return other
    return None
