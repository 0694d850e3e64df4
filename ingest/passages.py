"""Blocks → passages of about 600 characters within one section, with their sentences.

A passage crosses page breaks where the text does; every character keeps its page. A list
item and a table row carry their lead-in: it stands in the same passage, repeated (with its
own place on the page) when a long list needs several passages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.document import Passage, Sentence
from ingest.headings import is_numbered_heading
from ingest.hyphens import Vocabulary, join_lines
from ingest.sentences import sentence_slices
from ingest.statements import classify
from ingest.structure import Block, BlockKind
from ingest.traced import TracedText

_TARGET = 600
_LEAST = 250
_MOST_IN_PARAGRAPH = 800
_MOST_AT_END = 850
_LONGEST_UNIT = 900
_LONGEST_LEAD_IN = 300
# So many numbered headings make a document whose headings nest.
_NUMBERED = 3
_MARKER = re.compile(r"^(?:[•–—*-]|o(?=\s)|\(?\d{1,2}[.)]|[a-zåäö][.)])\s*")
_NOTE_NUMBER = re.compile(r"^\d{1,3}\.?\s*")
_FINISHED = re.compile(r"[.!?…][”\"’»)\]]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never divided: a sentence or a table row, `marker` characters of bullet first."""

    text: TracedText
    marker: int
    opens_block: bool
    is_note: bool
    lead_in: TracedText | None


@dataclass(slots=True)
class _Draft:
    """A passage while it grows."""

    parts: list[TracedText] = field(default_factory=list)
    length: int = 0
    slices: list[tuple[int, int, tuple[int, int] | None]] = field(default_factory=list)
    placed: dict[int, tuple[int, int]] = field(default_factory=dict)
    of_notes: bool | None = None

    def append(self, text: TracedText, separator: str) -> tuple[int, int]:
        if self.length:
            self.parts.append(TracedText.glue(separator))
            self.length += len(separator)
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        self.placed[id(text)] = (start, self.length)
        return start, self.length

    def add(self, unit: _Unit) -> None:
        lead_in = None
        if unit.lead_in is not None:
            lead_in = self.placed.get(id(unit.lead_in)) or self.append(unit.lead_in, "\n")
        start, end = self.append(unit.text, "\n" if unit.opens_block else " ")
        self.slices.append((start + unit.marker, end, lead_in))
        self.of_notes = unit.is_note


def passages_of(
    document_id: str, blocks: Sequence[Block], vocabulary: Vocabulary
) -> tuple[tuple[Passage, ...], tuple[Sentence, ...]]:
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for section, members in _sections(blocks, vocabulary):
        for draft in _drafts(_units(members, vocabulary)):
            text = TracedText.concat(draft.parts)
            identity = f"{document_id}-{len(passages):05d}"
            passages.append(Passage(identity, document_id, section, text.text, text.spans()))
            sentences += _sentences(identity, text.text, draft)
    return tuple(passages), tuple(sentences)


def _sentences(passage_id: str, text: str, draft: _Draft) -> Iterator[Sentence]:
    for start, end, lead_in in draft.slices:
        words = text[start:end]
        if lead_in:
            words = f"{text[lead_in[0] : lead_in[1]]} {words}"
        yield Sentence(passage_id, start, end, classify(words), lead_in)


def _sections(
    blocks: Sequence[Block], vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Runs of blocks between headings, each with its heading path, outermost first."""
    path: list[tuple[int | None, str]] = []
    nests = sum(is_numbered_heading(b.lines[0]) for b in blocks if b.rank is not None) >= _NUMBERED
    members: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            members.append(block)
            continue
        if members:
            yield tuple(words for _, words in path), members
        heading = join_lines([line.text for line in block.lines], vocabulary).text
        path = _path(path, block.rank, heading, follows_heading=not members, nests=nests)
        members = []
    if members:
        yield tuple(words for _, words in path), members


def _path(
    path: list[tuple[int | None, str]],
    rank: int | None,
    heading: str,
    *,
    follows_heading: bool,
    nests: bool,
) -> list[tuple[int | None, str]]:
    """The path after a heading. Right below another of no higher rank it is that one's child.
    A heading whose rank does not show is a leaf where headings are numbered, and else claims
    no parent."""
    if follows_heading and path and (rank is None or path[-1][0] == rank):
        return [*path, (rank, heading)]
    ranked = [entry for entry in path if entry[0] is not None]
    if rank is None:
        return [*ranked, (None, heading)] if nests else [(None, heading)]
    return [*((r, words) for r, words in ranked if r is not None and r < rank), (rank, heading)]


def _units(blocks: Iterable[Block], vocabulary: Vocabulary) -> Iterator[_Unit]:
    lead_in: TracedText | None = None
    for block in blocks:
        match block.kind:
            case BlockKind.CAPTION:
                caption = join_lines([line.text for line in block.lines], vocabulary)
                lead_in = caption if len(caption) <= _LONGEST_LEAD_IN else None
                yield _Unit(caption, 0, True, False, None)
            case BlockKind.TABLE:
                for row in _rows(block, vocabulary):
                    yield _Unit(row, 0, True, False, lead_in)
            case BlockKind.ITEM:
                yield from _sentence_units(block, vocabulary, lead_in)
            case _:
                units = list(_sentence_units(block, vocabulary, None))
                yield from units
                if block.kind is BlockKind.PARAGRAPH:
                    lead_in = _lead_in(units)


def _lead_in(units: Sequence[_Unit]) -> TracedText | None:
    """The last sentence of a paragraph, when it waits for a list to finish it."""
    if not units:
        return None
    last = units[-1].text
    waits = len(last) <= _LONGEST_LEAD_IN and not _FINISHED.search(last.text)
    return last if waits else None


def _rows(block: Block, vocabulary: Vocabulary) -> list[TracedText]:
    """The lines of a table; those that a hyphen divides are joined."""
    rows: list[TracedText] = []
    for line in block.lines:
        if rows and rows[-1].text.endswith("-") and line.words[0].islower():
            rows[-1] = join_lines([rows[-1], line.text], vocabulary)
        else:
            rows.append(line.text)
    return rows


def _sentence_units(
    block: Block, vocabulary: Vocabulary, lead_in: TracedText | None
) -> Iterator[_Unit]:
    text = join_lines([line.text for line in block.lines], vocabulary)
    is_note = block.kind is BlockKind.FOOTNOTE
    marker = _NOTE_NUMBER.match(text.text) if is_note else None
    if block.kind is BlockKind.ITEM:
        marker = _MARKER.match(text.text)
    skipped = marker.end() if marker else 0
    first = True
    for start, end in _bounded(text.text, skipped):
        begin = 0 if first else start
        yield _Unit(text[begin:end], start - begin, first, is_note, lead_in)
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


def _drafts(units: Iterable[_Unit]) -> Iterator[_Draft]:
    draft = _Draft()
    waiting = list(units)
    leads = {id(unit.lead_in) for unit in waiting if unit.lead_in is not None}
    rest = sum(len(unit.text) for unit in waiting)
    for unit in waiting:
        fits = draft.length + rest <= _MOST_AT_END and draft.of_notes == unit.is_note
        rest -= len(unit.text)
        if draft.length and not fits and _is_full(draft, unit, leads):
            yield draft
            draft = _Draft()
        draft.add(unit)
    if draft.length:
        yield draft


def _is_full(draft: _Draft, unit: _Unit, leads: set[int]) -> bool:
    if draft.of_notes != unit.is_note:
        return True
    longer = draft.length + len(unit.text)
    if id(unit.text) in leads and draft.length > _LEAST:
        # The list that follows should find its lead-in, and room, in one passage.
        return longer > 0.6 * _TARGET
    if unit.opens_block:
        return draft.length >= _LEAST and longer > 1.1 * _TARGET
    return draft.length >= _LEAST and longer > _MOST_IN_PARAGRAPH
