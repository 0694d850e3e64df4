"""Boxes among the groups: their titles, and the text that they stand in the middle of."""

from collections.abc import Sequence

from ingest.blocks import BlockKind, Group
from ingest.headings import is_finished

_LONGEST_TITLE = 70


def mark_boxed(groups: Sequence[Group]) -> None:
    """These groups are a box; a short first line that ends no sentence is its title."""
    for group in groups:
        group.boxed = True
    if len(groups) > 1 and _may_be_title(groups[0]):
        groups[0].kind = BlockKind.HEADING


def _may_be_title(group: Group) -> bool:
    words = " ".join(line.words for line in group.lines)
    plain = group.kind is BlockKind.PARAGRAPH and len(group.lines) <= 2
    return plain and len(words) <= _LONGEST_TITLE and not words.endswith((".", ";"))


def rejoined(groups: Sequence[Group]) -> list[Group]:
    """Joins the halves of a sentence that a box without frame or ground stands between.

    A page (or column) that begins in the middle of a sentence, after one that ended with a
    whole sentence, goes on where a paragraph of that page broke off. What stood between is the
    box, and follows the paragraph.
    """
    joined: list[Group] = []
    for group in groups:
        place = _broken_off(joined, group)
        if place is None:
            joined.append(group)
            continue
        mark_boxed(joined[place + 1 :])
        joined[place].lines += group.lines
    return joined


def _broken_off(groups: Sequence[Group], group: Group) -> int | None:
    """The index of the paragraph that `group` goes on with, or None."""
    first = group.lines[0]
    if group.kind is not BlockKind.PARAGRAPH or not groups or not first.words[0].islower():
        return None
    above = groups[-1].last
    moved = first.page == above.page + 1 or (first.page == above.page and first.gap < 0)
    if not moved or not (is_finished(above) or groups[-1].kind is BlockKind.TABLE):
        return None
    for index in range(len(groups) - 2, -1, -1):
        earlier, next_one = groups[index], groups[index + 1]
        if earlier.last.page != above.page:
            return None
        if earlier.kind is BlockKind.PARAGRAPH and not is_finished(earlier.last):
            if len(earlier.lines) < 2:
                # The title of the box.
                continue
            return None if next_one.kind is BlockKind.ITEM else index
    return None
