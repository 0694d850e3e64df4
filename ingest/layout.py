"""Reading order: columns, tables and boxes of a page, from where its lines stand.

A gutter is empty from top to bottom between two columns of running text. Lines that cross it
(a heading over both columns) divide the page into bands, and each band is read column by column.
What stands side by side without being running text is a table, or is read line by line.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.aligned import aligned_tables, rows_by_baseline
from ingest.boxes import boxes_of
from ingest.characters import Box, Drawing
from ingest.lines import Line, joined, with_gaps
from ingest.margins import without_margin
from ingest.table import Table

Piece = Line | Table

_GUTTER = 0.75
_LEAST_VOTES = 3
_LEAST_LINES = 3
_WORDS_OF_PROSE = 3
# A line of running text fills so much of the widest line; the usual one lies so far up.
_RUNNING = 0.5
_USUAL = 0.6
_FEW_LINES = 6


class Flow(StrEnum):
    """Which of the page's texts a region belongs to."""

    RUNNING = "running"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces that are read one after the other."""

    flow: Flow
    pieces: tuple[Piece, ...]


def regions_of(
    lines: Sequence[Line], tables: Sequence[Table], drawings: Sequence[Drawing]
) -> list[Region]:
    """The running text of a page first, then its boxes and margin notes. `tables` are those
    that were drawn, `lines` what stands outside them."""
    upright = [line for line in lines if not line.turned]
    boxes = boxes_of(drawings, upright)
    boxed = {id(line) for _, inside in boxes for line in inside}
    main, margin = without_margin([line for line in upright if id(line) not in boxed])
    regions = [Region(Flow.RUNNING, _read([*main, *tables]))]
    regions += [Region(Flow.BOX, _read(inside)) for _, inside in boxes]
    regions += [Region(Flow.BOX, _read(notes)) for notes in margin]
    regions += [Region(Flow.BOX, (line,)) for line in lines if line.turned]
    return [region for region in regions if region.pieces]


def _read(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    ordered = _in_order(pieces)
    lines = iter(with_gaps(piece for piece in ordered if isinstance(piece, Line)))
    return tuple(piece if isinstance(piece, Table) else next(lines) for piece in ordered)


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    for gutter in _gutters(pieces):
        bands = _bands(pieces, gutter)
        if any(_are_columns(*_sides(band, gutter)) for band in bands):
            return [piece for band in bands for piece in _band_in_order(band, gutter)]
    return _down(pieces)


def _band_in_order(band: Sequence[Piece], gutter: float) -> list[Piece]:
    left, right = _sides(band, gutter)
    if _are_columns(left, right):
        return [*_in_order(left), *_in_order(right)]
    return _down(band)


def _gutters(pieces: Sequence[Piece]) -> list[float]:
    """Where columns may be divided, the place with most lines on both sides first."""
    lines = sorted((p for p in pieces if isinstance(p, Line)), key=lambda line: -line.y)
    rooms: list[tuple[float, float]] = []
    for index, line in enumerate(lines):
        beside = [
            other
            for other in (*lines[max(0, index - 12) : index], *lines[index + 1 : index + 13])
            if abs(other.y - line.y) < 0.8 * line.size and other.x > line.right
        ]
        if beside:
            nearest = min(other.x for other in beside)
            if nearest - line.right >= _GUTTER * line.size:
                rooms.append((line.right, nearest))
    places = {round(high - 1.0, 0) for _, high in rooms}
    votes = Counter({at: sum(low < at < high for low, high in rooms) for at in places})
    return [at for at, count in votes.most_common() if count >= _LEAST_VOTES]


def _bands(pieces: Sequence[Piece], gutter: float) -> list[list[Piece]]:
    """Pieces between those that cross the gutter, from the top down; these are bands too."""
    bands: list[list[Piece]] = [[]]
    for piece in sorted(pieces, key=lambda piece: (-piece.box.top, piece.box.left)):
        if piece.box.left < gutter - 1 and piece.box.right > gutter + 1:
            bands += ([piece], [])
        else:
            bands[-1].append(piece)
    return _with_neighbours([band for band in bands if band], gutter)


def _with_neighbours(bands: list[list[Piece]], gutter: float) -> list[list[Piece]]:
    """Bands without columns that follow each other are read as one."""
    merged: list[list[Piece]] = []
    for band in bands:
        plain = not _are_columns(*_sides(band, gutter))
        if merged and plain and not _are_columns(*_sides(merged[-1], gutter)):
            merged[-1] += band
        else:
            merged.append(list(band))
    return merged


def _sides(band: Sequence[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for piece in band if (piece.box.left + piece.box.right) / 2 < gutter]
    right = [piece for piece in band if (piece.box.left + piece.box.right) / 2 >= gutter]
    return left, right


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """True for two columns of running text side by side, false for cells of a table."""
    if any(_crosses(piece, left, right) for piece in (*left, *right)):
        return False
    return _is_prose(left) and _is_prose(right) and not _breaks_together(left, right)


def _crosses(piece: Piece, left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    other = right if piece in left else left
    return bool(other) and any(
        piece.box.left < o.box.right - 1
        and o.box.left < piece.box.right - 1
        and min(piece.box.width, o.box.width) > 20
        and _overlap(piece.box, o.box) > 0.5 * min(piece.box.width, o.box.width)
        for o in other
    )


def _overlap(a: Box, b: Box) -> float:
    return min(a.right, b.right) - max(a.left, b.left)


def _is_prose(side: Sequence[Piece]) -> bool:
    lines = [piece for piece in side if isinstance(piece, Line)]
    if len(lines) < _LEAST_LINES:
        return False
    wordy = [line for line in lines if len(line.words.split()) >= _WORDS_OF_PROSE]
    if len(wordy) < 0.55 * len(lines):
        return False
    width = max(line.right for line in lines) - min(line.x for line in lines)
    full = [line for line in lines if line.right - line.x > 0.6 * width]
    return len(full) >= 0.4 * len(lines)


def _breaks_together(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """In a table of text the cells of a row begin at one height; columns have breaks of their
    own."""
    breaks, others = _breaks(left), _breaks(right)
    shared = sum(any(abs(y - other) < 3 for other in others) for y in breaks)
    return shared >= 2 and shared >= 0.7 * min(len(breaks), len(others))


def _breaks(side: Sequence[Piece]) -> list[float]:
    """Heights of lines that stand apart from the one above."""
    heights = sorted((p.y for p in side if isinstance(p, Line)), reverse=True)
    gaps = sorted(a - b for a, b in itertools.pairwise(heights) if a - b > 2)
    if not gaps:
        return []
    usual = gaps[len(gaps) // 4]
    return [b for a, b in itertools.pairwise(heights) if a - b > 1.25 * usual]


def _down(pieces: Sequence[Piece]) -> list[Piece]:
    """One column: tables where cells align, else lines across, from the top down."""
    given = [piece for piece in pieces if isinstance(piece, Table)]
    found, rest = aligned_tables([piece for piece in pieces if isinstance(piece, Line)])
    rows = _with_edges([joined(row) for row in rows_by_baseline(rest)])
    everything: list[Piece] = [*given, *found, *rows]
    return sorted(everything, key=lambda piece: -piece.box.top)


def _with_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines of one column with its right edge: where lines of running text usually end,
    for notes and tables may be set wider."""
    widest = max((line.right - line.x for line in lines), default=0.0)
    running = sorted(line.right for line in lines if line.right - line.x > _RUNNING * widest)
    if len(running) < _FEW_LINES:
        return [replace(line, edge=running[-1]) for line in lines]
    edge = running[int(_USUAL * len(running))]
    return [replace(line, edge=edge) for line in lines]
