"""Footnotes at the foot of a page, told from the text that they interrupt.

A line opens a note when it begins with a number whose mark stands, raised and so glued to a
word, in the text above on the same page or the one before. Notes go on until the next one, a
heading, a bullet, text set apart or the end of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line
from ingest.note_marks import glued_to_counts, with_next

_OPENING = re.compile(r"^(?!\d{1,3} ?[a-z]? ?§)(\d{1,3})(?:\.?\s+(?=\S)|(?=[A-ZÅÄÖ”]))")
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:)”\"’»]))"
    r"(\d{1,3})(?:, ?(\d{1,3}))*(?!\d|[.,:]\d|\s?%)"
)
_SMALLER = 0.96
_APART = 1.45
_MOST_SKIPPED = 5
_DIGITS = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its number and its lines. The mark of one that is `carried` over stands on
    the page before."""

    number: int
    lines: tuple[Line, ...]
    carried: bool = False


class NoteFinder:
    """Splits the pages of a document in order, so that notes are counted on or anew."""

    def __init__(self, pages: Sequence[Sequence[Line]], leading: float) -> None:
        """`leading` is the usual distance of lines in points."""
        self._leading = leading
        self._above: set[int] = set()
        self._last = 0
        self._restarts = sum(1 in marks_in(lines) for lines in pages) > 1

    def split(
        self, lines: Sequence[Line], ends_note: Sequence[bool], body_size: float
    ) -> tuple[list[Line], list[Note]]:
        """The running lines of a page, and its notes.

        `ends_note[i]` says that line i can't be inside a note (a heading, a bullet). Where
        some lines are set smaller than `body_size`, only such a line opens a note.
        """
        marks = marks_in(lines)
        answered = marks | self._above
        above, self._above = self._above - marks, marks
        if self._restarts:
            self._last = 0
        smaller = any(line.size < _SMALLER * body_size for line in lines)
        body: list[Line] = []
        notes: list[Note] = []
        inside = at_top = False
        for line, ends in zip(lines, ends_note, strict=True):
            small = line.size < _SMALLER * body_size
            number = (
                None if ends or (smaller and not small) else self._opened(line, answered, small)
            )
            if number is None and inside and not ends and self._is_next(line, notes[-1]):
                number = self._last + 1
            if number is not None and number in above and not body:
                at_top = True
            if number is not None and (inside or at_top or _is_low(line, lines)):
                notes.append(Note(number, (line,), number in above))
                self._last, inside = number, True
            elif inside and not ends and _goes_on(line, notes[-1], self._leading):
                notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
            else:
                inside = at_top = False
                body.append(line)
        return body, notes

    def _is_next(self, line: Line, above: Note) -> bool:
        """A note below another that has ended, with the next number, whatever mark answers."""
        match = _OPENING.match(line.words)
        ended = above.lines[-1].words.endswith(".")
        return match is not None and ended and int(match[1]) == self._last + 1

    def _opened(self, line: Line, answered: set[int], small: bool) -> int | None:
        """The number of the note that a line opens: the next or nearly so, with a mark in the
        text, or raised and glued to the small text that it opens."""
        match = _OPENING.match(line.words)
        if not match:
            return None
        number = int(match[1])
        if small and _opens_with(line, number) and (number in answered or number == 1):
            return number
        expected = self._last < number <= self._last + _MOST_SKIPPED
        glued = small and match[0] == match[1]
        return number if expected and (glued or number in answered) else None


def _goes_on(line: Line, note: Note, leading: float) -> bool:
    """False where the running text goes on below a note: set larger, set apart from it, or
    in the middle of a sentence after a note that ended its own."""
    last = note.lines[-1]
    if line.size > 1.04 * note.lines[0].size:
        return False
    if last.words.endswith("-"):
        return True
    if line.gap > _APART * max(leading, line.size):
        return False
    return not (last.words.endswith(".") and line.words[0].islower())


def _opens_with(line: Line, number: int) -> bool:
    """True when the line begins with the number raised."""
    first = line.text.spans()[0].offset
    return any(mark.start == first and mark.numbers == (number,) for mark in line.marks)


def marks_in(lines: Sequence[Line]) -> set[int]:
    """Numbers that may be footnote marks: raised, or glued to a word."""
    glued = {
        int(digits)
        for line in lines
        for match in _MARK.finditer(line.words)
        for digits in _DIGITS.findall(match[0])
    }
    glued |= {number for words in with_next(lines) for number, _ in glued_to_counts(words)}
    return glued | {n for line in lines for mark in line.marks for n in mark.numbers}


def _is_low(line: Line, lines: Sequence[Line]) -> bool:
    """Notes begin in the lower three quarters of the page, below some text."""
    top = max(other.y for other in lines)
    bottom = min(other.y for other in lines)
    return top == bottom or line.y < top - 0.2 * (top - bottom)
