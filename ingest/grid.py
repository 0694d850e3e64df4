"""The grid that rules draw: which text stands in which cell, and where cells are one."""

import re
from collections.abc import Sequence

from ingest.lines import Line, line_of
from ingest.rules import Rule
from ingest.table import Cell, Row, words_of
from ingest.words import Word

SAME_PLACE = 4.0
# Rules down nearer to each other that no row has both of are one, moved.
_MOVED = 25.0
_LONGEST_SPREAD = 100
_MARKER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[a-z]\)|[•–-])$")

Placed = dict[tuple[int, int], list[Line]]
"""The lines of each cell, by row and column."""


def places_of(rules: Sequence[Rule], *, across: bool) -> list[float]:
    """Where the rules of one direction lie, those close together as one, rising."""
    found = sorted(rule.place for rule in rules if rule.across is across)
    places: list[float] = []
    for place in found:
        if not places or place - places[-1] > SAME_PLACE:
            places.append(place)
    return places


class Grid:
    """Cells between rules; where a rule is broken, cells are one."""

    def __init__(self, rules: Sequence[Rule], downs: list[float], acrosses: list[float]) -> None:
        """`downs` rise from the left, `acrosses` fall from the top."""
        self._rules = rules
        self._downs = downs
        self._acrosses = acrosses
        self._spanning: set[int] = set()
        self._settle()

    @property
    def downs(self) -> list[float]:
        return self._downs

    @property
    def spanning(self) -> frozenset[int]:
        """The ids of the lines in cells that reach across the table."""
        return frozenset(self._spanning)

    def filled(self, lines: Sequence[Line]) -> list[Row]:
        """The cells of each row; what spans rows stands in each of them, unless it is long."""
        columns, rows = len(self._downs) - 1, len(self._acrosses) - 1
        own: Placed = {}
        for line in lines:
            for place, part in self._parts(line):
                own.setdefault(place, []).append(part)
        self._merge_across(own)
        titled = self._spans_across(own)
        cells: list[list[Cell]] = [[()] * columns for _ in range(rows)]
        for row, column in own:
            group = self._merged_down(row, column)
            if self._are_level(group, column, own):
                group = [row]
            content = tuple(
                sorted(
                    (line for member in group for line in own.get((member, column), ())),
                    key=lambda line: (-round(line.y), line.x),
                )
            )
            short = column == 0 or len(words_of(content)) <= _LONGEST_SPREAD
            over = self._spread(row, column, own) if row <= titled else [column]
            for member in group if short or group[0] == 0 else group[:1]:
                for above in over:
                    cells[member][above] = content
        return [tuple(row) for row in cells]

    def _settle(self) -> None:
        """A rule down that stands elsewhere in a head than in the rows is one with that."""
        rows = range(len(self._acrosses) - 1)
        ruled = {
            index: {row for row in rows if self._is_ruled_down(row, index)}
            for index in range(1, len(self._downs) - 1)
        }
        moved: set[int] = set()
        for index in range(1, len(self._downs) - 2):
            near = self._downs[index + 1] - self._downs[index] < _MOVED
            if index not in moved and near and not ruled[index] & ruled[index + 1]:
                fewer = min(index, index + 1, key=lambda i: len(ruled[i]))
                moved.add(fewer)
        self._downs = [x for index, x in enumerate(self._downs) if index not in moved]

    def _merge_across(self, own: Placed) -> None:
        """Joins what lies between the same rules down, where a line alone on its height runs
        over the place of a rule that its row hasn't."""
        for row in range(len(self._acrosses) - 1):
            columns = range(len(self._downs) - 1)
            runs: list[list[int]] = []
            for column in columns:
                if runs and not self._is_ruled_down(row, column):
                    runs[-1].append(column)
                else:
                    runs.append([column])
            for run in runs:
                lines = [line for column in run for line in own.get((row, column), ())]
                if len(run) > 1 and any(self._runs_over(line, lines, run) for line in lines):
                    for column in run:
                        own.pop((row, column), None)
                    own[row, run[0]] = lines

    def _runs_over(self, line: Line, lines: Sequence[Line], run: Sequence[int]) -> bool:
        over = any(line.x < self._downs[c] - 2 < self._downs[c] + 2 < line.right for c in run[1:])
        beside = [other for other in lines if abs(other.y - line.y) < 2 and other is not line]
        marker = all(_MARKER.match(other.words) for other in beside)
        return marker and (over or bool(beside)) if len(beside) < 2 else False

    def _spans_across(self, own: Placed) -> int:
        """Moves what stands alone in a row without rules down to its first column; the number
        of such rows at the top."""
        titled = 0
        for row in range(len(self._acrosses) - 1):
            filled = [column for column in range(len(self._downs) - 1) if (row, column) in own]
            inner = range(1, len(self._downs) - 1)
            if len(filled) != 1 or not inner or any(self._is_ruled_down(row, c) for c in inner):
                continue
            titled += row == titled
            own[row, 0] = own.pop((row, filled[0]))
            self._spanning.update(id(line) for line in own[row, 0])
        return titled

    def _spread(self, row: int, column: int, own: Placed) -> list[int]:
        """The columns that a head stands over: no rule down parts them, nothing else is there."""
        first = last = column
        while first > 0 and not self._is_ruled_down(row, first):
            first -= 1
        while last < len(self._downs) - 2 and not self._is_ruled_down(row, last + 1):
            last += 1
        members = list(range(first, last + 1))
        everything = len(members) == len(self._downs) - 1
        others = any((row, member) in own for member in members if member != column)
        return [column] if everything or others else members

    def _parts(self, line: Line) -> list[tuple[tuple[int, int], Line]]:
        """The line cut where a rule of its row passes between two words of it."""
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
            return [((row, first), line)]
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

    def _are_level(self, rows: Sequence[int], column: int, own: Placed) -> bool:
        """True for cells without rules between that each begin beside a label of their own."""
        filled = [row for row in rows if (row, column) in own]
        labels = [own.get((row, column - 1), own.get((row, 0))) for row in filled]
        return (
            column > 0
            and len(filled) > 1
            and all(
                label and abs(label[0].y - own[row, column][0].y) < 2
                for row, label in zip(filled, labels, strict=True)
            )
        )

    def _is_ruled_down(self, row: int, column: int) -> bool:
        """True when a rule parts the column from the one left of it in this row."""
        y = (self._acrosses[row] + self._acrosses[row + 1]) / 2
        return self._ruled(False, self._downs[column], y)

    def _ruled(self, across: bool, place: float, at: float) -> bool:
        return any(
            rule.across is across
            and abs(rule.place - place) <= SAME_PLACE
            and rule.low - 1 <= at <= rule.high + 1
            for rule in self._rules
        )
