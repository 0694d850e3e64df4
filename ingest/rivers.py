"""Narrow gutters: a strip of room that runs down through many lines divides columns, however
narrow it is, when words begin at one and the same place right of it."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.segments import Segment

_LEAST_ROOM = 0.42
_SAME_EDGE = 1.6
_LEAST_LINES = 6
_MOST_CROSSING = 1
# In ems: how far above and below a column shows that it goes on past a line.
_NEAR = 6.0


class _Opening(NamedTuple):
    """Room between two words of a segment; the word right of it begins at `x`."""

    x: float
    segment: int
    word: int


def divided_at_rivers(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, cut where a river passes through them."""
    cuts: dict[int, set[int]] = {}
    for opening in itertools.chain(*_rivers(segments), _beside_columns(segments)):
        cuts.setdefault(opening.segment, set()).add(opening.word)
    return [
        part
        for index, segment in enumerate(segments)
        for part in _cut(segment, sorted(cuts.get(index, ())))
    ]


def _cut(segment: Segment, places: Sequence[int]) -> Iterator[Segment]:
    bounds = [0, *places, len(segment.words)]
    for start, end in itertools.pairwise(bounds):
        yield Segment(segment.words[start:end], segment.page)


def _rivers(segments: Sequence[Segment]) -> Iterator[list[_Opening]]:
    openings = sorted(
        _Opening(after.left, index, word)
        for index, segment in enumerate(segments)
        for word, (before, after) in enumerate(itertools.pairwise(segment.words), start=1)
        if after.left - before.right >= _LEAST_ROOM * after.style.size
    )
    start = 0
    for end in range(1, len(openings) + 1):
        if end < len(openings) and openings[end].x - openings[start].x <= _SAME_EDGE:
            continue
        together = openings[start:end]
        enough = len({opening.segment for opening in together}) >= _LEAST_LINES
        reaches = list(_reaches(together, segments)) if enough else []
        # Where a gutter is known, a shorter reach of it is one too.
        if any(len(reach) >= _LEAST_LINES for reach in reaches):
            yield from (reach for reach in reaches if len(reach) > 1)
        start = end


def _reaches(openings: Sequence[_Opening], segments: Sequence[Segment]) -> Iterator[list[_Opening]]:
    """The openings at one place, parted where lines run across between them; the segments go
    from the top of the page down."""
    x = min(opening.x for opening in openings) - 0.5
    members = {opening.segment: opening for opening in openings}
    reach: list[_Opening] = []
    crossing = 0
    for index, segment in enumerate(segments):
        if index in members:
            reach.append(members[index])
            crossing = 0
        elif segment.left < x < segment.right:
            crossing += 1
            if crossing > _MOST_CROSSING and reach:
                yield reach
                reach = []
    if reach:
        yield reach


def _beside_columns(segments: Sequence[Segment]) -> Iterator[_Opening]:
    """Cells that all but touch: the setting changes where, above and below, a column begins."""
    starts: dict[int, list[float]] = {}
    for segment, left in _with_left_neighbour(segments):
        if left:
            starts.setdefault(round(segment.left), []).append(segment.y)
    for index, segment in enumerate(segments):
        for word, (before, after) in enumerate(itertools.pairwise(segment.words), start=1):
            if before.style == after.style or after.raised or before.raised:
                continue
            x = round(after.left)
            heights = [y for place in (x - 1, x, x + 1) for y in starts.get(place, ())]
            reach = _NEAR * segment.size
            above = any(0 < y - segment.y < reach for y in heights)
            if above and any(0 < segment.y - y < reach for y in heights):
                yield _Opening(after.left, index, word)


def _with_left_neighbour(segments: Sequence[Segment]) -> Iterator[tuple[Segment, bool]]:
    """Each segment, and whether another stands left of it on its baseline."""
    for left, segment in itertools.pairwise(segments):
        yield segment, abs(left.y - segment.y) < 1 and left.right < segment.left
