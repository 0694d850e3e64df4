"""What a page holds and its reader doesn't see: text outside it, and text drawn a second time.

Letters are drawn twice to look bold or to cast a shadow. What stands outside the page's edge, or
outside the edge where print is trimmed, is for the printer: file names, dates, colour bars.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.characters import Box, Character, PageCharacters, Unseen
from ingest.document import Reason

# In ems: how far apart the same letter is drawn twice.
_SHADOW = 0.13
_LEAST_RUN = 2
# More text than this outside the trimmed page: the file is wrong about its edge.
_MOST_TRIMMED = 150
_GRID = 12.0

_Places = dict[tuple[str, int, int], list[Character]]
"""Characters by letter and rough place."""


def without_unseen(page: PageCharacters) -> PageCharacters:
    outside = _outside(page)
    left = [c for c in page.characters if c.index not in outside]
    twice = _twice(left)
    if not outside and not twice:
        return page
    unseen = [*_stretches(page, outside, Reason.OUTSIDE), *_stretches(page, twice, Reason.TWICE)]
    kept = tuple(c for c in left if c.index not in twice)
    return replace(page, characters=kept, unseen=tuple(unseen))


def _outside(page: PageCharacters) -> set[int]:
    rows = list(_rows(page.characters))
    outside = {c.index for row in rows if _is_beyond(page.bounds, row) for c in row}
    if page.trim == page.bounds:
        return outside
    trimmed = {c.index for row in rows if _is_beyond(page.trim, row) for c in row}
    few = len(trimmed) <= _MOST_TRIMMED and 2 * len(trimmed) < len(page.characters)
    return outside | trimmed if few else outside


def _rows(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Characters that follow each other closely on one baseline, or up or down if turned."""
    row: list[Character] = []
    for character in characters:
        if row and not _is_next(row[-1], character):
            yield row
            row = []
        row.append(character)
    if row:
        yield row


def _is_next(last: Character, character: Character) -> bool:
    size = max(last.style.size, 1.0)
    return abs(character.left - last.right) < 2 * size and abs(character.y - last.y) < 2 * size


def _is_beyond(box: Box, row: Sequence[Character]) -> bool:
    """True for what has no part inside: a line that runs out over the edge was meant to be read."""
    return not any(_is_in(box, character) for character in row)


def _is_in(box: Box, character: Character) -> bool:
    middle = character.y + 0.25 * character.style.size
    return box.holds((character.left + character.right) / 2, middle, 1.0)


def _twice(characters: Sequence[Character]) -> set[int]:
    """The later of letters that stand nearly at one place, where several in a row do so."""
    places: _Places = {}
    found: set[int] = set()
    run: list[int] = []
    for character in characters:
        if _is_drawn(character, places):
            run.append(character.index)
            continue
        if len(run) >= _LEAST_RUN:
            found.update(run)
        run = []
        column, row = _cell(character.left), _cell(character.y)
        places.setdefault((character.text, column, row), []).append(character)
    return found | set(run) if len(run) >= _LEAST_RUN else found


def _cell(coordinate: float) -> int:
    return int(coordinate // _GRID)


def _is_drawn(character: Character, places: _Places) -> bool:
    slack = _SHADOW * character.style.size
    left, y = character.left, character.y
    for column in range(_cell(left - slack), _cell(left + slack) + 1):
        for row in range(_cell(y - slack), _cell(y + slack) + 1):
            for other in places.get((character.text, column, row), ()):
                near = max(abs(other.left - character.left), abs(other.y - character.y)) <= slack
                # The letters of a ligature stand at one place too.
                if near and character.index - other.index > 2:
                    return True
    return False


def _stretches(page: PageCharacters, indexes: set[int], reason: Reason) -> Iterator[Unseen]:
    """Runs of these characters; the blanks between them belong to them."""
    start = end = -1
    for index in sorted(indexes):
        if start >= 0 and not page.text[end:index].strip():
            end = index + 1
            continue
        if start >= 0:
            yield Unseen(start, end, reason)
        start, end = index, index + 1
    if start >= 0:
        yield Unseen(start, end, reason)
