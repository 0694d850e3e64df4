"""Blocks → passages of about 600 characters within one section, with their sentences.

A passage crosses page breaks where the text does; every character keeps its page. A list
item and a table row carry their lead-in: it stands in the same passage, repeated (with its
own place on the page) when a long list needs several passages. A footnote is a passage.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, BlockKind
from ingest.document import Passage, Role, Sentence
from ingest.hyphens import Vocabulary, join_lines
from ingest.note_marks import Reference
from ingest.ranks import is_named, is_numbered_heading
from ingest.roles import colophon_pages, form_pages, section_role
from ingest.statements import classify
from ingest.statutes import sign_of
from ingest.structure import Structure
from ingest.traced import TracedText
from ingest.unit import Unit
from ingest.units import units_of

_TARGET = 600
_LEAST = 250
_MOST_IN_PARAGRAPH = 800
_MOST_AT_END = 850
# So many numbered headings make a document whose headings nest; so many § a statute.
_NUMBERED = 3
_PARAGRAPHS = 3

Heading = tuple[int | None, str]
"""Rank and words."""


@dataclass(slots=True)
class _Draft:
    """A passage while it grows."""

    role: Role
    note: int | None = None
    parts: list[TracedText] = field(default_factory=list)
    length: int = 0
    slices: list[tuple[int, int, tuple[int, int] | None]] = field(default_factory=list)
    placed: dict[int, tuple[int, int]] = field(default_factory=dict)

    def append(self, text: TracedText, separator: str) -> tuple[int, int]:
        if self.length:
            self.parts.append(TracedText.glue(separator))
            self.length += len(separator)
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        self.placed[id(text)] = (start, self.length)
        return start, self.length

    def add(self, unit: Unit) -> None:
        lead_in = None
        if unit.lead_in is not None:
            lead_in = self.placed.get(id(unit.lead_in)) or self.append(unit.lead_in, "\n")
        start, end = self.append(unit.text, "\n" if unit.opens else " ")
        if unit.said:
            self.slices.append((start + unit.marker, end, lead_in))


@dataclass(frozen=True, slots=True)
class _Section:
    path: tuple[str, ...]
    role: Role | None
    blocks: list[Block]


def passages_of(
    document_id: str, structure: Structure, vocabulary: Vocabulary, pages: int
) -> tuple[tuple[Passage, ...], tuple[Sentence, ...]]:
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    notes: dict[int, str] = {}
    colophon = colophon_pages(structure.blocks, pages)
    forms = form_pages(structure.blocks)
    for section in _sections(structure.blocks, vocabulary):
        for draft in _drafts(units_of(section.blocks, vocabulary)):
            text = TracedText.concat(draft.parts)
            spans = text.spans()
            identity = f"{document_id}-{len(passages):05d}"
            role = _role(draft, section, spans[0].page, colophon, forms)
            passages.append(Passage(identity, document_id, section.path, text.text, spans, role))
            sentences += _sentences(identity, text.text, draft)
            if draft.note is not None:
                notes.setdefault(draft.note, identity)
    by_id = {passage.id: passage for passage in passages}
    tied = _tied(sentences, by_id, structure.references, notes)
    return tuple(passages), tuple(tied)


def _role(
    draft: _Draft, section: _Section, page: int, colophon: frozenset[int], forms: frozenset[int]
) -> Role:
    if draft.role is Role.CONTENTS:
        return draft.role
    if page in colophon:
        return Role.COLOPHON
    if page in forms:
        return Role.FORM
    return draft.role if section.role is None or draft.role is Role.NOTE else section.role


def _sentences(passage_id: str, text: str, draft: _Draft) -> Iterator[Sentence]:
    for start, end, lead_in in draft.slices:
        opening = text[slice(*lead_in)] if lead_in else ""
        yield Sentence(passage_id, start, end, classify(text[start:end], opening), lead_in)


def _tied(
    sentences: Iterable[Sentence],
    passages: dict[str, Passage],
    references: Sequence[Reference],
    notes: dict[int, str],
) -> Iterator[Sentence]:
    """The sentences with the notes that they refer to."""
    by_page: dict[int, list[Reference]] = {}
    for reference in references:
        by_page.setdefault(reference.page, []).append(reference)
    for sentence in sentences:
        found: list[str] = []
        for span in passages[sentence.passage_id].locate(sentence.start, sentence.end):
            last = span.offset + span.end - span.start
            found += (
                notes[reference.note]
                for reference in by_page.get(span.page, ())
                if span.offset < reference.offset <= last and reference.note in notes
            )
        yield replace(sentence, notes=tuple(dict.fromkeys(found)))


def _sections(blocks: Sequence[Block], vocabulary: Vocabulary) -> Iterator[_Section]:
    """Runs of blocks between headings, each with its heading path, outermost first. In a
    statute each paragraph sign is a heading of its own, and stays in the text. A box follows
    the text that it stands in."""
    path: list[Heading] = []
    shown = [b for b in blocks if b.kind is BlockKind.HEADING and b.rank is not None]
    nests = sum(is_numbered_heading(block.lines[0]) for block in shown) >= _NUMBERED
    signs = [_sign(block) for block in blocks]
    statute = sum(map(bool, signs)) >= _PARAGRAPHS
    members: list[Block] = []
    sign: str | None = None
    role: tuple[int | None, Role] | None = None
    box: list[Block] = []
    boxes: list[_Section] = []
    for block, begins in zip(blocks, signs, strict=True):
        if box and (not block.boxed or block.kind is BlockKind.HEADING):
            boxes.append(_boxed(path, box, vocabulary))
            box = []
        if block.boxed:
            box.append(block)
            continue
        heading = block.kind is BlockKind.HEADING
        another = _is_other_wording(members, block)
        if heading or another or (statute and begins):
            if members:
                yield _section(path, sign, role, members)
            yield from boxes
            boxes = []
        if heading:
            words = join_lines([line.text for line in block.lines], vocabulary).text
            path = _path(path, block.rank, words, follows_heading=not members, nests=nests)
            role = _section_role(role, block.rank, words)
            members, sign = [], None
        elif statute and begins:
            members, sign = [block], begins
        elif another:
            members = [block]
        else:
            members.append(block)
    if members:
        yield _section(path, sign, role, members)
    yield from boxes
    if box:
        yield _boxed(path, box, vocabulary)


def _boxed(path: Sequence[Heading], blocks: list[Block], vocabulary: Vocabulary) -> _Section:
    """A box is a section of its own, under its title, where the box stands."""
    words = tuple(words for _, words in path)
    first, *rest = blocks
    if first.kind is BlockKind.HEADING and rest:
        title = join_lines([line.text for line in first.lines], vocabulary).text
        return _Section((*words, title), None, rest)
    return _Section(words, None, blocks)


def _is_other_wording(members: Sequence[Block], block: Block) -> bool:
    """True where the text goes over to another wording; a sign alone stands over both."""
    if not members or members[-1].wording == block.wording:
        return False
    first = members[0]
    return len(members) > 1 or bool(first.wording) or first.lines[0].words != _sign(first)


def _section(
    path: Sequence[Heading],
    sign: str | None,
    role: tuple[int | None, Role] | None,
    members: list[Block],
) -> _Section:
    words = [words for _, words in path]
    words += [entry for entry in (sign, members[-1].wording) if entry]
    return _Section(tuple(words), role[1] if role else None, members)


def _sign(block: Block) -> str | None:
    if block.kind is not BlockKind.PARAGRAPH or block.boxed:
        return None
    return sign_of(block.lines[0].words)


def _section_role(
    role: tuple[int | None, Role] | None, rank: int | None, words: str
) -> tuple[int | None, Role] | None:
    """A reference list goes on through headings of a lower rank than its own."""
    if own := section_role(words):
        return rank, own
    if role is None or rank is None:
        return None
    return role if role[0] is not None and rank > role[0] else None


def _path(
    path: list[Heading],
    rank: int | None,
    heading: str,
    *,
    follows_heading: bool,
    nests: bool,
) -> list[Heading]:
    """The path after a heading. Right below another of no higher rank it is that one's child.
    A heading whose rank does not show is a leaf where headings are numbered, and else claims
    no parent."""
    sibling = rank is not None and is_named(rank)
    if follows_heading and path and not sibling and (rank is None or path[-1][0] == rank):
        return [*path, (rank, heading)]
    ranked = [entry for entry in path if entry[0] is not None]
    if rank is None:
        return [*ranked, (None, heading)] if nests else [(None, heading)]
    return [*((r, words) for r, words in ranked if r is not None and r < rank), (rank, heading)]


def _drafts(units: Iterable[Unit]) -> Iterator[_Draft]:
    waiting = list(units)
    draft: _Draft | None = None
    leads = {id(unit.lead_in) for unit in waiting if unit.lead_in is not None}
    rest = sum(len(unit.text) for unit in waiting)
    for unit in waiting:
        fits = draft is not None and draft.length + rest <= _MOST_AT_END
        rest -= len(unit.text)
        if draft and (_differs(draft, unit) or (not fits and _is_full(draft, unit, leads))):
            yield draft
            draft = None
        draft = draft or _Draft(unit.role, unit.note)
        draft.add(unit)
    if draft:
        yield draft


def _differs(draft: _Draft, unit: Unit) -> bool:
    return (draft.role, draft.note) != (unit.role, unit.note)


def _is_full(draft: _Draft, unit: Unit, leads: set[int]) -> bool:
    longer = draft.length + len(unit.text)
    if id(unit.text) in leads and draft.length > _LEAST:
        # The list that follows should find its lead-in, and room, in one passage.
        return longer > 0.6 * _TARGET
    if unit.opens:
        return draft.length >= _LEAST and longer > 1.1 * _TARGET
    return draft.length >= _LEAST and longer > _MOST_IN_PARAGRAPH
