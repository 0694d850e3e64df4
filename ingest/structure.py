"""From lines to blocks: headings, paragraphs, list items, tables, footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.footnotes import Note, NoteFinder
from ingest.headings import (
    bullet,
    heading_goes_on,
    is_finished,
    looks_like_heading,
    plain_heading_length,
    rank_of,
    size_steps,
    without_stray_setting,
)
from ingest.lines import Line
from ingest.setting import APART, Setting, leaves_room, setting_of
from ingest.tables import caption_goes_on, is_caption, is_over

_ENUMERATED = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-zåäö][.)])\s+(?=\S)")
# Fewer headings than one in so many pages: what looks like a plain one is chance.
_PAGES_A_HEADING = 8


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `rank` orders headings: 0 is the outermost, None unknown."""

    kind: BlockKind
    lines: tuple[Line, ...]
    rank: int | None = None


@dataclass(slots=True)
class _Group:
    """A block while its lines are gathered."""

    kind: BlockKind
    lines: list[Line]

    @property
    def last(self) -> Line:
        return self.lines[-1]


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The blocks of a document in reading order; footnotes follow the block they interrupt."""
    setting = setting_of(pages)
    running: list[Line] = []
    notes: list[Note] = []
    finder = NoteFinder(pages, setting.leading)
    for lines in pages:
        ends = [looks_like_heading(line, setting) or bool(bullet(line)) for line in lines]
        body, found = finder.split(lines, ends, setting.size_on(lines))
        running += body
        notes += found
    running = without_stray_setting(running, setting)
    blocks = _ranked(_group(running, setting), setting)
    return _with_notes(_without_chance_headings(blocks, len(pages)), notes)


def _group(lines: Sequence[Line], setting: Setting) -> list[_Group]:
    groups: list[_Group] = []
    heading_until = 0
    for index, line in enumerate(lines):
        above = groups[-1] if groups else None
        if above and index < heading_until:
            above.lines.append(line)
        elif length := _plain_heading_here(lines, index, above, setting):
            heading_until = index + length
            groups.append(_Group(BlockKind.HEADING, [line]))
        else:
            kind = _opens(line, above, lines[index + 1 : index + 3], setting)
            if above and kind is None:
                above.lines.append(line)
            else:
                groups.append(_Group(kind or BlockKind.PARAGRAPH, [line]))
    return groups


def _plain_heading_here(
    lines: Sequence[Line], index: int, above: _Group | None, setting: Setting
) -> int:
    """The number of lines of a heading without a look of its own that begins here, or 0."""
    line = lines[index]
    if above is None or looks_like_heading(line, setting):
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
    line: Line, above: _Group | None, following: Sequence[Line], setting: Setting
) -> BlockKind | None:
    """The kind of block that this line begins, or None when it goes on with the one above."""
    in_text = above is not None and above.kind is BlockKind.PARAGRAPH
    if is_caption(line) and not (in_text and above and not _ends(above.last, line, setting)):
        return BlockKind.CAPTION
    if above and above.kind in (BlockKind.CAPTION, BlockKind.TABLE):
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


def _row(above: _Group, line: Line, setting: Setting) -> BlockKind | None:
    goes_on = above.kind is BlockKind.TABLE or caption_goes_on(above.lines, line, setting)
    return None if goes_on else BlockKind.TABLE


def _opens_enumeration(line: Line, above: _Group | None, setting: Setting) -> bool:
    if not _ENUMERATED.match(line.words):
        return False
    if above is None or above.kind is BlockKind.ITEM or _ends(above.last, line, setting):
        return True
    # A lead-in ends no sentence, but leaves the rest of its line empty.
    return leaves_room(above.last, line, setting)


def _ends(previous: Line, line: Line, setting: Setting) -> bool:
    """True when a paragraph ends with `previous`."""
    finished = is_finished(previous)
    if previous.page != line.page:
        return finished
    if line.gap > APART * max(setting.leading, line.size):
        return finished or line.words[0].isupper()
    moved = 4 < abs(line.x - previous.x) < 60
    return finished and (leaves_room(previous, line, setting) or moved)


def _ranked(groups: Sequence[_Group], setting: Setting) -> list[Block]:
    def shows(group: _Group) -> bool:
        return group.kind is BlockKind.HEADING and looks_like_heading(group.lines[0], setting)

    tops = size_steps(group.lines[0].size for group in groups if shows(group))
    return [
        Block(
            group.kind,
            tuple(group.lines),
            rank_of(group.lines[0], tops) if shows(group) else None,
        )
        for group in groups
    ]


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


def _with_notes(blocks: Sequence[Block], notes: Sequence[Note]) -> list[Block]:
    """Puts each page's notes after the last block that begins on the page or before it."""
    placed: list[Block] = []
    waiting = list(notes)
    for index, block in enumerate(blocks):
        placed.append(block)
        next_page = blocks[index + 1].lines[0].page if index + 1 < len(blocks) else None
        while waiting and (next_page is None or waiting[0].lines[0].page < next_page):
            placed.append(Block(BlockKind.FOOTNOTE, waiting.pop(0).lines))
    return placed
