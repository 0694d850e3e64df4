"""Tables that are drawn: rules make the grid, text falls into its cells."""

from collections.abc import Sequence

from ingest.characters import Box, Drawing
from ingest.charts import charts_in
from ingest.divided import divided_columns, divided_rows, parted_rows
from ingest.grid import SAME_PLACE, Grid, places_of
from ingest.lines import Line
from ingest.rules import Rule, rule_groups
from ingest.table import Row, Table, rows_by_baseline, words_of
from ingest.table_heads import table_of

# A page frame is no table.
_MOST_OF_PAGE = 0.97
_LEAST_RULES = 3
_LONG_CELL = 250
_LONG_HEAD = 60
_FAR_BELOW = 2.6


def ruled_tables(
    lines: Sequence[Line], drawings: Sequence[Drawing], bounds: Box
) -> tuple[list[Table], list[Line]]:
    """The drawn tables and charts of a page, and the lines outside them."""
    tables, rest = charts_in(lines, drawings, bounds)
    for group in rule_groups(_outside(drawings, tables)):
        table, rest = _table(group, rest, bounds)
        if table:
            tables.append(table)
    return tables, rest


def _outside(drawings: Sequence[Drawing], charts: Sequence[Table]) -> list[Drawing]:
    if not charts:
        return list(drawings)
    middles = [(drawing, *_middle(drawing.box)) for drawing in drawings]
    return [d for d, x, y in middles if not any(chart.box.holds(x, y, 2) for chart in charts)]


def _table(
    group: Sequence[Rule], lines: list[Line], bounds: Box
) -> tuple[Table | None, list[Line]]:
    downs, acrosses = places_of(group, across=False), places_of(group, across=True)
    if len(acrosses) < _LEAST_RULES:
        return None, lines
    low = min(rule.low for rule in group if rule.across)
    high = max(rule.high for rule in group if rule.across)
    downs = sorted({*(x for x in downs if low + SAME_PLACE < x < high - SAME_PLACE), low, high})
    frame = Box(low, acrosses[0], high, acrosses[-1])
    if frame.height > _MOST_OF_PAGE * bounds.height and frame.width > 0.9 * bounds.width:
        return None, lines
    inside = [line for line in lines if frame.holds(*_middle(line.box), 1.0)]
    if not inside:
        return None, lines
    grid = Grid(group, downs, acrosses[::-1])
    rows = grid.filled(inside)
    if _is_page_layout(rows):
        taken = {id(line) for line in inside}
        parts = [line for row in rows for cell in row for line in cell]
        return None, [*(line for line in lines if id(line) not in taken), *parts]
    if len(downs) == 2:
        below, above = _goes_on_below(frame, lines), _heads_above(frame, lines)
        inside += (*below, *above)
        rows = [*([(tuple(above),)] if above else ()), *rows, *([(tuple(below),)] if below else ())]
    rows, downs = divided_columns(rows, grid.downs)
    rows = parted_rows(divided_rows(rows))
    if sum(len([cell for cell in row if cell]) > 1 for row in rows) < 2:
        return None, lines
    table = table_of(inside[0].page, rows, downs[:-1], grid.spanning)
    if table is None:
        return None, lines
    taken = {id(line) for line in inside}
    return table, [line for line in lines if id(line) not in taken]


def _goes_on_below(frame: Box, lines: Sequence[Line]) -> list[Line]:
    """Rows below the last rule of a table that the page's end cuts off: cells side by side,
    in the table's width, and nothing below them."""
    below = sorted((line for line in lines if line.y < frame.bottom), key=lambda line: -line.y)
    found: list[Line] = []
    height = frame.bottom
    for row in rows_by_baseline(below):
        outside = any(line.x < frame.left - 4 or line.right > frame.right + 4 for line in row)
        if outside or height - row[0].y > _FAR_BELOW * row[0].size:
            break
        found += row
        height = row[0].y
    several = sum(len(row) > 2 for row in rows_by_baseline(found))
    return found if several else []


def _heads_above(frame: Box, lines: Sequence[Line]) -> list[Line]:
    """Headings over the first rule of a table that has none above them."""
    over = [line for line in lines if line.y >= frame.top]
    rows = rows_by_baseline(over)
    if not rows or len(rows[-1]) < 2 or rows[-1][0].y - frame.top > rows[-1][0].size:
        return []
    head = rows[-1]
    outside = any(line.x < frame.left - 4 or line.right > frame.right + 4 for line in head)
    return [] if outside or any(len(line.words) > _LONG_HEAD for line in head) else head


def _is_page_layout(rows: Sequence[Row]) -> bool:
    """A frame round columns of running text is no table."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if not 1 <= len(filled) <= 2:
        return False
    if len(filled) == 2 and max(len(words_of(cell)) for cell in filled[0]) <= _LONG_CELL:
        return False
    letters = [sum(len(words_of(cell)) for cell in column) for column in zip(*rows, strict=True)]
    columns = [count for count in letters if count]
    return min(columns) > _LONG_CELL and min(columns) > 0.25 * sum(columns)


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2
