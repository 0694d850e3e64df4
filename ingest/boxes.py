"""Fact boxes: text on a ground or in a frame of its own, apart from the running text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.characters import Box, Drawing
from ingest.lines import Line

_LEAST_WIDTH = 80.0
_LEAST_HEIGHT = 24.0
_LEAST_LETTERS = 40
_LEAST_TITLED = 20
_LEAST_LINES = 2
# What covers more of the page's text is its ground, not a box in it.
_MOST_OF_TEXT = 0.7
_TOUCH = 2.5
_MOST_TITLE_LINES = 2
_LONGEST_TITLE = 60
_LONGEST_LABEL = 40
_BELOW_TITLE = 14.0
_BESIDE_TITLE = 60.0


@dataclass(frozen=True, slots=True)
class FactBox:
    """A box; `title` stands above or left of it, on a bar of its own or on none."""

    box: Box
    title: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def all_lines(self) -> tuple[Line, ...]:
        return (*self.title, *self.lines)


def boxes_of(drawings: Sequence[Drawing], lines: Sequence[Line]) -> list[FactBox]:
    """The boxes with the lines in them, from the top down."""
    total = sum(len(line.words) for line in lines)
    areas = sorted(_areas(drawings), key=lambda box: -box.area)
    bars = [(area, _inside(area, lines)) for area in areas]
    bars = [(area, inside) for area, inside in bars if _is_title(inside, _LONGEST_TITLE)]
    found: list[FactBox] = []
    taken: set[int] = set()
    for box in (a for a in areas if a.width >= _LEAST_WIDTH and a.height >= _LEAST_HEIGHT):
        inside = [line for line in _inside(box, lines) if id(line) not in taken]
        title = _bar_above(box, bars)
        letters = sum(len(line.words) for line in (*title, *inside))
        if not inside or len(title) + len(inside) < _LEAST_LINES:
            continue
        if letters < (_LEAST_TITLED if title else _LEAST_LETTERS):
            continue
        if letters > _MOST_OF_TEXT * total or (title and _is_title(inside, 0)):
            continue
        taken |= {id(line) for line in (*title, *inside)}
        found.append(FactBox(box, title, tuple(inside)))
    outside = [line for line in lines if id(line) not in taken]
    titled = [_with_label(box, outside) for box in found]
    return sorted(titled, key=lambda entry: -entry.box.top)


def _inside(box: Box, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if _holds(box, line)]


def _holds(box: Box, line: Line) -> bool:
    middle = (line.box.bottom + line.box.top) / 2
    return box.left - 2 <= line.x and line.right <= box.right + 2 and box.holds(line.x, middle, 2)


def _is_title(lines: Sequence[Line], longest: int) -> bool:
    letters = sum(len(line.words) for line in lines)
    return 0 < len(lines) <= _MOST_TITLE_LINES and letters <= longest


def _bar_above(box: Box, bars: Sequence[tuple[Box, list[Line]]]) -> tuple[Line, ...]:
    """The words on a bar as wide as the box, right above it."""
    for bar, words in bars:
        same = abs(bar.left - box.left) < 6 and abs(bar.right - box.right) < 6
        if same and bar.height < box.height and -4 < bar.bottom - box.top < _BELOW_TITLE:
            return tuple(words)
    return ()


def _with_label(entry: FactBox, outside: Sequence[Line]) -> FactBox:
    """A box without a title, and the few large words that stand left of it."""
    box = entry.box
    beside = [
        line
        for line in outside
        if box.bottom < line.y < box.top and -2 <= box.left - line.right < _BESIDE_TITLE
    ]
    stands_out = all(line.size > 1.1 * entry.lines[0].size for line in beside)
    if entry.title or not stands_out or not _is_title(beside, _LONGEST_LABEL):
        return entry
    return FactBox(box, tuple(beside), entry.lines)


def _areas(drawings: Sequence[Drawing]) -> Iterator[Box]:
    """Grounds and frames; a ground that is drawn in strips, a line each, is one."""
    drawn = [d.box for d in drawings if d.filled or d.stroked]
    shapes = [box for box in drawn if box.height > 5 and box.width >= _LEAST_WIDTH]
    areas: list[Box] = []
    for box in sorted(shapes, key=lambda box: (-box.top, box.left)):
        for index, area in enumerate(areas):
            if _same_sides(area, box) and area.meets(box, _TOUCH):
                areas[index] = area.joined(box)
                break
        else:
            areas.append(box)
    return (area for area in areas if area.height > 8)


def _same_sides(a: Box, b: Box) -> bool:
    return abs(a.left - b.left) < _TOUCH and abs(a.right - b.right) < _TOUCH
