"""From characters to words.

Words are told by the room between their letters, not by the blanks of the file: a file may
hold blanks inside words ("a nnan") and none between them.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.characters import Character, PageCharacters, Style
from ingest.traced import TracedText

# In ems: the least room between words, with a blank in the file and without one.
_BLANK = 0.09
_NO_BLANK = 0.21
_RAISED = 0.12
_RAISED_SIZE = 0.82


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without room between them. `raised` marks small print above the baseline, which
    has no blank before it when `glued`."""

    text: TracedText
    left: float
    right: float
    y: float
    style: Style
    raised: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] of a page, as the file has it: characters that follow each other on one
    baseline, mostly of this size in points."""

    start: int
    end: int
    size: float
    bold: bool


def stretches_of(page: PageCharacters) -> list[Stretch]:
    """The lines of a page in the order of the file, before any layout."""
    upright = [c for c in page.characters if c.style.turned == 0]
    return [
        Stretch(row[0].index, row[-1].index + 1, style.size, style.bold)
        for row in _rows(upright)
        for style in (_main_style(row),)
    ]


def words_of(page: PageCharacters, number: int) -> Iterator[Word]:
    """The upright words of a page, in the order of the file."""
    for row in _rows(c for c in page.characters if c.style.turned == 0):
        yield from _words(row, page.text, number)


def _rows(characters: Iterable[Character]) -> Iterator[list[Character]]:
    """Runs of characters that follow each other to the right on nearly one baseline."""
    row: list[Character] = []
    for character in characters:
        if row and not _follows(row[-1], character):
            yield row
            row = []
        row.append(character)
    if row:
        yield row


def _follows(last: Character, character: Character) -> bool:
    size = max(last.style.size, character.style.size, 1.0)
    level = abs(character.y - last.y) < 0.6 * size
    room = character.left - last.right
    # The letters of a ligature stand at one place.
    return level and room < 6 * size and (room > -0.5 * size or character.left == last.left)


def _words(row: Sequence[Character], text: str, number: int) -> Iterator[Word]:
    tracking = _tracking(row)
    start = 0
    for index in range(1, len(row) + 1):
        if index == len(row) or _divides(row[index - 1], row[index], tracking):
            yield _word(row[start:index], row, start, text, number)
            start = index


def _tracking(row: Sequence[Character]) -> float:
    """The room that is set between all letters of a spaced line, in points."""
    rooms = sorted(b.left - a.right for a, b in itertools.pairwise(row) if b.index - a.index == 1)
    if len(rooms) < 4:
        return 0.0
    return max(0.0, rooms[len(rooms) // 2])


def _divides(a: Character, b: Character, tracking: float) -> bool:
    if _is_raised(a, b) or _is_raised(b, a):
        return True
    size = max(a.style.size, b.style.size, 1.0)
    if b.blank:
        return b.blank - tracking > _BLANK * size
    room = b.left - a.right - tracking
    return room > (_BLANK if b.index - a.index > 1 else _NO_BLANK) * size


def _is_raised(character: Character, beside: Character) -> bool:
    """A footnote mark or an exponent: smaller than the text beside it, and higher."""
    size = beside.style.size
    smaller = character.style.size <= _RAISED_SIZE * size
    return smaller and character.y - beside.y > _RAISED * size


def _word(
    part: Sequence[Character], row: Sequence[Character], start: int, text: str, number: int
) -> Word:
    first, last = part[0], part[-1]
    indexes = [c.index for c in part]
    if last.index - first.index == len(part) - 1:
        traced = TracedText.on_page(text[first.index : last.index + 1], number, first.index)
    else:
        # Blanks of the file inside the word are left where they are.
        traced = TracedText.concat(TracedText.on_page(text[i : i + 1], number, i) for i in indexes)
    before = row[start - 1] if start else None
    after = row[start + len(part)] if start + len(part) < len(row) else None
    raised = any(beside is not None and _is_raised(first, beside) for beside in (before, after))
    glued = before is not None and first.left - before.right < _NO_BLANK * first.style.size
    return Word(traced, first.left, last.right, first.y, _main_style(part), raised, glued)


def _main_style(part: Sequence[Character]) -> Style:
    styles: dict[Style, int] = {}
    for character in part:
        styles[character.style] = styles.get(character.style, 0) + 1
    return max(styles, key=lambda style: styles[style])
