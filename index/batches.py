"""Texts in batches that a model runs fast: of like length, so that little of it is padding."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class Sized(Protocol):
    def __len__(self) -> int: ...


def fitting(texts: Sequence[Sized], budget: int) -> int:
    """How many of the first texts make a batch: at least one, then as long as the longest's
    length times their number is within the budget."""
    longest = 0
    for count, text in enumerate(texts):
        longest = max(longest, len(text))
        if count and longest * (count + 1) > budget:
            return count
    return len(texts)


def batches(texts: Sequence[Sized], budget: int) -> Iterator[list[int]]:
    """The texts' numbers; longest first, so that memory runs out at once or never."""
    order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
    while order:
        count = fitting([texts[number] for number in order[:budget]], budget)
        yield order[:count]
        del order[:count]
