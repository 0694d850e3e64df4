"""Blocks: the lines of one heading, paragraph, list item, caption or table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.flat_tables import caption_goes_on, is_caption, is_over, is_source
from ingest.headings import (
    bullet,
    heading_goes_on,
    is_finished,
    looks_like_heading,
    plain_heading_length,
)
from ingest.layout import Piece
from ingest.lines import Line
from ingest.setting import APART, Setting, leaves_room
from ingest.statutes import opens_paragraph
from ingest.table import Table

_ENUMERATED = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-zåäö][.)])\s+(?=\S)")


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `rank` orders headings: 0 is the outermost, None unknown.
    `table` has the cells of a table that shows its columns; `note` counts footnotes."""

    kind: BlockKind
    lines: tuple[Line, ...]
    rank: int | None = None
    table: Table | None = None
    note: int | None = None
    boxed: bool = False

    @property
    def wording(self) -> str:
        return self.lines[0].wording

    @property
    def place(self) -> tuple[int, float]:
        """Page, and height of its top in points."""
        if self.table:
            return self.table.page, self.table.box.top
        return self.lines[0].page, self.lines[0].box.top


@dataclass(slots=True, eq=False)
class Group:
    """A block while its lines are gathered."""

    kind: BlockKind
    lines: list[Line]
    table: Table | None = None
    boxed: bool = False

    @property
    def last(self) -> Line:
        return self.lines[-1]

    def block(self, rank: int | None = None) -> Block:
        return Block(self.kind, tuple(self.lines), rank, self.table, boxed=self.boxed)


def blocks_in(pieces: Sequence[Piece], setting: Setting) -> list[Group]:
    """The pieces of one flow, grouped."""
    groups: list[Group] = []
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    index = heading_until = 0
    interrupted: Group | None = None
    for piece in pieces:
        above = groups[-1] if groups else None
        if isinstance(piece, Table):
            interrupted = interrupted or _unfinished(groups)
            groups.append(Group(BlockKind.TABLE, piece.lines, piece))
            continue
        if above and above.table and not is_source(piece):
            above = None
        if above and above.last.wording != piece.wording:
            above = None
        if above and index < heading_until:
            above.lines.append(piece)
        elif interrupted and piece.words[0].islower() and not bullet(piece):
            interrupted.lines.append(piece)
            groups.remove(interrupted)
            groups.append(interrupted)
            interrupted = None
        elif length := _plain_heading_here(lines, index, above, setting):
            heading_until = index + length
            groups.append(Group(BlockKind.HEADING, [piece]))
        else:
            kind = _opens(piece, above, lines[index + 1 : index + 3], setting)
            if above and kind is None:
                above.lines.append(piece)
            else:
                groups.append(Group(kind or BlockKind.PARAGRAPH, [piece]))
                if kind is not BlockKind.CAPTION:
                    interrupted = None
        index += 1
    return groups


def _unfinished(groups: Sequence[Group]) -> Group | None:
    """The paragraph that a table interrupts in the middle of a sentence, its caption aside."""
    for group in reversed(groups):
        if group.kind is BlockKind.CAPTION:
            continue
        if group.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return None
        return None if is_finished(group.last) else group
    return None


def _plain_heading_here(
    lines: Sequence[Line], index: int, above: Group | None, setting: Setting
) -> int:
    """The number of lines of a heading without a look of its own that begins here, or 0."""
    line = lines[index]
    if above is None or is_caption(line) or looks_like_heading(line, setting):
        return 0
    following = lines[index + 1 : index + 3]
    match above.kind:
        case BlockKind.CAPTION | BlockKind.TABLE:
            ended = is_over(above.lines, line, following, setting)
        case BlockKind.HEADING:
            ended = not heading_goes_on(above.last, line, setting)
        case _:
            ended = is_finished(above.last)
    return plain_heading_length(lines, index, setting) if ended else 0


def _opens(
    line: Line, above: Group | None, following: Sequence[Line], setting: Setting
) -> BlockKind | None:
    """The kind of block that this line begins, or None when it goes on with the one above."""
    in_text = above is not None and above.kind is BlockKind.PARAGRAPH
    if is_caption(line) and not (in_text and above and not _ends(above.last, line, setting)):
        return BlockKind.CAPTION
    if above and above.kind in (BlockKind.CAPTION, BlockKind.TABLE):
        if above.table:
            return BlockKind.PARAGRAPH
        if not is_over(above.lines, line, following, setting):
            return _row(above, line, setting)
        above = None
    if above and above.kind is BlockKind.HEADING and heading_goes_on(above.last, line, setting):
        return None
    if looks_like_heading(line, setting):
        return BlockKind.HEADING
    if bullet(line) or _opens_enumeration(line, above, setting):
        return BlockKind.ITEM
    if above is None or above.kind is BlockKind.HEADING:
        return BlockKind.PARAGRAPH
    return BlockKind.PARAGRAPH if _ends(above.last, line, setting) else None


def _row(above: Group, line: Line, setting: Setting) -> BlockKind | None:
    goes_on = above.kind is BlockKind.TABLE or caption_goes_on(above.lines, line, setting)
    return None if goes_on else BlockKind.TABLE


def _opens_enumeration(line: Line, above: Group | None, setting: Setting) -> bool:
    if not _ENUMERATED.match(line.words):
        return False
    if above is None or above.kind is BlockKind.ITEM or _ends(above.last, line, setting):
        return True
    # A lead-in ends no sentence, but leaves the rest of its line empty.
    return leaves_room(above.last, line)


def _ends(previous: Line, line: Line, setting: Setting) -> bool:
    """True when a paragraph ends with `previous`."""
    finished = is_finished(previous)
    if previous.page != line.page or line.gap < 0:
        # The next page or column.
        return finished or _begins_paragraph(previous, line)
    if line.gap > APART * max(setting.leading, line.size):
        return finished or line.words[0].isupper() or opens_paragraph(line.words)
    if _begins_paragraph(previous, line):
        return True
    moved = 4 < abs(line.x - previous.x) < 60
    return finished and (leaves_room(previous, line) or moved)


def _begins_paragraph(previous: Line, line: Line) -> bool:
    """A paragraph of a statute begins after a full stop, or after the amendment in brackets that
    the one above comes from."""
    return opens_paragraph(line.words) and (is_finished(previous) or previous.words.endswith(")"))
