"""Words to segments: the stretches of a line that belong together, parted by the room that
divides columns and cells."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.characters import Box, Character, PageCharacters
from ingest.traced import TracedText
from ingest.words import Word, words_of

# So much room, in ems, divides columns and cells; a justified line has less between its words.
_CELL_ROOM = 1.05
# A justified line that holds few words has no more than this.
_MOST_STRETCHED = 3.0
# A place where so many lines begin after such room is the edge of a column.
_EDGE_LINES = 4
_SAME_ROOM = 0.07
_SAME_BASELINE = 0.28
# A bullet or number in front of its text, however far it is set from it.
_MARKER = re.compile(
    r"^(?:[•▪■●○◦‣⁃∙·*\uf0a7\uf0b7\uf02d–—-]|o|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|[a-zåäö][.)])$"
)
_MARKER_ROOM = 4.5


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


def segments_of(page: PageCharacters, number: int) -> list[Segment]:
    """The stretches of text of a page, turned text aside, from the top down and left to right."""
    rows = _rows_of_words(words_of(page, number))
    edges = _edges(rows)
    segments = [Segment(tuple(part), number) for row in rows for part in _divided(row, edges)]
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


def _divided(row: Sequence[Word], edges: set[int]) -> Iterator[list[Word]]:
    part = [row[0]]
    stretched = _stretched(row, edges)
    for index, word in enumerate(row[1:], start=1):
        before = part[-1]
        most = _MARKER_ROOM if len(part) == 1 and _is_marker(before, word) else _CELL_ROOM
        if _room(before, word) > most and index not in stretched:
            yield part
            part = []
        part.append(word)
    yield part


def _room(before: Word, word: Word) -> float:
    """In ems."""
    return (word.left - before.right) / max(before.style.size, word.style.size, 1.0)


def _edges(rows: Sequence[Sequence[Word]]) -> set[int]:
    """Where, in points, many lines begin, on the left or after the room of a column."""
    places = Counter(round(row[0].left) for row in rows)
    places.update(
        round(word.left)
        for row in rows
        for before, word in itertools.pairwise(row)
        if _room(before, word) > _CELL_ROOM
    )
    return {x for x in places if sum(places[x + d] for d in (-1, 0, 1)) >= _EDGE_LINES}


def _stretched(row: Sequence[Word], edges: set[int]) -> set[int]:
    """Indexes of words that stand far from the one before only because a justified line has the
    same wide room between all of its words."""
    found: set[int] = set()
    rooms = [0.0, *(_room(before, word) for before, word in itertools.pairwise(row))]
    start = 1
    for index in range(2, len(row) + 1):
        same = index < len(row) and abs(rooms[index] - rooms[start]) < _SAME_ROOM
        if same and not edges & {round(row[start].left), round(row[index].left)}:
            continue
        words = row[start - 1 : index]
        wide = _CELL_ROOM < rooms[start] < _MOST_STRETCHED
        if wide and len(words) > 2 and _is_text(words):
            found.update(range(start, index))
        start = index
    return found


def _is_text(words: Sequence[Word]) -> bool:
    """Words of several lengths, most of which begin in small letters: no cells at equal
    distances, which begin with capitals or are numbers."""
    low = sum(word.text.text[0].islower() for word in words[1:])
    return 2 * low > len(words) - 1 and len({len(word.text) for word in words}) > 1


def _is_marker(word: Word, following: Word) -> bool:
    """True for what belongs to the text after it: a bullet, a list or note or heading number."""
    text = word.text.text
    if not following.text.text[0].isalpha() and not word.raised:
        return False
    if word.raised or _MARKER.match(text):
        return True
    return text.isdigit() and len(text) < 3 and word.style.bold and following.style.bold
