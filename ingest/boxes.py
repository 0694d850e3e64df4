"""Fact boxes: text on a ground or in a frame of its own, apart from the running text."""

from collections.abc import Sequence

from ingest.characters import Box, Drawing
from ingest.lines import Line

_LEAST_WIDTH = 80.0
_LEAST_HEIGHT = 24.0
_LEAST_LETTERS = 40
_LEAST_LINES = 2
# What covers more of the page's text is its ground, not a box in it.
_MOST_OF_TEXT = 0.7
_TOUCH = 2.5


def boxes_of(drawings: Sequence[Drawing], lines: Sequence[Line]) -> list[tuple[Box, list[Line]]]:
    """The boxes with the lines in them, from the top down."""
    total = sum(len(line.words) for line in lines)
    found: list[tuple[Box, list[Line]]] = []
    taken: set[int] = set()
    for box in sorted(_areas(drawings), key=lambda box: -box.area):
        inside = [line for line in lines if id(line) not in taken and _holds(box, line)]
        letters = sum(len(line.words) for line in inside)
        if len(inside) < _LEAST_LINES or letters < _LEAST_LETTERS:
            continue
        if letters > _MOST_OF_TEXT * total:
            continue
        taken |= {id(line) for line in inside}
        found.append((box, inside))
    return sorted(found, key=lambda entry: -entry[0].top)


def _holds(box: Box, line: Line) -> bool:
    middle = (line.box.bottom + line.box.top) / 2
    return box.left - 2 <= line.x and line.right <= box.right + 2 and box.holds(line.x, middle, 2)


def _areas(drawings: Sequence[Drawing]) -> list[Box]:
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
    return [area for area in areas if area.height >= _LEAST_HEIGHT]


def _same_sides(a: Box, b: Box) -> bool:
    return abs(a.left - b.left) < _TOUCH and abs(a.right - b.right) < _TOUCH
