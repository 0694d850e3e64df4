"""Tables that are drawn: rules make the grid, text falls into its cells."""

from collections.abc import Sequence

from ingest.aligned import divided_columns, divided_rows, rows_by_baseline
from ingest.characters import Box, Drawing
from ingest.lines import Line, line_of
from ingest.rules import Rule, rule_groups
from ingest.table import Cell, Table, table_of, words_of
from ingest.words import Word

_SAME_PLACE = 4.0
# A page frame is no table.
_MOST_OF_PAGE = 0.97
_LEAST_RULES = 3
_LONG_CELL = 250
_FAR_BELOW = 2.6


def ruled_tables(
    lines: Sequence[Line], drawings: Sequence[Drawing], bounds: Box
) -> tuple[list[Table], list[Line]]:
    """The drawn tables of a page, and the lines outside them."""
    tables: list[Table] = []
    rest = list(lines)
    for group in rule_groups(drawings):
        table, rest = _table(group, rest, bounds)
        if table:
            tables.append(table)
    return tables, rest


def _table(
    group: Sequence[Rule], lines: list[Line], bounds: Box
) -> tuple[Table | None, list[Line]]:
    downs, acrosses = _places(group, across=False), _places(group, across=True)
    if len(acrosses) < _LEAST_RULES:
        return None, lines
    low = min(rule.low for rule in group if rule.across)
    high = max(rule.high for rule in group if rule.across)
    downs = sorted({*(x for x in downs if low + _SAME_PLACE < x < high - _SAME_PLACE), low, high})
    frame = Box(low, acrosses[0], high, acrosses[-1])
    if frame.height > _MOST_OF_PAGE * bounds.height and frame.width > 0.9 * bounds.width:
        return None, lines
    inside = [line for line in lines if frame.holds(*_middle(line.box), 1.0)]
    if not inside:
        return None, lines
    rows = _Grid(group, downs, acrosses[::-1]).filled(inside)
    if _is_page_layout(rows):
        taken = {id(line) for line in inside}
        parts = [line for row in rows for cell in row for line in cell]
        return None, [*(line for line in lines if id(line) not in taken), *parts]
    if len(downs) == 2:
        below = _goes_on_below(frame, lines)
        inside += below
        rows += [(tuple(below),)] if below else []
    rows, downs = divided_columns(divided_rows(rows), downs)
    if sum(len([cell for cell in row if cell]) > 1 for row in rows) < 2:
        return None, lines
    table = table_of(inside[0].page, rows, downs[:-1])
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


def _is_page_layout(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """A frame round columns of running text is no table."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if not 1 <= len(filled) <= 2:
        return False
    letters = [sum(len(words_of(cell)) for cell in column) for column in zip(*rows, strict=True)]
    columns = [count for count in letters if count]
    return min(columns) > _LONG_CELL and min(columns) > 0.25 * sum(columns)


def _places(rules: Sequence[Rule], *, across: bool) -> list[float]:
    """Where the rules of one direction lie, those close together as one, rising."""
    found = sorted(rule.place for rule in rules if rule.across is across)
    places: list[float] = []
    for place in found:
        if not places or place - places[-1] > _SAME_PLACE:
            places.append(place)
    return places


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2


class _Grid:
    """Cells between rules; where a rule is broken, cells are one."""

    def __init__(self, rules: Sequence[Rule], downs: list[float], acrosses: list[float]) -> None:
        """`downs` rise from the left, `acrosses` fall from the top."""
        self._rules = rules
        self._downs = downs
        self._acrosses = acrosses

    def filled(self, lines: Sequence[Line]) -> list[tuple[Cell, ...]]:
        """The cells of each row; a label or head that spans rows stands in each of them."""
        columns, rows = len(self._downs) - 1, len(self._acrosses) - 1
        own: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            for place, part in self._parts(line):
                own.setdefault(place, []).append(part)
        cells: list[list[Cell]] = [[()] * columns for _ in range(rows)]
        for row, column in own:
            group = self._merged_down(row, column)
            content = tuple(
                sorted(
                    (line for member in group for line in own.get((member, column), ())),
                    key=lambda line: (-round(line.y), line.x),
                )
            )
            spread = group if column == 0 or group[0] == 0 else group[:1]
            for member in spread:
                cells[member][column] = content
        return [tuple(row) for row in cells]

    def _parts(self, line: Line) -> list[tuple[tuple[int, int], Line]]:
        """The line cut where a rule of its row passes between two words of it; uncut, a head
        stands in each column that it spans."""
        row = self._index_down((line.box.bottom + line.box.top) / 2)
        groups: dict[int, list[Word]] = {}
        for word in line.parts:
            column = self._index_across((word.left + word.right) / 2)
            groups.setdefault(column, []).append(word)
        if len(groups) < 2:
            column = self._index_across((line.x + line.right) / 2)
            return [((row, column), line)]
        first, last = min(groups), max(groups)
        if not any(self._is_ruled_down(row, column) for column in range(first + 1, last + 1)):
            return [((row, column), line) for column in (groups if row == 0 else [first])]
        parts = ((column, line_of(words, line.page, False)) for column, words in groups.items())
        return [((row, column), part) for column, part in parts if part]

    def _index_across(self, x: float) -> int:
        inner = self._downs[1:-1]
        return sum(x > place for place in inner)

    def _index_down(self, y: float) -> int:
        inner = self._acrosses[1:-1]
        return sum(y < place for place in inner)

    def _merged_down(self, row: int, column: int) -> list[int]:
        """The rows, rising, that no rule parts from this one in the column."""
        x = (self._downs[column] + self._downs[column + 1]) / 2
        first = last = row
        while first > 0 and not self._ruled(True, self._acrosses[first], x):
            first -= 1
        while last < len(self._acrosses) - 2 and not self._ruled(True, self._acrosses[last + 1], x):
            last += 1
        return list(range(first, last + 1))

    def _is_ruled_down(self, row: int, column: int) -> bool:
        """True when a rule parts the column from the one left of it in this row."""
        y = (self._acrosses[row] + self._acrosses[row + 1]) / 2
        return self._ruled(False, self._downs[column], y)

    def _ruled(self, across: bool, place: float, at: float) -> bool:
        return any(
            rule.across is across
            and abs(rule.place - place) <= _SAME_PLACE
            and rule.low - 1 <= at <= rule.high + 1
            for rule in self._rules
        )
