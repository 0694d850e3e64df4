"""The order of headings: which one lies inside which."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.lines import GOES_ON, Line
from ingest.statutes import is_chapter, stands_outside_chapters

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-ZÅÄÖ]")
# Ranks between two levels are for headings that are told by their look alone.
_LEVEL = 100
_FEWEST_NUMBERED = 2

Look = tuple[int, bool]
"""Step of size, then plain after bold: the smaller the more outstanding."""


def is_numbered_heading(line: Line) -> bool:
    return bool(_NUMBERED.match(line.words))


def is_named(rank: int) -> bool:
    """True for a rank that the file or a number gives, so that equal ones are siblings."""
    return rank % _LEVEL == 0


def size_steps(sizes: Iterable[float]) -> list[float]:
    """The largest size of each step; sizes within a tenth of it are one and the same look."""
    tops: list[float] = []
    for size in sorted(set(sizes), reverse=True):
        if not tops or size < 0.9 * tops[-1]:
            tops.append(size)
    return tops


class Ranks:
    """Orders the headings of a document: 0 is the outermost.

    What the file itself names goes first, else the headings' numbers ("2.1", "3 kap."). Both
    lend their depths to headings of the same look; one of a smaller look lies deeper than they.
    Where there are neither, a heading's size tells, and within a size bold before plain.
    """

    def __init__(self, headings: Sequence[Line]) -> None:
        self._tops = size_steps(line.size for line in headings)
        chapters = sum(is_chapter(line.words) for line in headings)
        self._chapters = chapters > max(1, sum(map(is_numbered_heading, headings)))
        self._outer = self._look_of_outer(headings)
        named = [line for line in headings if line.level not in (None, GOES_ON)]
        self._shift = self._shift_of_numbers(named)
        self._counts = not named and self._numbers_count(headings)
        seen: dict[Look, Counter[int]] = {}
        for line in headings:
            level = line.level if named else self._numbered_level(line)
            if level is not None and level != GOES_ON:
                seen.setdefault(self._look(line), Counter())[level] += 1
        self._numbered_looks = self._looks_of_numbered(named)
        self._depths = {look: levels.most_common(1)[0][0] for look, levels in seen.items()}

    def of(self, line: Line) -> int:
        level = self._level(line)
        look = self._look(line)
        by_look = 1 + 2 * look[0] + look[1]
        over = self._numbered_over(line, level)
        if over is not None and (level is None or level <= over):
            return _LEVEL * over + by_look
        if level is not None:
            return _LEVEL * level
        if is_chapter(line.words) and self._depths:
            # Quoted in a report, below whatever section quotes it.
            return _LEVEL * (max(self._depths.values()) + 1)
        larger = [depth for other, depth in self._depths.items() if other < look]
        if look in self._depths:
            # Chapters head all that is set as they are, but for what comes after the last one.
            return by_look if self._chapters else _LEVEL * self._depths[look]
        if larger:
            return _LEVEL * max(larger) + by_look
        if self._chapters:
            # The title of a statute stands over its chapters.
            return by_look - _LEVEL
        return 0 if self._depths else by_look

    def _level(self, line: Line) -> int | None:
        if line.level is not None and line.level != GOES_ON:
            return line.level
        if self._counts:
            return self._numbered_level(line)
        number = _NUMBERED.match(line.words)
        if self._shift is not None and number and "." in number[1]:
            return max(0, number[1].count(".") + self._shift)
        return None

    def _numbered_level(self, line: Line) -> int | None:
        if self._chapters:
            outside = stands_outside_chapters(line.words)
            return 0 if is_chapter(line.words) or outside else None
        number = _NUMBERED.match(line.words)
        if not number:
            return None
        dots = number[1].count(".")
        # A list whose items are set as headings begins anew at 1 inside a section.
        return dots if dots or self._look(line) <= self._outer else None

    def _numbers_count(self, headings: Sequence[Line]) -> bool:
        return sum(self._numbered_level(line) is not None for line in headings) >= _FEWEST_NUMBERED

    def _shift_of_numbers(self, named: Sequence[Line]) -> int | None:
        """What to add to the dots of a number for the level that the file gives."""
        shifts = Counter(
            line.level - number[1].count(".")
            for line in named
            if line.level is not None and (number := _NUMBERED.match(line.words))
        )
        return shifts.most_common(1)[0][0] if shifts else None

    def _look_of_outer(self, headings: Sequence[Line]) -> Look:
        """The look of the chapters "1", "2" …: the most outstanding that two of them share."""
        looks = Counter(
            self._look(line)
            for line in headings
            if (number := _NUMBERED.match(line.words)) and "." not in number[1]
        )
        shared = [look for look, count in looks.items() if count > 1] or list(looks)
        return min(shared, default=(0, False))

    def _looks_of_numbered(self, named: Sequence[Line]) -> dict[int, Look]:
        """The usual look of the numbered headings of each of the file's levels."""
        looks: dict[int, Counter[Look]] = {}
        for line in named:
            if line.level is not None and is_numbered_heading(line):
                looks.setdefault(line.level, Counter())[self._look(line)] += 1
        return {level: seen.most_common(1)[0][0] for level, seen in looks.items()}

    def _numbered_over(self, line: Line, level: int | None) -> int | None:
        """The deepest level whose numbered headings outdo this one that has no number, though
        the file may name both alike: "5.3" over "Storm"."""
        if level is not None and is_numbered_heading(line):
            return None
        look = self._look(line)
        outdone = [
            numbered
            for numbered, usual in self._numbered_looks.items()
            if usual < look or (usual == look and level is None)
        ]
        if level is not None and len(outdone) < len(self._numbered_looks):
            # Set as one of the numbered levels is: what the file says of it holds.
            return None
        return max(outdone, default=None)

    def _look(self, line: Line) -> Look:
        step = next(i for i, top in enumerate(self._tops) if line.size >= 0.9 * top)
        return step, not line.bold
