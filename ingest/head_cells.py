"""Over which columns each heading of a table stands: one over several belongs to each."""

from collections.abc import Sequence

from ingest.lines import Line
from ingest.table import Beside, Cell, Row, rows_by_baseline

_OVERLAP = 4.0
_SAME_EDGE = 3.0
_NEXT_LINE = 1.5

Extent = tuple[float, float]


def heads_of(rows: Sequence[Row], body: Sequence[Row]) -> Row:
    """The head cells above each column as one, from the top down."""
    rows = [_shared(row, rows[index + 1 :]) for index, row in enumerate(rows)]
    homes: dict[int, set[int]] = {}
    lines: dict[int, Line] = {}
    for row in rows:
        for column, cell in enumerate(row):
            for line in cell:
                homes.setdefault(id(line), set()).add(column)
                lines[id(line)] = line
    extents = [_extent(column, rows, body) for column in range(len(rows[0]))]
    heads: list[list[Line]] = [[] for _ in rows[0]]
    above: Beside = []
    for beside in rows_by_baseline(list(lines.values())):
        taken = {column for line in beside for column in homes[id(line)]}
        for line in beside:
            over = _over(line, extents) | _inherited(line, above, homes)
            if 0 not in homes[id(line)]:
                homes[id(line)] |= over - taken - {0}
            for column in homes[id(line)]:
                heads[column].append(line)
        above = beside
    return tuple(tuple(cell) for cell in heads)


def _extent(column: int, rows: Sequence[Row], body: Sequence[Row]) -> Extent:
    lines = [line for row in body for line in row[column]]
    lines = lines or [line for row in rows for line in row[column]]
    if not lines:
        return 0.0, 0.0
    return min(line.x for line in lines), max(line.right for line in lines)


def _over(line: Line, extents: Sequence[Extent]) -> set[int]:
    return {
        column
        for column, (low, high) in enumerate(extents)
        if min(line.right, high) - max(line.x, low) > _OVERLAP
    }


def _inherited(line: Line, above: Beside, homes: dict[int, set[int]]) -> set[int]:
    """The columns of the line that this one goes on below."""
    for other in above:
        edge = abs(other.x - line.x) < _SAME_EDGE
        middle = abs(other.x + other.right - line.x - line.right) < 2 * _SAME_EDGE
        if (edge or middle) and other.y - line.y < _NEXT_LINE * line.size:
            return homes[id(other)]
    return set()


def _shared(row: Row, below: Sequence[Row]) -> Row:
    """A row of heads over several lower ones, each over equally many of them: years over
    "Antal" and "Andel"."""
    lower = [column for column in range(1, len(row)) if any(r[column] for r in below)]
    upper = [column for column in lower if row[column]]
    if not upper or len(upper) == len(lower) or len(lower) % len(upper):
        return row
    share = len(lower) // len(upper)
    groups = [lower[i * share : (i + 1) * share] for i in range(len(upper))]
    if any(column not in group for column, group in zip(upper, groups, strict=True)):
        return row
    spread: list[Cell] = list(row)
    for column, group in zip(upper, groups, strict=True):
        for member in group:
            spread[member] = row[column]
    return tuple(spread)
