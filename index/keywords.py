"""Keyword search: for each term the passages that it stands in and how often, ranked by BM25.

The arrays are memory-mapped. One question reads the postings of its own terms, rarest first;
once a passage that holds only the terms left can no longer be among the best, those are looked
up for the passages in hand alone (MaxScore: H. Turtle and J. Flood, "Query evaluation:
strategies and optimizations", 1995). The result is exact. BM25 is that of SQLite's FTS5.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import mapped
from index.mask import Mask

TERMS_FILE = "terms.utf8"
TERM_ENDS_FILE = "terms.ends"
STARTS_FILE = "postings.starts"
PASSAGES_FILE = "postings.passages"
TENTHS_FILE = "postings.tenths"
LENGTHS_FILE = "passages.lengths"
KEYWORD_FILES = frozenset(
    (TERMS_FILE, TERM_ENDS_FILE, STARTS_FILE, PASSAGES_FILE, TENTHS_FILE, LENGTHS_FILE)
)
TERM_ENDS, STARTS, PASSAGES, TENTHS, LENGTHS = "<i8", "<i8", "<i4", "<u2", "<i4"
# What one occurrence counts, in tenths, in a title and elsewhere.
IN_TITLE, IN_TEXT = 3, 10
GONE = -1
"""The length of a passage that is no longer in the collection."""

_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6
# Sums in another order differ by this much at most.
_ROUNDING = 1e-5


class Terms(Sequence[bytes]):
    """All terms in order, one after another in one file."""

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._text, self._ends = text, ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # no slices
        start = self._ends[number - 1] if number else 0
        return self._text[start : self._ends[number]].tobytes()

    def number(self, term: str) -> int | None:
        sought = term.encode()
        number = bisect_left(self, sought)
        return number if number < len(self) and self[number] == sought else None


@dataclass(frozen=True, slots=True)
class _Postings:
    """Where one term stands: passages, ascending, and how often, in tenths."""

    passages: NDArray[np.int32]
    tenths: NDArray[np.uint16]
    idf: float

    @property
    def bound(self) -> float:
        """More than the term can add to any passage."""
        return self.idf * (_K1 + 1)


class KeywordIndex:
    """One generation's keywords, read-only, safe between threads. With `seen`, a truth for each
    passage, it counts and scores as if there were no others."""

    def __init__(self, home: Path, seen: NDArray[np.bool_] | None = None) -> None:
        self._home = home
        self._seen = seen
        self.terms = Terms(
            mapped(home / TERMS_FILE, "u1"), mapped(home / TERM_ENDS_FILE, TERM_ENDS)
        )
        self.starts = mapped(home / STARTS_FILE, STARTS)
        self.passages = mapped(home / PASSAGES_FILE, PASSAGES)
        self.tenths = mapped(home / TENTHS_FILE, TENTHS)
        lengths = mapped(home / LENGTHS_FILE, LENGTHS)
        self.lengths = lengths if seen is None else np.where(seen, lengths, np.int32(GONE))
        there = self.lengths != GONE
        self._count = int(np.count_nonzero(there))
        mean = float(np.sum(self.lengths, where=there)) / max(self._count, 1) or 1.0
        self._norms = np.float32(_K1 * _B / mean) * self.lengths.astype(np.float32)
        self._norms += np.float32(_K1 * (1 - _B))

    def cut_to(self, seen: NDArray[np.bool_]) -> "KeywordIndex":
        return KeywordIndex(self._home, seen)

    def __len__(self) -> int:
        """The number of passages in the collection."""
        return self._count

    def frequency(self, term: str) -> int:
        """In how many passages a term stands."""
        return len(self._passages(term))

    def holding(self, term: str, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each passage by number, ascending, whether the term stands in it, in its headings
        or in its document's title."""
        return _found(self._passages(term), numbers)[1]

    def scores(
        self, terms: Sequence[str], limit: int, among: Mask | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The passages with the highest BM25, highest first, and that; only those `among`."""
        postings = [found for term in dict.fromkeys(terms) if (found := self._postings(term))]
        postings.sort(key=lambda one: len(one.passages))
        left = np.cumsum([0.0, *(one.bound for one in reversed(postings))])[::-1]
        totals = np.zeros(len(self.lengths), np.float32)
        reached: list[NDArray[np.int32]] = []
        lowest, done = 0.0, 0
        while done < len(postings) and lowest <= left[done]:
            reached.append(self._add(postings[done], totals, among))
            done += 1
            lowest = _lowest(np.concatenate([totals[new] for new in reached]), limit)
        rest = left[done] if done < len(postings) else 0.0
        likely = [new[totals[new] + rest >= lowest - _ROUNDING] for new in reached]
        numbers = np.sort(np.concatenate([np.empty(0, np.int32), *likely]))
        scores = totals[numbers]
        for place, one in enumerate(postings[done:], start=done):
            possible = scores + left[place] >= lowest - _ROUNDING
            numbers, scores = numbers[possible], scores[possible]
            scores = scores + self._looked_up(one, numbers)
            lowest = max(lowest, _lowest(scores, limit))
        return _best(numbers.astype(np.int64), scores, limit)

    def scores_of(self, terms: Sequence[str], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The BM25 of these passages, 0 for those that hold no term; the numbers ascending."""
        sought = numbers.astype(np.int32)
        postings = (found for term in dict.fromkeys(terms) if (found := self._postings(term)))
        scores = np.zeros(len(numbers), np.float32)
        for one in postings:
            scores += self._looked_up(one, sought)
        return scores

    def _passages(self, term: str) -> NDArray[np.int32]:
        number = self.terms.number(term)
        if number is None:
            return self.passages[:0]
        passages = self.passages[self.starts[number] : self.starts[number + 1]]
        return passages if self._seen is None else passages[self._seen[passages]]

    def _postings(self, term: str) -> _Postings | None:
        number = self.terms.number(term)
        if number is None:
            return None
        start, end = self.starts[number], self.starts[number + 1]
        passages, tenths = self.passages[start:end], self.tenths[start:end]
        if self._seen is not None:
            seen = self._seen[passages]
            passages, tenths = passages[seen], tenths[seen]
        held = len(passages)
        idf = math.log((self._count - held + 0.5) / (held + 0.5))
        idf = idf if idf > 0 else _LEAST_IDF
        return _Postings(passages, tenths, idf)

    def _add(
        self, one: _Postings, totals: NDArray[np.float32], among: Mask | None
    ) -> NDArray[np.int32]:
        """Adds the term to the totals; gives the passages that had none before."""
        passages, tenths = one.passages, one.tenths
        if among is not None:
            allowed = among.allowed[passages]
            passages, tenths = passages[allowed], tenths[allowed]
        before = totals[passages]
        totals[passages] = before + self._part(one.idf, passages, tenths)
        new: NDArray[np.int32] = passages[before == 0]
        return new

    def _looked_up(self, one: _Postings, numbers: NDArray[np.int32]) -> NDArray[np.float32]:
        places, found = _found(one.passages, numbers)
        parts = np.zeros(len(numbers), np.float32)
        parts[found] = self._part(one.idf, numbers[found], one.tenths[places[found]])
        return parts

    def _part(
        self, idf: float, passages: NDArray[np.int32], tenths: NDArray[np.uint16]
    ) -> NDArray[np.float32]:
        often = tenths.astype(np.float32) * np.float32(0.1)
        often /= often + self._norms[passages]
        often *= np.float32(idf * (_K1 + 1))
        return often


def _found(
    passages: NDArray[np.int32], numbers: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where among the passages each number would be, and whether it is."""
    if not len(passages):
        return np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.bool_)
    # Numbers of the same type: else the whole of a common term's passages would be copied.
    sought = numbers.astype(passages.dtype, copy=False)
    places = np.minimum(np.searchsorted(passages, sought), len(passages) - 1)
    return places, passages[places] == sought


def _lowest(scores: NDArray[np.float32], limit: int) -> float:
    """The score that the best so far don't fall below; 0 while they are too few."""
    if len(scores) < limit:
        return 0.0
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def _best(
    numbers: NDArray[np.int64], scores: NDArray[np.float32], limit: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    near = scores >= _lowest(scores, limit)
    numbers, scores = numbers[near], scores[near]
    order = np.lexsort((numbers, -scores))[:limit]
    return numbers[order], scores[order]
