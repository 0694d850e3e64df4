"""Cells of a drawn table that hold columns and rows of their own, without rules between."""

import itertools
from collections.abc import Sequence

from ingest.aligned import cells_in, columns_of, logical_rows
from ingest.table import Row, is_value, rows_by_baseline

_LEAST_ROWS = 3
_ROW_APART = 1.3
_LEAST_FULL = 0.8


def divided_columns(rows: Sequence[Row], lefts: Sequence[float]) -> tuple[list[Row], list[float]]:
    """Columns of a drawn table that hold several of their own are divided; `lefts` are the
    columns' left edges, with the right edge of the last."""
    places = list(lefts)
    wide = [list(row) for row in rows]
    for column in reversed(range(len(rows[0]))):
        cells = [rows_by_baseline(row[column]) for row in rows if row[column]]
        several = [row for cell in cells for row in cell if len(row) > 1]
        divided = sum(any(len(row) > 1 for row in cell) for cell in cells)
        if len(several) < _LEAST_ROWS or 2 * divided < len(cells):
            continue
        inner = columns_of(several)
        if len(inner) < 2:
            continue
        for row in wide:
            row[column : column + 1] = cells_in(list(row[column]), inner)
        places[column + 1 : column + 1] = [low for low, _ in inner[1:]]
    return [tuple(row) for row in wide], places


def divided_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of a drawn table that hold several of their own, told by room across all columns."""
    divided: list[Row] = []
    for row in rows:
        heights = [*_breaks(row), float("-inf")]
        tops = [float("inf"), *heights]
        parts = [
            tuple(tuple(line for line in cell if bottom < line.y <= top) for cell in row)
            for top, bottom in zip(tops, heights, strict=False)
        ]
        labelled = sum(bool(part[0]) for part in parts)
        divided += parts if 2 * labelled > len(parts) else [row]
    return divided


def _breaks(row: Row) -> list[float]:
    """Heights between rows: where lines lie wider apart than the lines of a cell do. One such
    place alone divides paragraphs."""
    within = sorted(a.y - b.y for cell in row for a, b in itertools.pairwise(cell) if a.y > b.y + 1)
    heights = [beside[0].y for beside in rows_by_baseline([line for cell in row for line in cell])]
    if len(heights) < 4 or not within:
        return []
    usual = within[len(within) // 4]
    gaps = [(above - below, below) for above, below in itertools.pairwise(heights)]
    wide = [below + gap / 2 for gap, below in gaps if gap > _ROW_APART * usual]
    return wide if len(wide) >= 2 else []


def parted_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of a drawn table that hold several of their own: a value beside each label."""
    parted: list[Row] = []
    for row in itertools.chain.from_iterable(map(_form_rows, rows)):
        lines = rows_by_baseline([line for cell in row for line in cell])
        levels = [{id(line) for line in beside} for beside in lines]
        grid = [
            tuple(tuple(line for line in cell if id(line) in level) for cell in row)
            for level in levels
        ]
        parted += logical_rows(grid, None) if _are_rows(row, grid) else [row]
    return parted


def _form_rows(row: Row) -> list[Row]:
    """Labels with colons, each with its value beside it, as rows."""
    lines = rows_by_baseline([line for cell in row for line in cell])
    pairs = [line for line in lines if len(line) == 2 and line[0].words.endswith(":")]
    if len(row) < 2 or len(pairs) < 2 or len(pairs) < len(lines):
        return [row]
    return [((label,), (value,), *[()] * (len(row) - 2)) for label, value in pairs]


def _are_rows(row: Row, grid: Sequence[Row]) -> bool:
    labelled = [line for line in grid if line[0] and any(line[1:])]
    if len(labelled) < 2:
        return False
    if all(line.words.endswith(":") for line in row[0]):
        return len(row[0]) == len(labelled)
    for column, cell in enumerate(row[1:], start=1):
        values = [line for line in grid if line[column]]
        beside = all(is_value(line[column]) and line[0] for line in values)
        if len(cell) > 1 and beside and len(values) >= 2:
            return True
    full = [line for line in grid if all(line) and _opens(line)]
    return len(grid) > _LEAST_ROWS and len(full) >= _LEAST_FULL * len(grid)


def _opens(row: Row) -> bool:
    return not any(cell[0].words[0].islower() for cell in row)
