"""Tables as units: each row with its column headings, below the caption."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.document import Role
from ingest.flat_tables import head_of, is_source, rows_of
from ingest.hyphens import Vocabulary, join_lines
from ingest.lines import Line
from ingest.table import Cell, Row, Table, words_of
from ingest.traced import TracedText
from ingest.unit import LONGEST_LEAD_IN, Unit, bounded

_LONGEST_ROW = 600
_SAME_PLACE = 12.0
_MOST_BETWEEN = 2
_NEAR = 3.0
_LONGEST_LABEL = 40
_NOTE = re.compile(r"^(?:\d{1,2}|[a-z])\)\s|^[*†‡]+")

Texts = list[TracedText | None]


def captions_first(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with captions that stand right below their table before it."""
    given = list(blocks)
    placed: list[Block] = []
    for block, after in itertools.zip_longest(given, given[1:]):
        captioned = len(placed) > 1 and placed[-2].kind is BlockKind.CAPTION
        heads_next = after is not None and after.kind is BlockKind.TABLE
        if placed and not captioned and not heads_next and _captions(block, placed[-1]):
            placed.insert(-1, block)
        else:
            placed.append(block)
    return placed


def _captions(block: Block, above: Block) -> bool:
    if block.kind is not BlockKind.CAPTION or above.table is None:
        return False
    first, table = block.lines[0], above.table
    near = 0 < table.box.bottom - first.y < _NEAR * first.size
    return first.page == table.page and near and first.words.startswith("Tabell")


class TableUnits:
    """The tables of one section in order: one that goes on over a page keeps its caption, its
    headings and the label that its rows stand under."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._caption: TracedText | None = None
        self._waiting: TracedText | None = None
        self._above: Table | None = None
        self._head: Row = ()
        self._group: TracedText | None = None
        self._between = 0

    def caption(self, text: TracedText | None) -> None:
        """What the next table is led in by, if it is another one."""
        self._waiting = text

    def interrupt(self, block: Block) -> None:
        """Other text than notes: what follows is another table, unless it is a line that
        stands at the edge of the page."""
        self._between += len(block.lines)
        if block.kind is not BlockKind.PARAGRAPH or self._between > _MOST_BETWEEN:
            self.end()

    def end(self) -> None:
        self._above, self._head, self._group = None, (), None
        self._caption = None
        self._between = 0

    def has_note(self, block: Block) -> bool:
        """True for the source of the table above, or a note to it."""
        if self._above is None or self._between or block.kind is BlockKind.CAPTION:
            return False
        first = block.lines[0]
        below = first.page == self._above.page and first.y < self._above.box.bottom
        return below and (is_source(first) or bool(_NOTE.match(first.words)))

    def units_of(self, block: Block) -> Iterator[Unit]:
        if block.table is None:
            self.end()
            self._caption, self._waiting = self._waiting, None
            yield from self._flat_units(block)
            return
        table = block.table
        if table.chart:
            self.end()
            self._above, self._waiting = table, None
            labels = [line.text for line in table.lines]
            yield Unit(_beside(labels, " | "), Role.TABLE, said=False)
            return
        waiting, self._waiting = self._waiting, None
        goes_on = self._above is not None and _goes_on(self._above, table)
        repeated = goes_on and bool(table.heads) and _words(table.heads) == _words(self._head)
        if goes_on and table.heads and not repeated and _are_rather_row(table.heads, self._head):
            table = replace(table, heads=(), rows=(table.heads, *table.rows), groups=frozenset())
        if not (goes_on and (repeated or not table.heads)):
            self.end()
            self._caption = waiting
        self._above, self._between = table, 0
        if table.title:
            title = self._text(table.title)
            self._caption = self._caption or title
            if title:
                yield Unit(title, Role.TABLE, said=False)
        if table.heads:
            self._head = table.heads
            texts = [text for text in map(self._text, table.heads) if text]
            yield Unit(_beside(texts, " | "), Role.TABLE, said=False)
        yield from self._rows(table)

    def _rows(self, table: Table) -> Iterator[Unit]:
        heads = list(map(self._text, self._head)) or [None] * len(table.rows[0])
        for index, row in enumerate(table.rows):
            cells = list(map(self._text, row))
            if index in table.groups:
                self._group = cells[0]
                if self._group:
                    yield Unit(self._group, Role.TABLE, said=False)
                continue
            group = None if _is_sum(row) else self._group
            whole = _row_text(group, cells, heads)
            if sum(map(bool, cells)) > 1 and len(whole) <= _LONGEST_ROW:
                yield Unit(whole, Role.TABLE, lead_in=self._caption)
            else:
                yield from _long_row(cells, heads, self._caption)

    def _flat_units(self, block: Block) -> Iterator[Unit]:
        """A table whose columns can't be told: its rows as they are, below caption and head."""
        if self._caption and _is_figure(self._caption, block.lines):
            labels = [line.text for line in block.lines]
            yield Unit(_beside(labels, " | "), Role.TABLE, said=False)
            return
        lines = rows_of(block.lines)
        rows = [join_lines([line.text for line in row], self._vocabulary) for row in lines]
        if rows and (head := head_of(rows)):
            yield Unit(head, Role.TABLE, said=False)
            rows = rows[1:]
        for row in rows:
            yield Unit(row, Role.TABLE, lead_in=self._caption)

    def _text(self, cell: Cell) -> TracedText | None:
        if not cell:
            return None
        return join_lines([line.text for line in cell], self._vocabulary, cell=True)


def _goes_on(above: Table, table: Table) -> bool:
    """A table at the top of the next page with the same columns."""
    if len(above.lefts) != len(table.lefts) or table.page != above.page + 1:
        return False
    moved = [abs(a - b) for a, b in zip(above.lefts, table.lefts, strict=True)]
    return sum(by <= _SAME_PLACE for by in moved) >= 0.7 * len(moved)


def _is_figure(caption: TracedText, lines: Sequence[Line]) -> bool:
    """The labels of a chart, by its caption: few words in each line, and no sentence."""
    short = sum(len(line.words) <= _LONGEST_LABEL for line in lines)
    return caption.text.startswith(("Figur", "Diagram")) and short >= 0.8 * len(lines)


def _are_rather_row(heads: Row, before: Row) -> bool:
    """At the top of a page a row may look like headings; those of the table are known."""
    bold = all(line.bold for cell in heads for line in cell)
    return bool(before) and not bold


def _words(row: Row) -> list[str]:
    return [words_of(cell) for cell in row]


def _is_sum(row: Row) -> bool:
    return words_of(row[0]).casefold().startswith(("summa", "total", "samtliga", "hela "))


def _row_text(group: TracedText | None, cells: Texts, heads: Texts) -> TracedText:
    """ "Label | Heading: cell | …"; empty cells are left out, as is the label's own heading.
    The label that it stands under comes first."""
    parts = [
        cell if index == 0 or head is None else _beside([head, cell], ": ")
        for index, (cell, head) in enumerate(zip(cells, heads, strict=True))
        if cell is not None
    ]
    return _beside([group, *parts] if group else parts, " | ")


def _long_row(cells: Texts, heads: Texts, lead_in: TracedText | None) -> Iterator[Unit]:
    """Cells of running text sentence by sentence, each led in by the row's label."""
    label = cells[0] if sum(map(bool, cells)) > 1 else None
    if label is not None and len(label) > LONGEST_LEAD_IN:
        label = None
    if label is not None:
        yield Unit(label, Role.TABLE, said=False)
    for index, (cell, head) in enumerate(zip(cells, heads, strict=True)):
        if cell is None or cell is label:
            continue
        if index and head is not None:
            yield Unit(head, Role.TABLE, said=False)
        first = True
        for start, end in bounded(cell.text, 0):
            yield Unit(cell[start:end], Role.TABLE, opens=first, lead_in=label or lead_in)
            first = False


def _beside(parts: Sequence[TracedText], glue: str) -> TracedText:
    joined: list[TracedText] = []
    for part in parts:
        joined += (TracedText.glue(glue), part) if joined else (part,)
    return TracedText.concat(joined)
