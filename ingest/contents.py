"""Tables of contents: known by their leaders, or by page numbers that rise down a page under
the heading "Innehåll"."""

import itertools
import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.table import rows_by_baseline

_LEADER = re.compile(r"(?:\.\s?){5,}|…{2,}|_{5,}\s*\d")
_HEADING = re.compile(r"^innehåll(?:sförteckning)?\b", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"(?:^|\s)(\d{1,3})$")
_SHARE_OF_ENTRIES = 0.4
_SHARE_RISING = 0.8
_LEAST_ENTRIES = 4


class ContentsFinder:
    """Takes tables of contents out of the pages, in order: they may go on over several."""

    def __init__(self) -> None:
        self._inside = False

    def split(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """The lines of a page that are no entries of a table of contents, and those that are."""
        rows = rows_by_baseline(lines)
        leaders = [row for row in rows if any(_LEADER.search(line.words) for line in row)]
        if len(leaders) > _SHARE_OF_ENTRIES * len(rows) or self._lists_pages(rows):
            self._inside = True
            return [], list(lines)
        self._inside = False
        entries = {id(line) for row in leaders for line in row}
        rest = [line for line in lines if id(line) not in entries]
        return rest, [line for line in lines if id(line) in entries]

    def _lists_pages(self, rows: Sequence[Sequence[Line]]) -> bool:
        headed = any(_HEADING.match(row[0].words) for row in rows[:4])
        if not (headed or self._inside):
            return False
        numbers = [int(match[1]) for row in rows if (match := _ENDS_IN_PAGE.search(row[-1].words))]
        if len(numbers) < _LEAST_ENTRIES or len(numbers) < _SHARE_OF_ENTRIES * len(rows):
            return False
        rising = sum(b >= a for a, b in itertools.pairwise(numbers))
        return rising >= _SHARE_RISING * (len(numbers) - 1)
