"""Headings that the file itself names: in its structure tree, or as the bookmarks that a reader
shows beside the pages."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.lines import GOES_ON, Line
from ingest.reader import Bookmark
from ingest.tagged import TaggedHeading

_LETTERS = re.compile(r"[\W_]+")
_LEAST_LETTERS = 4
# Fewer say nothing of how the document is divided.
_LEAST_FOUND = 3
_SHARE_OF_LINE = 0.6
# Tags that find so much less than the bookmarks do are not worth more than these.
_SHARE_OF_BOOKMARKS = 0.7


def with_levels(
    lines: Sequence[Line],
    outline: Sequence[Bookmark],
    tagged: Mapping[int, Sequence[TaggedHeading]],
) -> list[Line]:
    """The lines with the depth at which the file names them as headings; `tagged` maps page
    numbers to the headings of the structure tree."""
    by_tags = _with_tagged(lines, tagged)
    by_bookmarks = _with_bookmarks(lines, outline)
    tags, bookmarks = _headings_in(by_tags), _headings_in(by_bookmarks)
    if tags >= _LEAST_FOUND and tags >= _SHARE_OF_BOOKMARKS * bookmarks:
        return by_tags
    return by_bookmarks if bookmarks >= _LEAST_FOUND else list(lines)


def _headings_in(lines: Sequence[Line]) -> int:
    return sum(line.level is not None and line.level != GOES_ON for line in lines)


def _with_bookmarks(lines: Sequence[Line], outline: Sequence[Bookmark]) -> list[Line]:
    """A bookmark points at the page of its heading, now and then at the one before."""
    titles: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for mark in outline:
        letters = _plain(mark.title)
        if len(letters) >= _LEAST_LETTERS:
            titles[mark.page].append((letters, mark.depth))
            titles[mark.page + 1].append((letters, mark.depth))
    leveled = list(lines)
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
                rest = title[len(letters) :]
                break
    return leveled


def _with_tagged(
    lines: Sequence[Line], tagged: Mapping[int, Sequence[TaggedHeading]]
) -> list[Line]:
    by_place = {
        (page, index): heading
        for page, headings in tagged.items()
        for heading in headings
        for index in heading.characters
    }
    leveled: list[Line] = []
    above: tuple[TaggedHeading, float, bool] | None = None
    for line in lines:
        heading = _tagged_as(line, by_place)
        look = (heading, line.size, line.bold) if heading else None
        if heading is None:
            leveled.append(line)
        elif above and heading is above[0]:
            # The text below, tagged with its heading by mistake, looks otherwise.
            leveled.append(replace(line, level=GOES_ON) if look == above else line)
            continue
        else:
            leveled.append(replace(line, level=heading.level))
        above = look
    return leveled


def _tagged_as(
    line: Line, by_place: Mapping[tuple[int, int], TaggedHeading]
) -> TaggedHeading | None:
    """The heading that most of the line's characters belong to."""
    if not any(letter.isalpha() for letter in line.words):
        return None
    places = [
        by_place.get((span.page, span.offset + index))
        for span in line.text.spans()
        for index in range(span.end - span.start)
    ]
    first = next((heading for heading in places if heading), None)
    share = sum(heading is first for heading in places)
    return first if share >= _SHARE_OF_LINE * len(places) else None


def _plain(words: str) -> str:
    return _LETTERS.sub("", words).casefold()
