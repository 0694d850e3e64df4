"""Rules: the straight lines that a page draws, out of strokes, frames and edges of grounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.characters import Box, Drawing

_THIN = 3.2
_SHORT = 6.0
_TOUCH = 4.0
# Rules one above the other, of one width, at most so far apart, belong to one table.
_STACKED = 260.0
# More are a chart or a map.
_MOST_RULES = 1200
# So are more grounds than this; the cells of a table are as wide and high as a word.
_MOST_GROUNDS = 1500
_WIDE = 20.0
_HIGH = 8.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: across at height `place` from `low` to `high`, or down."""

    across: bool
    place: float
    low: float
    high: float

    @property
    def box(self) -> Box:
        if self.across:
            return Box(self.low, self.place, self.high, self.place)
        return Box(self.place, self.low, self.place, self.high)


def rule_groups(drawings: Sequence[Drawing]) -> list[list[Rule]]:
    """Rules that touch each other or lie stacked, the group with most rules first."""
    rules = _collinear(_rules(drawings))
    if len(rules) > _MOST_RULES:
        return []
    return sorted(_connected(rules), key=len, reverse=True)


def grounds_of(drawings: Sequence[Drawing]) -> list[Box]:
    """Filled areas that lie in no other: strips behind single lines lie in their cell's."""
    areas = [d.box for d in drawings if d.filled and min(d.box.width, d.box.height) > _THIN]
    if len(areas) > _MOST_GROUNDS:
        areas = [box for box in areas if box.width > _WIDE and box.height > _HIGH]
    if len(areas) > _MOST_GROUNDS:
        return []
    kept: list[Box] = []
    for area in sorted(areas, key=lambda box: -box.area):
        if not any(_lies_in(area, other) for other in kept):
            kept.append(area)
    return kept


def _lies_in(inner: Box, outer: Box) -> bool:
    across = outer.left - 1 <= inner.left and inner.right <= outer.right + 1
    return across and outer.bottom - 1 <= inner.bottom and inner.top <= outer.top + 1


def _rules(drawings: Sequence[Drawing]) -> list[Rule]:
    rules: list[Rule] = []
    for drawing in drawings:
        box = drawing.box
        if box.height <= _THIN and box.width >= box.height:
            rules.append(Rule(True, (box.bottom + box.top) / 2, box.left, box.right))
        elif box.width <= _THIN:
            rules.append(Rule(False, (box.left + box.right) / 2, box.bottom, box.top))
        elif drawing.stroked:
            rules += _edges(box)
    for ground in grounds_of(drawings):
        rules += _edges(ground)
    return rules


def _edges(box: Box) -> Iterable[Rule]:
    yield Rule(True, box.bottom, box.left, box.right)
    yield Rule(True, box.top, box.left, box.right)
    yield Rule(False, box.left, box.bottom, box.top)
    yield Rule(False, box.right, box.bottom, box.top)


def _collinear(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces that follow each other on one line as one rule; short ones left over are specks."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.across, round(r.place / 1.5), r.low)):
        last = merged[-1] if merged else None
        same = last and last.across is rule.across and abs(last.place - rule.place) < 2
        if last and same and rule.low - last.high <= _TOUCH:
            high = max(last.high, rule.high)
            merged[-1] = Rule(rule.across, last.place, last.low, high)
        else:
            merged.append(rule)
    return [rule for rule in merged if rule.high - rule.low > _SHORT]


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    group_of = list(range(len(rules)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    boxes = [rule.box for rule in rules]
    for a in range(len(rules)):
        for b in range(a):
            if root(a) != root(b) and (
                boxes[a].meets(boxes[b], _TOUCH) or _are_stacked(rules[a], rules[b])
            ):
                group_of[root(a)] = root(b)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _are_stacked(a: Rule, b: Rule) -> bool:
    if not (a.across and b.across) or abs(a.place - b.place) > _STACKED:
        return False
    return abs(a.low - b.low) < _TOUCH and abs(a.high - b.high) < _TOUCH
