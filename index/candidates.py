"""The passages that a question may be answered by, and what speaks for each.

They come from three sides: passages near the question, passages with a sentence near it, and
passages that share its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.filters import Filter
from index.fusion import KEYWORDS, PASSAGE, SENTENCE, Signal
from index.generation import Index

_PASSAGES = 100
_SENTENCES = 200
_KEYWORDS = 100
# A passage that a vector found has its words counted too, when they are among this many.
_COUNTED_KEYWORDS = 1000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by number, ascending; each signal (n,); for each passage the cosines of its
    sentences to the question."""

    numbers: NDArray[np.int64]
    signals: Mapping[Signal, NDArray[np.floating]]
    sentences: tuple[NDArray[np.float32], ...]


class Collector:
    """Collects the candidates of one generation; safe between threads."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def collect(self, vector: NDArray[np.float32], terms: list[str], limits: Filter) -> Candidates:
        """The candidates for a question's vector and its search terms."""
        index, among = self._index, self._index.selector.select(limits)
        by_words, scores = index.keywords.scores(terms, _COUNTED_KEYWORDS, among.passages)
        sentences = index.sentences.nearest(vector, _SENTENCES, among.sentences)
        found = (
            index.passages.nearest(vector, _PASSAGES, among.passages),
            index.columns.passages_of(sentences),
            by_words[:_KEYWORDS],
        )
        numbers = np.unique(np.concatenate(found))
        near = self._sentence_similarities(vector, numbers)
        signals = {
            PASSAGE: index.passages.similarities(vector, numbers),
            SENTENCE: np.array([one.max(initial=-1.0) for one in near]),
            KEYWORDS: _at(numbers, by_words, scores),
        }
        return Candidates(numbers, signals, near)

    def _sentence_similarities(
        self, vector: NDArray[np.float32], passages: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], ...]:
        columns = self._index.columns
        cosines = self._index.sentences.similarities(vector, columns.sentences_of(passages))
        ends = np.cumsum(columns.counts(passages))
        return tuple(np.split(cosines, ends[:-1])) if len(ends) else ()


def _at(
    numbers: NDArray[np.int64], scored: NDArray[np.int64], scores: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The score of each number, 0 for one that has none; the numbers ascending."""
    values = np.zeros(len(numbers))
    places = np.searchsorted(numbers, scored)
    there = numbers[np.minimum(places, len(numbers) - 1)] == scored
    values[places[there]] = scores[there]
    return values
