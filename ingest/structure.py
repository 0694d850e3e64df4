"""From pages to blocks: headings, paragraphs, list items, tables, boxes, footnotes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, BlockKind, Group, blocks_in
from ingest.box_groups import mark_boxed, rejoined
from ingest.document import LeftOut, Reason, Remark
from ingest.footnotes import Note, NoteFinder
from ingest.headings import bullet, looks_like_heading
from ingest.layout import Flow, Piece, Region
from ingest.lines import Line
from ingest.note_marks import Reference, without_cell_marks, without_marks
from ingest.outline import with_levels
from ingest.ranks import Ranks
from ingest.reader import Bookmark
from ingest.setting import Setting, setting_of
from ingest.stray import without_stray_setting
from ingest.table import Table
from ingest.tagged import TaggedHeading
from ingest.wordings import wordings_apart

# Fewer headings than one in so many pages: what looks like a plain one is chance.
_PAGES_A_HEADING = 8


@dataclass(frozen=True, slots=True)
class PageFlow:
    """A page in reading order, the lines of its table of contents, and the headings that the
    file names on it."""

    number: int
    regions: tuple[Region, ...]
    contents: tuple[Line, ...]
    tagged: tuple[TaggedHeading, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """Every line of its regions, those of tables too."""
        pieces = (piece for region in self.regions for piece in region.pieces)
        return [line for p in pieces for line in (p.lines if isinstance(p, Table) else (p,))]


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a document in reading order, and what refers to its notes. A footnote's
    `note` is its count in the document."""

    blocks: tuple[Block, ...]
    references: tuple[Reference, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Float:
    """Blocks apart from the running text, from `top` of a page down."""

    page: int
    top: float
    blocks: tuple[Block, ...]


def structure_of(pages: Sequence[PageFlow], outline: Sequence[Bookmark]) -> Structure:
    """Boxes, notes and contents follow the block that they interrupt."""
    running = _with_levels(pages, outline)
    setting = setting_of([_lines(pieces) for pieces in running])
    texts, notes = _without_notes(running, setting)
    cleared, references, marks = _without_marks(texts, notes)
    pieces = wordings_apart([piece for page in cleared for piece in page])
    groups = rejoined(blocks_in(_calm(pieces, setting), setting))
    floats = [_note_float(index, note) for index, note in enumerate(notes)]
    for page in pages:
        floats += _floats(page, setting)
    ranked = _ranked(groups, setting)
    blocks = _with_floats(_without_chance_headings(ranked, len(pages)), floats)
    return Structure(tuple(blocks), tuple(references), tuple(marks), tuple(_remarks(blocks)))


def _running(page: PageFlow) -> list[Piece]:
    return [p for region in page.regions if region.flow is Flow.RUNNING for p in region.pieces]


def _with_levels(pages: Sequence[PageFlow], outline: Sequence[Bookmark]) -> list[list[Piece]]:
    running = [_running(page) for page in pages]
    tagged = {page.number: page.tagged for page in pages}
    lines = iter(with_levels([line for page in running for line in _lines(page)], outline, tagged))
    return [[p if isinstance(p, Table) else next(lines) for p in page] for page in running]


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    return [piece for piece in pieces if isinstance(piece, Line)]


def _without_notes(
    pages: Sequence[list[Piece]], setting: Setting
) -> tuple[list[list[Piece]], list[Note]]:
    notes: list[Note] = []
    texts: list[list[Piece]] = []
    # An item low in one wording of a law is none; notes stand below both.
    shared = [[line for line in _lines(pieces) if not line.wording] for pieces in pages]
    finder = NoteFinder(shared, setting.leading)
    for pieces, lines in zip(pages, shared, strict=True):
        ends = [looks_like_heading(line, setting) or bool(bullet(line)) for line in lines]
        body, found = finder.split(lines, ends, setting.size_on(lines))
        kept = {id(line) for line in body}
        texts.append([p for p in pieces if isinstance(p, Table) or p.wording or id(p) in kept])
        notes += found
    return texts, notes


def _without_marks(
    pages: Sequence[list[Piece]], notes: Sequence[Note]
) -> tuple[list[list[Piece]], list[Reference], list[LeftOut]]:
    references: list[Reference] = []
    marks: list[LeftOut] = []
    cleared: list[list[Piece]] = []
    by_page: dict[int, dict[int, int]] = {}
    for index, note in enumerate(notes):
        page = note.lines[0].page - note.carried
        by_page.setdefault(page, {})[note.number] = index
    for pieces in pages:
        page = pieces[0].page if pieces else 0
        lines, found, taken = without_marks(_lines(pieces), by_page.get(page, {}))
        references += found
        marks += (LeftOut(page, start, end, Reason.NOTE_MARK) for start, end in taken)
        left = iter(lines)
        page_pieces: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Table):
                table, found, taken = without_cell_marks(piece, lines, by_page.get(page, {}))
                page_pieces.append(table)
                references += found
                marks += (LeftOut(page, start, end, Reason.NOTE_MARK) for start, end in taken)
            else:
                page_pieces.append(next(left))
        cleared.append(page_pieces)
    return cleared, references, marks


def _calm(pieces: Sequence[Piece], setting: Setting) -> list[Piece]:
    lines = iter(without_stray_setting(_lines(pieces), setting))
    return [piece if isinstance(piece, Table) else next(lines) for piece in pieces]


def _note_float(index: int, note: Note) -> _Float:
    block = Block(BlockKind.FOOTNOTE, note.lines, note=index)
    return _Float(note.lines[0].page, note.lines[0].y, (block,))


def _floats(page: PageFlow, setting: Setting) -> list[_Float]:
    found: list[_Float] = []
    for region in page.regions:
        if region.flow is Flow.BOX:
            groups = blocks_in(region.pieces, setting)
            top = max(piece.box.top for piece in region.pieces)
            mark_boxed(groups)
            blocks = tuple(group.block() for group in groups)
            found.append(_Float(page.number, top, blocks))
    if page.contents:
        block = Block(BlockKind.CONTENTS, page.contents)
        found.append(_Float(page.number, page.contents[0].y, (block,)))
    return found


def _ranked(groups: Sequence[Group], setting: Setting) -> list[Block]:
    def shows(group: Group) -> bool:
        heading = group.kind is BlockKind.HEADING and not group.boxed
        return heading and looks_like_heading(group.lines[0], setting)

    ranks = Ranks([group.lines[0] for group in groups if shows(group)])
    return [group.block(ranks.of(group.lines[0]) if shows(group) else None) for group in groups]


def _without_chance_headings(blocks: Sequence[Block], pages: int) -> list[Block]:
    """In a text that has lost its headings, the few that seem left are none."""
    headings = sum(block.kind is BlockKind.HEADING for block in blocks)
    if headings * _PAGES_A_HEADING >= pages:
        return list(blocks)
    return [
        Block(BlockKind.PARAGRAPH, block.lines)
        if block.kind is BlockKind.HEADING and block.rank is None
        else block
        for block in blocks
    ]


def _remarks(blocks: Sequence[Block]) -> Iterator[Remark]:
    for block in blocks:
        if block.kind is BlockKind.TABLE and block.table is None:
            page = block.lines[0].page
            yield Remark(page, "Tabellens kolumner gick inte att skilja; den är läst rad för rad.")


def _with_floats(blocks: Sequence[Block], floats: Sequence[_Float]) -> list[Block]:
    """Puts what floats after the last block that begins above it on its page, or before."""
    waiting = sorted(floats, key=lambda entry: (entry.page, -entry.top))
    placed: list[Block] = []
    for index, block in enumerate(blocks):
        placed.append(block)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        while waiting and (following is None or _is_above(waiting[0], following)):
            placed += waiting.pop(0).blocks
    for entry in waiting:
        placed += entry.blocks
    return placed


def _is_above(entry: _Float, block: Block) -> bool:
    page, top = block.place
    return page > entry.page or (page == entry.page and top < entry.top)
