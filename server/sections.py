"""Where two places of a document stand in its tree of headings."""

from collections.abc import Sequence


def shared_headings(one: Sequence[str], other: Sequence[str]) -> int:
    """How many headings, from the uppermost, two sections have in common."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
