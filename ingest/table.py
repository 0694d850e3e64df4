"""A table as rows of cells: what stands in each, and under which heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.characters import Box
from ingest.lines import Line

Cell = tuple[Line, ...]
"""The lines of a cell from the top down; none when it is empty."""

_NUMERIC = re.compile(
    r"^[-–−+<>≤≥±~]?\s?[\d\s.,:/–-]*\d[\d\s.,:/–-]*\s?(?:%|kr|mnkr|tkr|st|[*†‡]+)?$"
)
_NOTHING = re.compile(r"^(?:[-–—.…*xX]|\.\.|n/?a|ja|nej)$", re.IGNORECASE)
_LONG_HEAD = 90


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells. `heads` has a cell for each column, or is empty; a cell that
    spans rows stands in each of them."""

    page: int
    box: Box
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lefts: tuple[float, ...]

    @property
    def lines(self) -> list[Line]:
        """Every line once, heads first."""
        seen: dict[int, Line] = {}
        for row in (self.heads, *self.rows):
            for cell in row:
                seen.update((id(line), line) for line in cell)
        return list(seen.values())


def words_of(cell: Cell) -> str:
    return " ".join(line.words for line in cell)


def is_numeric(cell: Cell) -> bool:
    return bool(_NUMERIC.match(words_of(cell)))


def is_value(cell: Cell) -> bool:
    """A number, or a sign that stands for one."""
    return is_numeric(cell) or bool(_NOTHING.match(words_of(cell)))


def table_of(page: int, rows: Sequence[tuple[Cell, ...]], lefts: Sequence[float]) -> Table | None:
    """The rows as a table with its heads told from its body; None without rows."""
    rows = [row for row in rows if any(row)]
    used = [column for column in range(len(lefts)) if any(row[column] for row in rows)]
    if not rows or len(used) < 2:
        return None
    rows = [tuple(row[column] for column in used) for row in rows]
    lefts = [lefts[column] for column in used]
    box = _box(rows)
    count = _head_rows(rows)
    heads = tuple(_stacked([row[column] for row in rows[:count]]) for column in range(len(rows[0])))
    body = rows[count:]
    return Table(page, box, heads if count else (), tuple(body), tuple(lefts)) if body else None


def _stacked(cells: Sequence[Cell]) -> Cell:
    """The head cells above a column as one; a cell that spans several rows counts once."""
    lines: dict[int, Line] = {}
    for cell in cells:
        lines.update((id(line), line) for line in cell)
    return tuple(lines.values())


def _head_rows(rows: Sequence[tuple[Cell, ...]]) -> int:
    """How many of the first rows are headings: bold above plain, or words above numbers."""
    if len(rows) < 2:
        return 0
    bold = 0
    while bold < min(3, len(rows) - 1) and _is_bold(rows[bold]) and _may_head(rows[bold]):
        bold += 1
    if bold and not all(_is_bold(row) for row in rows):
        return bold
    numbers = [_numbers(row) for row in rows]
    first = next((i for i, count in enumerate(numbers) if count), None)
    if first and first <= 3 and sum(1 for n in numbers[first:] if n) >= 0.5 * len(rows[first:]):
        return first if all(_may_head(row) for row in rows[:first]) else 0
    wide = len(rows[0]) > 2 and len(rows) > 2
    full = all(rows[0]) and _may_head(rows[0]) and not numbers[0]
    return int(wide and full and not any(numbers))


def _may_head(row: tuple[Cell, ...]) -> bool:
    return all(len(words_of(cell)) <= _LONG_HEAD for cell in row)


def _is_bold(row: tuple[Cell, ...]) -> bool:
    lines = [line for cell in row for line in cell]
    return bool(lines) and all(line.bold for line in lines)


def _numbers(row: tuple[Cell, ...]) -> int:
    return sum(is_numeric(cell) for cell in row[1:])


def _box(rows: Sequence[tuple[Cell, ...]]) -> Box:
    boxes = [line.box for row in rows for cell in row for line in cell]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole
