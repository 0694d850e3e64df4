"""From blocks to units: sentences, list items, table rows and notes, none of which is divided."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind
from ingest.document import Role
from ingest.flat_tables import head_of, rows_of
from ingest.hyphens import Vocabulary, join_lines
from ingest.sentences import sentence_slices
from ingest.table import Cell, Table
from ingest.traced import TracedText

_LONGEST_UNIT = 900
_LONGEST_ROW = 600
_LONGEST_LEAD_IN = 300
_MARKER = re.compile(r"^(?:[•–—*-]|o(?=\s)|\(?\d{1,2}[.)]|[a-zåäö][.)])\s*")
_NOTE_NUMBER = re.compile(r"^\d{1,3}\.?\s*")
_FINISHED = re.compile(r"[.!?…][”\"’»)\]]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class Unit:
    """`marker` characters of bullet come before the sentence. `opens` starts a line of its own;
    a unit that is not `said` is text without a sentence, as a table's head is."""

    text: TracedText
    role: Role = Role.TEXT
    marker: int = 0
    opens: bool = True
    said: bool = True
    lead_in: TracedText | None = None
    note: int | None = None


def units_of(blocks: Iterable[Block], vocabulary: Vocabulary) -> Iterator[Unit]:
    """The units of one section. A list that goes on over a page keeps its lead-in."""
    lead_in: TracedText | None = None
    head: tuple[Cell, ...] = ()
    for block in blocks:
        role = Role.BOX if block.boxed else Role.TEXT
        match block.kind:
            case BlockKind.CAPTION:
                caption = _joined(block, vocabulary)
                lead_in = caption if len(caption) <= _LONGEST_LEAD_IN else None
                yield Unit(caption, Role.TABLE)
            case BlockKind.TABLE if block.table:
                head = block.table.heads or _carried(head, block.table)
                yield from _table_units(block.table, head, lead_in, vocabulary)
                lead_in = None
            case BlockKind.TABLE:
                yield from _flat_units(block, lead_in, vocabulary)
            case BlockKind.CONTENTS:
                for line in block.lines:
                    yield Unit(line.text, Role.CONTENTS)
            case BlockKind.FOOTNOTE:
                yield from _note_units(block, vocabulary)
            case BlockKind.HEADING:
                yield Unit(_joined(block, vocabulary), role, said=False)
                lead_in = None
            case BlockKind.ITEM:
                yield from _sentence_units(block, role, vocabulary, lead_in)
            case _:
                units = list(_sentence_units(block, role, vocabulary, None))
                yield from units
                lead_in = _lead_in(units)


def _joined(block: Block, vocabulary: Vocabulary) -> TracedText:
    return join_lines([line.text for line in block.lines], vocabulary)


def _lead_in(units: Sequence[Unit]) -> TracedText | None:
    """The last sentence of a paragraph, when it waits for a list to finish it."""
    if not units:
        return None
    last = units[-1].text
    waits = len(last) <= _LONGEST_LEAD_IN and not _FINISHED.search(last.text)
    return last if waits else None


def _carried(head: tuple[Cell, ...], table: Table) -> tuple[Cell, ...]:
    """A table that goes on over a page keeps its head."""
    return head if len(head) == len(table.rows[0]) else ()


def _table_units(
    table: Table, head: tuple[Cell, ...], lead_in: TracedText | None, vocabulary: Vocabulary
) -> Iterator[Unit]:
    heads = [_text(cell, vocabulary) for cell in head] or [None] * len(table.rows[0])
    if table.heads:
        words = [text for text in heads if text]
        yield Unit(_beside(words, " | "), Role.TABLE, said=False)
    for row in table.rows:
        cells = [_text(cell, vocabulary) for cell in row]
        whole = _row_text(cells, heads)
        if sum(map(bool, cells)) > 1 and len(whole) <= _LONGEST_ROW:
            yield Unit(whole, Role.TABLE, lead_in=lead_in)
        else:
            yield from _long_row(cells, heads, lead_in)


def _row_text(cells: Sequence[TracedText | None], heads: Sequence[TracedText | None]) -> TracedText:
    """ "Label | Heading: cell | …"; empty cells are left out, as is the label's own heading."""
    parts = [
        cell if index == 0 or head is None else _beside([head, cell], ": ")
        for index, (cell, head) in enumerate(zip(cells, heads, strict=True))
        if cell is not None
    ]
    return _beside(parts, " | ")


def _long_row(
    cells: Sequence[TracedText | None],
    heads: Sequence[TracedText | None],
    lead_in: TracedText | None,
) -> Iterator[Unit]:
    """Cells of running text sentence by sentence, each led in by the row's label."""
    label = cells[0] if sum(map(bool, cells)) > 1 else None
    if label is not None and len(label) > _LONGEST_LEAD_IN:
        label = None
    if label is not None:
        yield Unit(label, Role.TABLE, said=False)
    for cell, head in zip(cells, heads, strict=True):
        if cell is None or cell is label:
            continue
        if head is not None and head is not label:
            yield Unit(head, Role.TABLE, said=False)
        first = True
        for start, end in _bounded(cell.text, 0):
            yield Unit(cell[start:end], Role.TABLE, opens=first, lead_in=label or lead_in)
            first = False


def _text(cell: Cell, vocabulary: Vocabulary) -> TracedText | None:
    return join_lines([line.text for line in cell], vocabulary, cell=True) if cell else None


def _beside(parts: Sequence[TracedText], glue: str) -> TracedText:
    joined: list[TracedText] = []
    for part in parts:
        joined += (TracedText.glue(glue), part) if joined else (part,)
    return TracedText.concat(joined)


def _flat_units(block: Block, lead_in: TracedText | None, vocabulary: Vocabulary) -> Iterator[Unit]:
    """A table whose columns can't be told: its rows as they are, below caption and head."""
    rows = [join_lines([line.text for line in row], vocabulary) for row in rows_of(block.lines)]
    if rows and (head := head_of(rows)):
        yield Unit(head, Role.TABLE, said=False)
        rows = rows[1:]
    for row in rows:
        yield Unit(row, Role.TABLE, lead_in=lead_in)


def _note_units(block: Block, vocabulary: Vocabulary) -> Iterator[Unit]:
    text = _joined(block, vocabulary)
    number = _NOTE_NUMBER.match(text.text)
    for unit in _units_in(text, number.end() if number else 0, Role.NOTE, None):
        yield replace(unit, note=block.note)


def _sentence_units(
    block: Block, role: Role, vocabulary: Vocabulary, lead_in: TracedText | None
) -> Iterator[Unit]:
    text = _joined(block, vocabulary)
    marker = _MARKER.match(text.text) if block.kind is BlockKind.ITEM else None
    return _units_in(text, marker.end() if marker else 0, role, lead_in)


def _units_in(
    text: TracedText, skipped: int, role: Role, lead_in: TracedText | None
) -> Iterator[Unit]:
    first = True
    for start, end in _bounded(text.text, skipped):
        begin = 0 if first else start
        yield Unit(text[begin:end], role, start - begin, first, lead_in=lead_in)
        first = False


def _bounded(text: str, skipped: int) -> Iterator[tuple[int, int]]:
    """Sentence slices, the overlong cut at a blank."""
    for low, high in sentence_slices(text[skipped:]):
        start, end = low + skipped, high + skipped
        while end - start > _LONGEST_UNIT:
            cut = text.rfind(" ", start + 1, start + _LONGEST_UNIT)
            cut = cut if cut > start else start + _LONGEST_UNIT
            yield start, cut
            start = cut + (text[cut] == " ")
        yield start, end
