"""Which rows of a table are headings, over which columns these stand, and which rows head the
rows below them."""

import re
from collections.abc import Sequence

from ingest.head_cells import heads_of
from ingest.table import Cell, Row, Table, box_of, is_numeric, is_value, words_of

_LONG_HEAD = 90
_LONGEST_TERM = 50
_LEAST_TEXT = 20
_MOST_HEADS = 4
_LONGEST_GROUP = 80
_INDENT = 3.0
_LONGEST_TITLE = 200
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?$")


def table_of(
    page: int, rows: Sequence[Row], lefts: Sequence[float], spanning: frozenset[int] = frozenset()
) -> Table | None:
    """The rows as a table with its heads told from its body; None without rows. `spanning` are
    the ids of lines in cells that reach across the table."""
    rows = [row for row in rows if any(row)]
    used = [column for column in range(len(lefts)) if any(row[column] for row in rows)]
    if not rows or len(used) < 2:
        return None
    rows = [tuple(row[column] for column in used) for row in rows]
    places = tuple(lefts[column] for column in used)
    box = box_of(rows)
    title: Cell = ()
    while len(rows) > 2 and _is_title(rows[0], spanning):
        title += tuple({id(line): line for cell in rows[0] for line in cell}.values())
        rows = rows[1:]
    count = head_rows(rows)
    heads = heads_of(rows[:count], rows[count:]) if count else ()
    body = tuple(rows[count:])
    if heads and (share := _repeated(heads, body)):
        body = tuple(row[i : i + share] for i in range(0, len(heads), share) for row in body)
        heads, places = heads[:share], places[:share]
        body = tuple(row for row in body if any(row))
    groups = group_rows(body, spanning)
    return Table(page, box, heads, body, places, groups, title) if body else None


def _repeated(heads: Row, body: Sequence[Row]) -> int:
    """After how many columns the heads begin anew, each time with a label: a long table set
    side by side. 0 when they don't."""
    words = [words_of(cell) for cell in heads]
    for share in range(2, len(words) // 2 + 1):
        if len(words) % share or words != words[:share] * (len(words) // share):
            continue
        labels = [row[i] for i in range(0, len(words), share) for row in body if row[i]]
        if labels and not any(map(is_value, labels)):
            return share
    return 0


def _is_title(row: Row, spanning: frozenset[int]) -> bool:
    alone = bool(row[0]) and not any(row[1:]) and id(row[0][0]) in spanning
    numbered = (
        bool(_NUMBER.match(words_of(row[0])))
        and len(row) > 2
        and all(cell == row[1] for cell in row[1:])
    )
    return (alone or numbered) and len(words_of(row[0])) <= _LONGEST_TITLE


def head_rows(rows: Sequence[Row]) -> int:
    """How many of the first rows are headings: bold above plain, or words above numbers."""
    if len(rows) < 2:
        return 0
    count = _bold_rows(rows) or _rows_over_numbers(rows)
    if count:
        while count < min(_MOST_HEADS, len(rows) - 1) and _goes_on(rows[count - 1], rows[count]):
            count += 1
        return count
    wide = len(rows[0]) > 2 and len(rows) > 2 and _are_longer(rows)
    full = all(map(_is_term, rows[0])) and not _numbers(rows[0])
    return int(wide and full and not any(_numbers(row) for row in rows))


def _are_longer(rows: Sequence[Row]) -> bool:
    """Terms over a column of text: without another look, only this shows headings."""
    for head, *column in zip(*rows, strict=True):
        usual = sum(len(words_of(cell)) for cell in column) / len(column)
        if usual > max(_LEAST_TEXT, 2 * len(words_of(head))):
            return True
    return False


def _bold_rows(rows: Sequence[Row]) -> int:
    count = 0
    while count < min(3, len(rows) - 1) and _is_bold(rows[count]) and _may_head(rows[count]):
        if _tops_columns(rows[:count]) and _is_alone(rows[count]):
            break
        count += 1
    return 0 if all(_is_bold(row) for row in rows) or not _tops_columns(rows[:count]) else count


def _tops_columns(rows: Sequence[Row]) -> bool:
    """A bold label alone heads rows, not columns."""
    return any(any(row[1:]) for row in rows)


def _rows_over_numbers(rows: Sequence[Row]) -> int:
    """Words, or years, over the first row of other numbers."""
    years = [_are_years(row) for row in rows]
    numbers = [bool(_numbers(row)) for row in rows]
    data = (i for i, count in enumerate(numbers) if count and not years[i])
    first = next(data, 0)
    heads, body = rows[:first], numbers[first:]
    if not 0 < first <= min(3, len(body)) or sum(years[:first]) > 1 or not _tops_columns(heads):
        return 0
    labels = any(words_of(row[0]).endswith(":") for row in heads)
    fits = sum(body) >= 0.5 * len(body) and all(map(_may_head, heads))
    return first if fits and not labels else 0


def _are_years(row: Row) -> bool:
    """Years in every column head them: "Kommun 2022 2023"."""
    years = [words_of(cell) for cell in row[1:] if cell]
    if not all(_YEAR.fullmatch(year) for year in years):
        return False
    return len(set(years)) > 1 and (years == sorted(years) or years == sorted(years, reverse=True))


def _goes_on(above: Row, row: Row) -> bool:
    """Units and lower headings stand below the others and beside no label of their own."""
    filled = [cell for over, cell in zip(above, row, strict=True) if cell and cell != over]
    return (
        (not row[0] or row[0] == above[0])
        and len(filled) > 1
        and not any(map(is_value, filled))
        and _may_head(row)
    )


def _may_head(row: Row) -> bool:
    return all(len(words_of(cell)) <= _LONG_HEAD for cell in row)


def _is_term(cell: Cell) -> bool:
    words = words_of(cell)
    return 0 < len(words) <= _LONGEST_TERM and not words[0].islower() and ". " not in f"{words} "


def _is_bold(row: Row) -> bool:
    lines = [line for cell in row for line in cell]
    return bool(lines) and all(line.bold for line in lines)


def _numbers(row: Row) -> int:
    return sum(is_numeric(cell) for cell in row[1:])


def group_rows(rows: Sequence[Row], spanning: frozenset[int]) -> frozenset[int]:
    """The rows that head those below them: a label alone, bold or across the columns, or with
    the labels below it indented. `spanning` are the ids of lines in cells across the table."""
    return frozenset(
        index
        for index, row in enumerate(rows[:-1])
        if _is_alone(row) and _heads(row, rows[index + 1], spanning)
    )


def _is_alone(row: Row) -> bool:
    label = words_of(row[0])
    short = 0 < len(label) <= _LONGEST_GROUP and not label.endswith((".", ";", ","))
    return short and not any(row[1:]) and not is_value(row[0])


def _heads(row: Row, below: Row, spanning: frozenset[int]) -> bool:
    if not below[0] or not any(below[1:]):
        return False
    label, other = row[0][0], below[0][0]
    across = id(label) in spanning and id(other) not in spanning
    return across or (label.bold and not other.bold) or other.x - label.x > _INDENT
