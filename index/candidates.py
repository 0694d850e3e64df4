"""The passages that a question may be answered by, and what speaks for each.

They come from three sides: passages near the question, passages with a sentence near it, and
passages that share its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.filters import Filter
from index.generation import Index
from index.signals import KEYWORDS, PASSAGE, SENTENCE, Signal

_PASSAGES = 100
_SENTENCES = 200
_KEYWORDS = 100


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
        by_words, _ = index.keywords.scores(terms, _KEYWORDS, among.passages)
        sentences = index.sentences.nearest(vector, _SENTENCES, among.sentences)
        found = (
            index.passages.nearest(vector, _PASSAGES, among.passages),
            index.columns.passages_of(sentences),
            by_words,
        )
        numbers = np.unique(np.concatenate(found))
        near = self._sentence_similarities(vector, numbers)
        signals = {
            PASSAGE: index.passages.similarities(vector, numbers),
            SENTENCE: np.array([one.max(initial=-1.0) for one in near]),
            KEYWORDS: index.keywords.scores_of(terms, numbers).astype(np.float64),
        }
        return Candidates(numbers, signals, near)

    def _sentence_similarities(
        self, vector: NDArray[np.float32], passages: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], ...]:
        columns = self._index.columns
        cosines = self._index.sentences.similarities(vector, columns.sentences_of(passages))
        ends = np.cumsum(columns.counts(passages))
        return tuple(np.split(cosines, ends[:-1])) if len(ends) else ()
