"""Footnotes at the foot of a page, told from the text that they interrupt.

A line opens a note when it begins with a number whose mark stands, raised and so glued to a
word, in the text above on the same page or the one before. Notes go on until the next one, a
heading, a bullet, text set apart or the end of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line

_OPENING = re.compile(r"^(\d{1,3})(?:\.?\s+(?=\S)|(?=[A-ZÅÄÖ”]))")
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:)”\"’»])|(?<=\d[.)]))(\d{1,3})(?:, ?(\d{1,3}))*(?!\d|[.,:]\d|\s?%)"
)
_SMALLER = 0.96
_APART = 1.45
_DIGITS = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its number and its lines."""

    number: int
    lines: tuple[Line, ...]


def split_footnotes(
    lines: Sequence[Line],
    above: Sequence[Line],
    ends_note: Sequence[bool],
    leading: float,
    body_size: float,
) -> tuple[list[Line], list[Note]]:
    """The running lines of a page, and its notes.

    `above` is the page before, whose marks a note may answer; `ends_note[i]` says that line
    i can't be inside a note (a heading, a bullet); `leading` is the usual distance of lines
    and `body_size` that of letters, in points. Where some lines are set smaller than the
    body, only such a line opens a note.
    """
    marks = _marks(lines) | _marks(above)
    largest = body_size * _SMALLER
    smaller = any(line.size < largest for line in lines)
    body: list[Line] = []
    notes: list[Note] = []
    last = 0
    inside = False
    for line, ends in zip(lines, ends_note, strict=True):
        number = _opening(line)
        opens = number is not None and number in marks and number > last and not ends
        opens = opens and (line.size < largest or not smaller)
        if opens and number is not None and (inside or _is_low(line, lines)):
            notes.append(Note(number, (line,)))
            last, inside = number, True
        elif inside and not ends and _goes_on(line, notes[-1], leading):
            notes[-1] = Note(notes[-1].number, (*notes[-1].lines, line))
        else:
            inside = False
            body.append(line)
    return body, notes


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


def _opening(line: Line) -> int | None:
    match = _OPENING.match(line.words)
    return int(match[1]) if match else None


def _marks(lines: Sequence[Line]) -> set[int]:
    return {
        int(digits)
        for line in lines
        for match in _MARK.finditer(line.words)
        for digits in _DIGITS.findall(match[0])
    }


def _is_low(line: Line, lines: Sequence[Line]) -> bool:
    """Notes begin in the lower three quarters of the page, below some text."""
    top = max(other.y for other in lines)
    bottom = min(other.y for other in lines)
    return top == bottom or line.y < top - 0.2 * (top - bottom)
