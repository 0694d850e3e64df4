"""From characters to words, and from words to the stretches of a line that belong together.

Words are told by the room between their letters, not by the blanks of the file: a file may
hold blanks inside words ("a nnan") and none between them.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.characters import Box, Character, PageCharacters, Style
from ingest.traced import TracedText

# In ems: the least room between words, with a blank in the file and without one.
_BLANK = 0.09
_NO_BLANK = 0.21
# So much room, in ems, divides columns and cells; a justified line has less between its words.
CELL_ROOM = 1.05
_SAME_BASELINE = 0.28
_RAISED = 0.12
_RAISED_SIZE = 0.82
# A bullet or number in front of its text, however far it is set from it.
_MARKER = re.compile(
    r"^(?:[•▪■●○◦‣⁃∙·*\uf0a7\uf0b7\uf02d–—-]|o|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|[a-zåäö][.)])$"
)
_MARKER_ROOM = 4.5


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


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one baseline, without the room between them that divides columns or cells."""

    words: tuple[Word, ...]
    page: int

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def y(self) -> float:
        """The baseline of its largest words."""
        return max(self.words, key=lambda word: (word.style.size, not word.raised)).y

    @property
    def size(self) -> float:
        return max(word.style.size for word in self.words)

    @property
    def box(self) -> Box:
        """From a usual descender to a usual ascender."""
        size = self.size
        return Box(self.left, self.y - 0.22 * size, self.right, self.y + 0.75 * size)


def stretches_of(page: PageCharacters) -> list[Stretch]:
    """The lines of a page in the order of the file, before any layout."""
    upright = [c for c in page.characters if c.style.turned == 0]
    return [
        Stretch(row[0].index, row[-1].index + 1, style.size, style.bold)
        for row in _rows(upright)
        for style in (_main_style(row),)
    ]


def segments_of(page: PageCharacters, number: int) -> list[Segment]:
    """The stretches of text of a page, turned text aside, from the top down and left to right."""
    upright = [c for c in page.characters if c.style.turned == 0]
    words = itertools.chain.from_iterable(_words(row, page.text, number) for row in _rows(upright))
    segments = [
        Segment(tuple(part), number) for row in _rows_of_words(words) for part in _divided(row)
    ]
    return sorted(segments, key=lambda segment: (-round(segment.y, 1), segment.left))


def turned_segments(page: PageCharacters, number: int) -> list[Segment]:
    """Text set sideways, a segment for each line, in the order of the file."""
    turned = [c for c in page.characters if c.style.turned != 0]
    groups: list[list[Character]] = []
    for character in turned:
        last = groups[-1][-1] if groups else None
        if last and last.style.turned == character.style.turned and _is_next(last, character):
            groups[-1].append(character)
        else:
            groups.append([character])
    return [Segment((_sideways_word(group, page.text, number),), number) for group in groups]


def _is_next(last: Character, character: Character) -> bool:
    size = max(last.style.size, 1.0)
    near = abs(character.y - last.y) < 2.5 * size and abs(character.left - last.left) < 2 * size
    return near and character.index - last.index <= 3


def _sideways_word(group: Sequence[Character], text: str, number: int) -> Word:
    first, last = group[0], group[-1]
    traced = TracedText.on_page(text[first.index : last.index + 1], number, first.index)
    left, right = min(c.left for c in group), max(c.right for c in group)
    return Word(traced, left, right, max(c.y for c in group), first.style)


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


def _rows_of_words(words: Iterable[Word]) -> list[list[Word]]:
    """Words on the same baseline, wherever they stand in the file, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-(w.y - _lift(w)), w.left)):
        for row in reversed(rows[-4:]):
            if _level(row[0], word):
                row.append(word)
                break
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _lift(word: Word) -> float:
    """How far a raised word stands above the baseline of its line, roughly."""
    return 0.45 * word.style.size if word.raised else 0.0


def _level(a: Word, b: Word) -> bool:
    slack = _SAME_BASELINE * max(a.style.size, b.style.size)
    return abs((a.y - _lift(a)) - (b.y - _lift(b))) < slack


def _divided(row: Sequence[Word]) -> Iterator[list[Word]]:
    part = [row[0]]
    for word in row[1:]:
        before = part[-1]
        size = max(before.style.size, word.style.size)
        most = _MARKER_ROOM if len(part) == 1 and _is_marker(before, word) else CELL_ROOM
        if word.left - before.right > most * size:
            yield part
            part = []
        part.append(word)
    yield part


def _is_marker(word: Word, following: Word) -> bool:
    """True for what belongs to the text after it: a bullet, a list or note or heading number."""
    text = word.text.text
    if not following.text.text[0].isalpha() and not word.raised:
        return False
    if word.raised or _MARKER.match(text):
        return True
    return text.isdigit() and len(text) < 3 and word.style.bold and following.style.bold
