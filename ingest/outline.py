"""Headings that the file itself names: the bookmarks that a reader shows beside the pages."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.lines import GOES_ON, Line
from ingest.reader import Bookmark

_LETTERS = re.compile(r"[\W_]+")
_LEAST_LETTERS = 4
# Fewer say nothing of how the document is divided.
_LEAST_FOUND = 3


def with_levels(lines: Sequence[Line], outline: Sequence[Bookmark]) -> list[Line]:
    """The lines with the depth of the bookmark that they are the heading of.

    A bookmark points at the page of its heading, now and then at the one before.
    """
    titles: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for mark in outline:
        letters = _plain(mark.title)
        if len(letters) >= _LEAST_LETTERS:
            titles[mark.page].append((letters, mark.depth))
            titles[mark.page + 1].append((letters, mark.depth))
    leveled = list(lines)
    found = 0
    rest = ""
    for index, line in enumerate(lines):
        letters = _plain(line.words)
        if rest and letters and rest.startswith(letters):
            leveled[index] = replace(line, level=GOES_ON)
            rest = rest[len(letters) :]
            continue
        rest = ""
        for title, depth in titles.get(line.page, ()):
            if len(letters) >= _LEAST_LETTERS and title.startswith(letters):
                leveled[index] = replace(line, level=depth)
                found += 1
                rest = title[len(letters) :]
                break
    return leveled if found >= _LEAST_FOUND else list(lines)


def _plain(words: str) -> str:
    return _LETTERS.sub("", words).casefold()
