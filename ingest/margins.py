"""Notes set in the margin beside the text, apart from it."""

from collections import Counter
from collections.abc import Sequence

from ingest.lines import Line

_WIDEST = 0.3
_SMALL = 0.93
_MOST_LETTERS = 0.2
_FEWEST_LETTERS = 15
_SAME_EDGE = 40.0
_SHORT = 0.5
_LEAST_LABELS = 2


def without_margin(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The text, and the notes left and right of it."""
    body = _body(lines)
    if not body:
        return list(lines), []
    main, right = min(line.x for line in body), max(line.right for line in body)
    strips = (
        [line for line in lines if line.right < main - line.size],
        [line for line in lines if line.x > right + 0.5 * line.size],
    )
    total = sum(len(line.words) for line in lines)
    away = {id(line) for strip in strips for line in strip}
    text = [line for line in lines if id(line) not in away]
    notes = [strip for strip in strips if _are_notes(strip, text, body, total)]
    away = {id(line) for strip in notes for line in strip}
    return [line for line in lines if id(line) not in away], notes


def _body(lines: Sequence[Line]) -> list[Line]:
    """The lines of the usual size that begin where most of the text does."""
    sizes, places = Counter[float](), Counter[int]()
    for line in lines:
        sizes[line.size] += len(line.words)
        places[round(line.x / 4)] += len(line.words)
    if not sizes:
        return []
    size, main = sizes.most_common(1)[0][0], places.most_common(1)[0][0] * 4
    usual = [line for line in lines if abs(line.size - size) < 0.1 * size]
    return [line for line in usual if abs(line.x - main) < _SAME_EDGE]


def _are_notes(
    strip: Sequence[Line], text: Sequence[Line], body: Sequence[Line], total: int
) -> bool:
    """True for narrow small print beside the text; a strip with more than that is a column, one
    that goes on with short lines is the last column of a table."""
    letters = sum(len(line.words) for line in strip)
    if not _FEWEST_LETTERS <= letters <= _MOST_LETTERS * total:
        return False
    usual = body[0]
    width = max(line.right for line in body) - usual.x
    if any(line.right - line.x > _WIDEST * width for line in strip):
        return False
    small = [x for x in strip if x.size < _SMALL * usual.size or x.italic != usual.italic]
    if 2 * sum(len(line.words) for line in small) < letters:
        return False
    if strip[0].x < usual.x and _are_labels(strip, text):
        return False
    pairs = [(line, _nearest(line, text)) for line in strip]
    beside = [(a, b) for a, b in pairs if abs(a.y - b.y) < 2 * b.size]
    cells = sum(abs(a.y - b.y) < 0.3 * b.size and b.right - b.x < _SHORT * width for a, b in beside)
    return bool(beside) and 2 * cells <= len(strip)


def _nearest(line: Line, text: Sequence[Line]) -> Line:
    return min(text, key=lambda other: abs(other.y - line.y))


def _are_labels(strip: Sequence[Line], text: Sequence[Line]) -> bool:
    """Terms that are explained, or headings, left of the paragraph that each belongs to."""
    labelled = 0
    for line in strip:
        beside = _nearest(line, text)
        above = [other for other in text if other.y > beside.y + 1]
        room = min((other.y - beside.y for other in above), default=beside.size * 3)
        level = abs(beside.y - line.y) < 0.3 * beside.size
        labelled += level and room > 1.5 * beside.size
    return labelled >= _LEAST_LABELS
