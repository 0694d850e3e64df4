"""A table as rows of cells: what stands in each, and under which heading."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.characters import Box
from ingest.lines import Line

Cell = tuple[Line, ...]
"""The lines of a cell from the top down; none when it is empty."""

Row = tuple[Cell, ...]

Beside = list[Line]
"""Lines on one baseline, from left to right."""

_NUMERIC = re.compile(
    r"^[-–−+<>≤≥±~]?\s?[\d\s.,:/–-]*\d[\d\s.,:/–-]*\s?(?:%|kr|mnkr|tkr|st|[*†‡]+)?$"
)
_NOTHING = re.compile(r"^(?:[-–—.…*xX]|\.\.|n/?a|ja|nej)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells. `heads` has a cell for each column, or is empty; a cell that
    spans rows stands in each of them. `groups` counts the rows that head those below them;
    `title` stands over the heads. A chart has all its lines in one cell."""

    page: int
    box: Box
    heads: Row
    rows: tuple[Row, ...]
    lefts: tuple[float, ...]
    groups: frozenset[int] = frozenset()
    title: Cell = ()
    chart: bool = False

    @property
    def lines(self) -> list[Line]:
        """Every line once, heads first."""
        seen: dict[int, Line] = {}
        for row in ((self.title,), self.heads, *self.rows):
            for cell in row:
                seen.update((id(line), line) for line in cell)
        return list(seen.values())

    def with_lines(self, changed: Mapping[int, Line]) -> "Table":
        """The table with lines changed, by the ids of those that they stand for."""

        def cell_of(cell: Cell) -> Cell:
            return tuple(changed.get(id(line), line) for line in cell)

        heads = tuple(map(cell_of, self.heads))
        rows = tuple(tuple(map(cell_of, row)) for row in self.rows)
        return replace(self, heads=heads, rows=rows, title=cell_of(self.title))


def words_of(cell: Cell) -> str:
    return " ".join(line.words for line in cell)


def is_numeric(cell: Cell) -> bool:
    return bool(_NUMERIC.match(words_of(cell)))


def is_value(cell: Cell) -> bool:
    """A number, or a sign that stands for one."""
    return is_numeric(cell) or bool(_NOTHING.match(words_of(cell)))


def box_of(rows: Sequence[Row]) -> Box:
    boxes = [line.box for row in rows for cell in row for line in cell]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole


def rows_by_baseline(lines: Sequence[Line]) -> list[Beside]:
    """From the top down."""
    rows: list[Beside] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        last = rows[-1] if rows else None
        if last and abs(last[0].y - line.y) < 0.35 * min(last[0].size, line.size):
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x) for row in rows]
