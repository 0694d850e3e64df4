"""From blocks to units: sentences, list items, table rows and notes, none of which is divided."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.document import Role
from ingest.hyphens import Vocabulary, join_lines
from ingest.table_units import TableUnits, captions_first
from ingest.traced import TracedText
from ingest.unit import LONGEST_LEAD_IN, Unit, bounded

_MARKER = re.compile(r"^(?:[•–—*-]|o(?=\s)|\(?\d{1,2}[.)]|[a-zåäö][.)])\s*")
_NOTE_NUMBER = re.compile(r"^\d{1,3}\.?\s*")
_FINISHED = re.compile(r"[.!?…][”\"’»)\]]*\d{0,2}$")


def units_of(blocks: Iterable[Block], vocabulary: Vocabulary) -> Iterator[Unit]:
    """The units of one section. A list that goes on over a page keeps its lead-in."""
    lead_in: TracedText | None = None
    title: TracedText | None = None
    tables = TableUnits(vocabulary)
    for block in captions_first(blocks):
        role = Role.BOX if block.boxed else Role.TEXT
        if block.kind not in (BlockKind.TABLE, BlockKind.FOOTNOTE) and not tables.has_note(block):
            tables.interrupt(block)
            title = None
        match block.kind:
            case BlockKind.CAPTION:
                caption = _joined(block, vocabulary)
                lead_in = caption if len(caption) <= LONGEST_LEAD_IN else None
                title = lead_in
                yield Unit(caption, Role.TABLE)
            case BlockKind.TABLE:
                if title is not None:
                    tables.caption(title)
                yield from tables.units_of(block)
                lead_in = title = None
            case BlockKind.CONTENTS:
                for line in block.lines:
                    yield Unit(line.text, Role.CONTENTS)
            case BlockKind.FOOTNOTE:
                yield from _note_units(block, vocabulary)
            case BlockKind.HEADING:
                yield Unit(_joined(block, vocabulary), role, said=False)
                lead_in = None
            case BlockKind.PARAGRAPH | BlockKind.ITEM if tables.has_note(block):
                for unit in _sentence_units(block, role, vocabulary, None):
                    yield replace(unit, role=Role.TABLE)
            case BlockKind.ITEM:
                yield from _sentence_units(block, role, vocabulary, lead_in)
            case _:
                units = list(_sentence_units(block, role, vocabulary, None))
                yield from units
                lead_in = _lead_in(units)
                title = lead_in if lead_in and _introduces(block, lead_in) else None


def _joined(block: Block, vocabulary: Vocabulary) -> TracedText:
    return join_lines([line.text for line in block.lines], vocabulary)


def _lead_in(units: Sequence[Unit]) -> TracedText | None:
    """The last sentence of a paragraph, when it waits for a list to finish it."""
    if not units:
        return None
    last = units[-1].text
    waits = len(last) <= LONGEST_LEAD_IN and not _FINISHED.search(last.text)
    return last if waits else None


def _introduces(block: Block, last: TracedText) -> bool:
    """What may stand over a table without being its caption: a line alone, or an opening."""
    return len(block.lines) == 1 or last.text.endswith(":")


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
    for start, end in bounded(text.text, skipped):
        begin = 0 if first else start
        yield Unit(text[begin:end], role, start - begin, first, lead_in=lead_in)
        first = False
