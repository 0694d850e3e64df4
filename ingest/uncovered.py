"""What of a page's text has gone where: into passages, headings, left out, or nowhere.

A heading is in its passages' section path and has no place of its own, so its place is sought:
between the passage before it and the first one below it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.document import Content, Page
from ingest.letters import letters_of

Stretch = tuple[int, int]
"""page.text[start:end]"""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The text of a page in no passage and not left out: its headings, and what is lost."""

    headings: tuple[Stretch, ...] = ()
    lost: tuple[Stretch, ...] = ()


def uncovered(content: Content) -> dict[int, Uncovered]:
    """By page number, for every page."""
    covered = _covered(content)
    headings = _headings(content)
    return {
        page.number: _sorted_out(page, covered[page.number], headings[page.number])
        for page in content.pages
    }


def _covered(content: Content) -> dict[int, bytearray]:
    covered = {page.number: bytearray(len(page.text)) for page in content.pages}
    for passage in content.passages:
        for span in passage.spans:
            end = span.offset + span.end - span.start
            _cover(covered[span.page], span.offset, end)
    for left in content.left_out:
        _cover(covered[left.page], left.start, left.end)
    return covered


def _cover(covered: bytearray, start: int, end: int) -> None:
    end = min(end, len(covered))
    covered[start:end] = b"\1" * max(0, end - start)


def _headings(content: Content) -> dict[int, set[str]]:
    """The letters of the headings that may stand on each page."""
    found: dict[int, set[str]] = defaultdict(set)
    last_section: tuple[str, ...] = ()
    last_page = 1
    for passage in content.passages:
        low, high = sorted((last_page, passage.first_page))
        for depth, heading in enumerate(passage.section, start=1):
            if passage.section[:depth] != last_section[:depth]:
                for page in range(low, high + 1):
                    found[page].add("".join(plain for plain, _ in letters_of(heading)))
        last_section, last_page = passage.section, passage.first_page
    return found


def _sorted_out(page: Page, covered: bytearray, headings: set[str]) -> Uncovered:
    found: list[Stretch] = []
    lost: list[Stretch] = []
    for letters, places in _stretches(page.text, covered):
        taken: set[int] = set()
        # The longest first: a shorter heading may be part of it.
        for heading in sorted(headings - {""}, key=len, reverse=True):
            start = letters.find(heading)
            if start >= 0 and places[start] not in taken:
                own = places[start : start + len(heading)]
                taken.update(own)
                found += _lines(page.text, own)
        lost += _lines(page.text, [place for place in places if place not in taken])
    return Uncovered(tuple(sorted(found)), tuple(sorted(lost)))


def _stretches(text: str, covered: bytearray) -> Iterator[tuple[str, list[int]]]:
    """The uncovered letters with nothing covered between them, and their places."""
    for is_covered, group in groupby(range(len(text)), key=covered.__getitem__):
        if is_covered:
            continue
        indexes = list(group)
        pairs = list(letters_of(text[indexes[0] : indexes[-1] + 1]))
        if pairs:
            yield "".join(p for p, _ in pairs), [indexes[0] + index for _, index in pairs]


def _lines(text: str, places: list[int]) -> Iterator[Stretch]:
    """Stretches within one line, from letters that follow each other there."""
    if not places:
        return
    start = places[0]
    for place, following in pairwise(places):
        between = text[place + 1 : following]
        if following > place + 1 and ("\n" in between or any(c.isalnum() for c in between)):
            yield start, place + 1
            start = following
    yield start, places[-1] + 1
