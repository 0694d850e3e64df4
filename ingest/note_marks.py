"""Footnote marks out of the running text: "3714 procent" reads 37 procent, with note 14.

A mark that is raised is known by its setting. One that has lost it is only taken away when its
note stands on the page and the page has one place for it: a number is never damaged on a guess.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line, Mark
from ingest.table import Table

_UNIT = re.compile(r"(?:^|[\s(/·])(?:[kcmdµ]?m|l|s|g|kg|ha|cm|CO|H|NO|SO|PM|log|e)$")
_LEGEND = re.compile(r"^(\d{1,2})(?:[).:]|\s+(?=[^\Wa-zåäö])|(?=[A-ZÅÄÖ]))")
_BLANKS = re.compile(" {2,}")
_WORD = re.compile(r"(?:[^\W\d_]{2,}[.,;:!?)\]”\"’»]*|\d [a-z]? ?§|\d ?§)$")
_AFTER_WORD = r"(?<=[^\W\d_][^\W\d_])[.,;:)”\"’»]{{0,2}}({0})(?![\d%]|[.,]\d|\s?%|-)"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(\d{1,3})(?!\d)")
_COUNT = re.compile(r"(?<![\d.,–-])(\d{2,6})(?= (procent|kommuner|regioner)\b)")
# No more of these can be counted: a greater number holds a mark.
_MOST = {"procent": 100, "kommuner": 290, "regioner": 21}


@dataclass(frozen=True, slots=True)
class Reference:
    """The text just before `offset` of a page refers to a note, counted through the document."""

    page: int
    offset: int
    note: int


def without_marks(
    lines: Sequence[Line], notes: Mapping[int, int]
) -> tuple[list[Line], list[Reference], list[tuple[int, int]]]:
    """The lines of a page, as many, without marks; `notes` maps the numbers of its notes to
    their count in the document. Also what refers to the notes, and the page offsets of what
    was taken."""
    taken: list[tuple[int, int]] = []
    references: list[Reference] = []
    cleared: list[Line] = []
    for line in lines:
        for mark in line.marks:
            if _is_mark(line, mark, notes):
                line = _without(line, mark.start, mark.end)
                taken.append((mark.start, mark.end))
                references += _references(line.page, mark, notes)
        cleared.append(line)
    answered = {reference.note for reference in references}
    # Where some marks are raised all are, and other digits are numbers.
    flattened = not any(line.marks for line in lines)
    for number, note in notes.items() if flattened else ():
        if note in answered:
            continue
        if place := _only_place(cleared, number):
            index, start, end = place
            cleared[index] = _without(cleared[index], start, end)
            taken.append((start, end))
            references.append(Reference(cleared[index].page, start, note))
    return cleared, references, taken


def without_cell_marks(
    table: Table, lines: Sequence[Line], notes: Mapping[int, int]
) -> tuple[Table, list[Reference], list[tuple[int, int]]]:
    """The table without its raised marks, as `without_marks` has it: those alone that a note
    of the page answers, or one of the other `lines` that opens with the number."""
    legend = {int(match[1]) for line in lines if (match := _LEGEND.match(line.words))}
    taken: list[tuple[int, int]] = []
    references: list[Reference] = []
    changed: dict[int, Line] = {}
    for line in table.lines:
        cleared = line
        for mark in line.marks:
            before = cleared.text.before(mark.start)
            answered = all(number in notes or number in legend for number in mark.numbers)
            if answered and before and not _UNIT.search(before) and not before.endswith("10"):
                cleared = _without(cleared, mark.start, mark.end)
                taken.append((mark.start, mark.end))
                references += _references(line.page, mark, notes)
        if cleared is not line:
            changed[id(line)] = cleared
    return (table.with_lines(changed) if changed else table), references, taken


def _is_mark(line: Line, mark: Mark, notes: Mapping[int, int]) -> bool:
    before = line.text.before(mark.start)
    if _UNIT.search(before):
        return False
    known = all(number in notes for number in mark.numbers)
    return known or bool(_WORD.search(before))


def _references(page: int, mark: Mark, notes: Mapping[int, int]) -> Iterator[Reference]:
    for number in mark.numbers:
        if number in notes:
            yield Reference(page, mark.start, notes[number])


def _without(line: Line, start: int, end: int) -> Line:
    text = line.text.without(start, end).sub(_BLANKS, " ").strip()
    return replace(line, text=text) if text.text else line


def _only_place(lines: Sequence[Line], number: int) -> tuple[int, int, int] | None:
    """(line, start, end) of the one place where the number stands glued to a word, or else to
    a year or a count."""
    for find in (_after_words, _after_counts):
        found = [
            (index, *place)
            for index, (line, words) in enumerate(zip(lines, with_next(lines), strict=True))
            for span in find(words, number)
            if (place := line.text.place(*span))
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def with_next(lines: Sequence[Line]) -> list[str]:
    """The words of each line, and the first of the next: "37" may be "procent" of that."""
    following = [*(line.words.split(" ", 1)[0] for line in lines[1:]), ""][: len(lines)]
    return [f"{line.words} {word} " for line, word in zip(lines, following, strict=True)]


def _after_words(words: str, number: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(_AFTER_WORD.format(number), words):
        yield match.span(1)


def _after_counts(words: str, number: int) -> Iterator[tuple[int, int]]:
    for found, span in glued_to_counts(words):
        if found == number:
            yield span


def glued_to_counts(words: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Numbers that may be marks, and where they stand: after a year, or after a number that is
    greater with them than can be."""
    for match in _YEAR.finditer(words):
        yield int(match[1]), match.span(1)
    for match in _COUNT.finditer(words):
        digits, most = match[1], _MOST[match[2]]
        for cut in range(1, len(digits)):
            if int(digits[:cut]) <= most < int(digits) and digits[cut] != "0":
                yield int(digits[cut:]), (match.start(1) + cut, match.end(1))
