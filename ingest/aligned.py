"""Tables that are only set: cells in columns, with room between them and no rules."""

import itertools
import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.table import Beside, Cell, Table, is_value, rows_by_baseline, words_of
from ingest.table_heads import table_of

_LEAST_ROOM = 0.6
_LEAST_ROWS = 3
_MOST_ACROSS = 0.34
_LONGEST_LABEL = 40
_FAR_BELOW = 3.2
_CAPTION = re.compile(r"^(?:Tabell|Figur|Diagram)\s+\d+")
_MARKER = re.compile(r"^(?:[•–—*-]|o|\(?\d{1,2}[.)]|[a-zåäö][.)])$")
_PROSE_WORDS = 8

Interval = tuple[float, float]


def aligned_tables(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables among the lines of one column, and the lines outside them."""
    rows = rows_by_baseline(lines)
    tables: list[Table] = []
    rest: list[Line] = []
    index = 0
    while index < len(rows):
        end = _end_of_run(rows, index) if len(rows[index]) > 1 else index
        captioned = index > 0 and bool(_CAPTION.match(rows[index - 1][0].words))
        table = _table(rows[index:end], captioned) if end > index else None
        if table:
            tables.append(table)
            index = end
        else:
            rest += rows[index]
            index += 1
    return tables, rest


def _end_of_run(rows: Sequence[Beside], start: int) -> int:
    """Where the rows that may be one table end; the last of them has several cells, or goes
    on with such a row."""
    columns = [(line.x, line.right) for line in rows[start]]
    end = start + 1
    for index in range(start + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        size = max(line.size for line in row)
        if above[0].y - row[0].y > _FAR_BELOW * size or _is_prose(row, columns):
            break
        if len(row) > 1:
            columns = _merged([*columns, *((line.x, line.right) for line in row)])
            if len(columns) < 2:
                break
            end = index + 1
        elif end == index and above[0].y - row[0].y < 1.6 * size and _goes_on(above, row[0]):
            end = index + 1
    return end


def _goes_on(above: Beside, line: Line) -> bool:
    """A line below a cell that it continues: at the same left edge, and no new beginning."""
    over = [cell for cell in above if abs(cell.x - line.x) < 2 * line.size]
    if not over:
        return False
    return len(above) == 1 or line.words[0].islower() or over[0] is not above[0]


def _is_prose(row: Beside, columns: Sequence[Interval]) -> bool:
    """A line of running text right across the columns."""
    if len(row) > 1:
        return False
    line = row[0]
    crossed = sum(low < line.right and line.x < high for low, high in columns)
    return crossed > 1 and len(line.words.split()) >= _PROSE_WORDS


def _merged(intervals: Sequence[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for low, high in sorted(intervals):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _table(rows: Sequence[Beside], captioned: bool) -> Table | None:
    several = [row for row in rows if len(row) > 1]
    if len(several) < (2 if captioned else _LEAST_ROWS):
        return None
    columns = columns_of(several)
    if len(columns) < 2:
        return None
    if len(columns) == 2 and sum(bool(_MARKER.match(row[0].words)) for row in several) > 1:
        # A list with its signs apart from its text.
        return None
    lengths = sorted(len(line.words) for row in several for line in row)
    labels = sorted(len(row[0].words) for row in several)
    if min(lengths[len(lengths) // 2] - 30, labels[len(labels) // 2]) > _LONGEST_LABEL:
        return None
    grid = [cells_in(row, columns) for row in rows]
    apart = _apart(rows)
    return table_of(rows[0][0].page, logical_rows(grid, apart), [low for low, _ in columns])


def _apart(rows: Sequence[Beside]) -> list[bool] | None:
    """Which rows of lines have more room above them than lines of a cell have, or None when
    all lie equally far apart."""
    gaps = [above[0].y - row[0].y for above, row in itertools.pairwise(rows)]
    usual = sorted(gaps)[len(gaps) // 4]
    apart = [True, *(gap > 1.22 * usual for gap in gaps)]
    return apart if 3 <= sum(apart) < len(rows) else None


def columns_of(rows: Sequence[Beside]) -> list[Interval]:
    """The columns' extents: what many rows share, and what stands between these in few. A head
    that spans columns and a stray long cell must not glue them together."""
    lines = [line for row in rows for line in row]
    room = _LEAST_ROOM * lines[0].size
    dense = _with_room(_dense(lines, int(_MOST_ACROSS * len(rows))), room)
    between = [
        (line.x, line.right)
        for line in lines
        if not any(line.x < high and low < line.right for low, high in dense)
    ]
    return _with_room(sorted([*dense, *_merged(between)]), room)


def _dense(lines: Sequence[Line], most: int) -> list[Interval]:
    """Where more than so many lines stand one above the other."""
    edges = sorted([(line.x, 1) for line in lines] + [(line.right, -1) for line in lines])
    dense: list[Interval] = []
    over, start = 0, 0.0
    for x, step in edges:
        if over <= most < over + step:
            start = x
        elif over + step <= most < over:
            dense.append((start, x))
        over += step
    return dense


def _with_room(intervals: Sequence[Interval], room: float) -> list[Interval]:
    """Those with hardly any room between them as one."""
    columns: list[Interval] = []
    for low, high in intervals:
        if columns and low - columns[-1][1] <= room:
            columns[-1] = (columns[-1][0], high)
        else:
            columns.append((low, high))
    return columns


def cells_in(row: Beside, columns: Sequence[Interval]) -> tuple[Cell, ...]:
    """The lines of a row in the columns that they overlap most, or lie nearest to."""
    cells: list[list[Line]] = [[] for _ in columns]
    for line in row:
        overlaps = [min(line.right, high) - max(line.x, low) for low, high in columns]
        cells[overlaps.index(max(overlaps))].append(line)
    return tuple(tuple(cell) for cell in cells)


def logical_rows(
    grid: Sequence[tuple[Cell, ...]], apart: Sequence[bool] | None
) -> list[tuple[Cell, ...]]:
    """Rows of the table out of rows of lines: a wrapped cell goes on below itself. `apart`
    tells which have room above them, when that tells rows."""
    rows: list[tuple[Cell, ...]] = []
    waiting: tuple[Cell, ...] | None = None
    for index, row in enumerate(grid):
        if apart is not None:
            if apart[index] or _is_group(rows[-1], row):
                rows.append(row)
            else:
                rows[-1] = _stacked(rows[-1], row)
            continue
        below = grid[index + 1] if index + 1 < len(grid) else None
        if waiting is not None:
            rows.append(_stacked(waiting, row))
            waiting = None
        elif _waits_for(row, below):
            waiting = row
        elif rows and _continues(rows[-1], row):
            rows[-1] = _stacked(rows[-1], row)
        else:
            rows.append(row)
    return [*rows, waiting] if waiting else rows


def _waits_for(row: tuple[Cell, ...], below: tuple[Cell, ...] | None) -> bool:
    """A label of two lines whose values stand beside the second."""
    if below is None or not row[0] or any(row[1:]) or not below[0] or not any(below[1:]):
        return False
    return row[0][-1].words.endswith("-") or below[0][0].words[0].islower()


def _continues(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell]
    if row[0] and any(row[1:]):
        low = all(words_of(cell)[0].islower() for cell in filled)
        return bool(above[0]) and low and not any(map(is_value, row[1:]))
    if row[0]:
        if _is_group(above, row):
            return False
        last = above[0][-1].words if above[0] else ""
        return row[0][0].words[0].islower() or last.endswith("-")
    if any(is_value(cell) for cell in filled):
        return False
    starts_low = any(words_of(cell)[0].islower() for cell in filled)
    return starts_low or len(filled) < 0.5 * len(row) or len(filled) == 1


def _is_group(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """A bold label alone over one that isn't bold."""
    alone = bool(above[0]) and not any(above[1:])
    return alone and bool(row[0]) and above[0][-1].bold and not row[0][0].bold


def _stacked(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple((*a, *b) for a, b in zip(above, row, strict=True))
