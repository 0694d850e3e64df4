"""Columns: where a page's text stands side by side, and in which order it is read.

A gutter is empty from top to bottom between two columns of running text. Lines that cross it
(a heading over both columns) divide the page into bands, and each band is read column by column.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence

from ingest.characters import Box
from ingest.lines import Line
from ingest.table import Table

Piece = Line | Table

_GUTTER = 0.75
_LEAST_VOTES = 3
_LEAST_LINES = 3
_WORDS_OF_PROSE = 3
# Letters in a cell on average: so long are paragraphs, not cells.
_PARAGRAPH = 150
_NEAREST_LINES = 12
_NOTHING = float("-inf")

Reader = Callable[[Sequence[Piece]], list[Piece]]
"""Reads what is one column."""


def in_order(pieces: Sequence[Piece], read: Reader) -> list[Piece]:
    for gutter in (*_between_wordings(pieces), *_gutters(pieces)):
        bands = _bands(pieces, gutter)
        if any(_are_columns(*_sides(band, gutter)) for band in bands):
            return [piece for band in bands for piece in _band_in_order(band, gutter, read)]
    return read(pieces)


def _band_in_order(band: Sequence[Piece], gutter: float, read: Reader) -> list[Piece]:
    left, right = _sides(band, gutter)
    if _are_columns(left, right):
        return [*in_order(left, read), *in_order(right, read)]
    return read(band)


def _between_wordings(pieces: Sequence[Piece]) -> list[float]:
    """The gutter between the two wordings of a law, where they are."""
    marked = [piece for piece in pieces if isinstance(piece, Line) and piece.wording]
    if len({line.wording for line in marked}) < 2:
        return []
    proposed = max(marked, key=lambda line: line.x).wording
    return [min(line.x for line in marked if line.wording == proposed) - 2]


def _gutters(pieces: Sequence[Piece]) -> list[float]:
    """Where columns may be divided, the place with most lines on both sides first."""
    lines = sorted((p for p in pieces if isinstance(p, Line)), key=lambda line: -line.y)
    rooms: list[tuple[float, float]] = []
    for index, line in enumerate(lines):
        beside = [
            other
            for other in (
                *lines[max(0, index - _NEAREST_LINES) : index],
                *lines[index + 1 : index + 1 + _NEAREST_LINES],
            )
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
    headings = _headings_over_both(pieces, gutter)
    # What is marked as neither wording of a law belongs to both.
    worded = bool(_between_wordings(pieces))
    for piece in sorted(pieces, key=lambda piece: (-piece.box.top, piece.box.left)):
        shared = worded and isinstance(piece, Line) and not piece.wording
        if shared or _crosses_gutter(piece, gutter) or id(piece) in headings:
            bands += ([piece], [])
        else:
            bands[-1].append(piece)
    return _with_neighbours([band for band in bands if band], gutter)


def _crosses_gutter(piece: Piece, gutter: float) -> bool:
    return piece.box.left < gutter - 1 and piece.box.right > gutter + 1


def _headings_over_both(pieces: Sequence[Piece], gutter: float) -> set[int]:
    """Headings over both columns that are too short to show it: nothing stands right of them,
    and below them both columns begin anew on one baseline, or something crosses the gutter."""
    across = [piece.box.top for piece in pieces if _crosses_gutter(piece, gutter)]
    left, right = _sides([p for p in pieces if not _crosses_gutter(p, gutter)], gutter)
    column = sorted((p for p in left if isinstance(p, Line)), key=lambda line: -line.y)
    beside = [p.y for p in right if isinstance(p, Line)]
    found: set[int] = set()
    for index, line in enumerate(column):
        next_beside = max((y for y in beside if y < line.y + 1.6 * line.size), default=_NOTHING)
        next_across = max((top for top in across if top < line.y), default=_NOTHING)
        below = column[index + 1] if index + 1 < len(column) else None
        if below and below.y > next_across:
            level = abs(next_beside - below.y) < 2 and line.y - below.y > 1.2 * below.size
            divides = level and _stands_out(line, below)
        else:
            above = column[index - 1] if index else None
            divides = next_across > next_beside and bool(above and _stands_out(line, above))
        if divides:
            found.add(id(line))
    return found


def _stands_out(line: Line, text: Line) -> bool:
    return line.size > 1.05 * text.size or (line.bold and not text.bold)


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
    wordings = [{p.wording for p in side if isinstance(p, Line)} for side in (left, right)]
    if all(len(names) == 1 for names in wordings) and wordings[0] != wordings[1]:
        return True
    if any(_crosses(piece, left, right) for piece in (*left, *right)):
        return False
    if not _is_prose(left) or not _is_prose(right):
        return False
    return _are_paragraphs(left, right) or not _breaks_together(left, right)


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


def _are_paragraphs(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """True for text in two languages, or two wordings, paragraph beside paragraph."""
    return all(
        sum(len(p.words) for p in side if isinstance(p, Line)) >= _PARAGRAPH * (len(breaks) + 1)
        for side, breaks in ((left, _breaks(left)), (right, _breaks(right)))
    )


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
