"""Charts: told by the numbers along an axis, and set aside whole, for they hold no sentences."""

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.characters import Box, Drawing
from ingest.lines import Line
from ingest.table import Table, rows_by_baseline

_NUMBER = re.compile(r"^[-–−]?\d[\d ]*(?:[.,]\d+)?(?= ?(?:%|kr|tkr|mnkr|st)?$)")
_LEAST_TICKS = 4
_MOST_TICKS = 15
_SAME_EDGE = 2.5
_EVEN = 2.0
_LONGEST_LABEL = 45
_LABELS_BELOW = 4.0
_MOST_OF_PAGE = 0.9


def charts_in(
    lines: Sequence[Line], drawings: Sequence[Drawing], bounds: Box
) -> tuple[list[Table], list[Line]]:
    """The charts of a page, each with its lines in a single cell, and the lines outside them."""
    charts: list[Table] = []
    rest = list(lines)
    for ticks in _axes(lines):
        if not all(any(tick is line for line in rest) for tick in ticks) or _has_labels(
            ticks, lines
        ):
            continue
        area = _area(ticks, drawings, bounds)
        inside = [line for line in rest if area and _belongs(line, area)]
        if not area or not all(any(tick is line for line in inside) for tick in ticks):
            continue
        taken = {id(line) for line in inside}
        rest = [line for line in rest if id(line) not in taken]
        ordered = tuple(line for row in rows_by_baseline(inside) for line in row)
        charts.append(Table(ordered[0].page, area, (), ((ordered,),), (area.left,), chart=True))
    return charts, rest


def _axes(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Numbers that fall, or rise, by equal steps at equal distances: down an axis or along
    one. Years and ranks do so in tables too; an axis has its zero, or wider steps."""
    numbers = [line for line in lines if _NUMBER.match(line.words)]
    for edge in (_right, _left, _middle):
        for column in _together(numbers, edge):
            yield from _even_runs(sorted(column, key=lambda line: -line.y), _height)
    for row in _together(numbers, _height):
        run = sorted(row, key=lambda line: line.x)
        yield from (found for found in _even_runs(run, _middle) if _value(found[0]) == 0)


def _has_labels(ticks: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Numbers of a table have words beside them."""
    words = [line for line in lines if any(letter.isalpha() for letter in line.words)]
    labelled = sum(any(abs(line.y - tick.y) < 2 for line in words) for tick in ticks)
    return 2 * labelled > len(ticks)


def _right(line: Line) -> float:
    return line.right


def _left(line: Line) -> float:
    return line.x


def _middle(line: Line) -> float:
    return (line.x + line.right) / 2


def _height(line: Line) -> float:
    return line.y


def _together(lines: Sequence[Line], edge: Callable[[Line], float]) -> Iterator[list[Line]]:
    """The lines that share an edge."""
    group: list[Line] = []
    for line in sorted(lines, key=edge):
        if group and edge(line) - edge(group[0]) > _SAME_EDGE:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _even_runs(lines: Sequence[Line], place: Callable[[Line], float]) -> Iterator[list[Line]]:
    """Stretches of the lines with equal steps and distances that are an axis."""
    run: list[Line] = []
    for line in lines:
        if len(run) > 1 and not _goes_on(run, line, place):
            if _is_axis(run):
                yield run
            run = run[-1:]
        run.append(line)
    if _is_axis(run):
        yield run


def _goes_on(run: Sequence[Line], line: Line, place: Callable[[Line], float]) -> bool:
    step = _value(run[1]) - _value(run[0])
    apart = place(run[1]) - place(run[0])
    same_step = abs(_value(line) - _value(run[-1]) - step) < 1e-6
    return same_step and abs(place(line) - place(run[-1]) - apart) < _EVEN


def _is_axis(run: Sequence[Line]) -> bool:
    if not _LEAST_TICKS <= len(run) <= _MOST_TICKS:
        return False
    values = [_value(line) for line in run]
    step = abs(values[1] - values[0])
    years = all(1900 <= value < 2100 for value in values)
    return step > 0 and not years and (0 in values or step not in (1, 2))


def _value(line: Line) -> float:
    match = _NUMBER.match(line.words)
    digits = match[0].replace(" ", "").replace(",", ".") if match else "0"
    return float(digits.replace("–", "-").replace("−", "-"))


def _area(ticks: Sequence[Line], drawings: Sequence[Drawing], bounds: Box) -> Box | None:
    """The ground of the chart: its axis with what is drawn beside it. None where nothing is."""
    axis = ticks[0].box
    for tick in ticks[1:]:
        axis = axis.joined(tick.box)
    down = axis.height > axis.width
    area = axis
    beside = 0
    for box in (drawing.box for drawing in drawings):
        if box.area > 0 and box.width > _MOST_OF_PAGE * bounds.width:
            continue
        within = (
            axis.bottom - 6 <= box.bottom and box.top <= axis.top + 6
            if down
            else axis.left - 6 <= box.left and box.right <= axis.right + 6
        )
        size = ticks[0].size
        near = within and (area.meets(box, 3 * size)) and (box.height < 0.9 * bounds.height)
        if near:
            area = area.joined(box)
            beside += 1
    return area if beside > 2 else None


def _belongs(line: Line, area: Box) -> bool:
    """In the chart, or a short label right below it."""
    middle = (line.box.bottom + line.box.top) / 2
    if len(line.words) > _LONGEST_LABEL:
        return False
    across = area.left - 4 <= line.x and line.right <= area.right + 12
    low = area.bottom - _LABELS_BELOW * line.size
    within = area.bottom - 2 <= middle <= area.top + 2
    return across and (within or (low <= middle and not _begins_text(line)))


def _begins_text(line: Line) -> bool:
    return line.words.startswith(("Tabell", "Figur", "Diagram", "Källa", "Not", "Anm"))
