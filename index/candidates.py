"""The passages that a question may be answered by, and what speaks for each.

They come from three sides: passages near the question, passages with a sentence near it, and
passages that share its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.filters import NO_LIMITS, Filter
from index.fusion import KEYWORDS, PASSAGE, SENTENCE, Signal
from index.generation import Index

_PASSAGES = 100
_SENTENCES = 200
_KEYWORDS = 100
# A passage that a vector found has its words counted too, when they are among this many.
_COUNTED_KEYWORDS = 1000
# BM25 column weights: title, section, text.
_COLUMNS = (0.3, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by number, ascending; each signal (n,); for each passage the cosines of its
    sentences to the question."""

    numbers: NDArray[np.int64]
    signals: Mapping[Signal, NDArray[np.floating]]
    sentences: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class _Among:
    """The passages that are searched and their sentences, by number, ascending."""

    passages: NDArray[np.int64]
    sentences: NDArray[np.int64]
    numbers: frozenset[int]


class Collector:
    """Collects the candidates of one generation; safe between threads."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def _passage_of_sentence(self) -> NDArray[np.int64]:
        return self._index.store.passage_of_sentences()

    @cached_property
    def _answering(self) -> _Among | None:
        """What is searched without a filter; found once, as nearly every question asks it."""
        return self._limited(NO_LIMITS)

    def collect(self, vector: NDArray[np.float32], terms: list[str], limits: Filter) -> Candidates:
        """The candidates for a question's vector and its search terms."""
        among = self._limited(limits) if limits else self._answering
        words = self._index.store.keyword_scores(
            terms, _COLUMNS, _COUNTED_KEYWORDS, among.numbers if among else None
        )
        numbers = self._numbers(vector, list(words)[:_KEYWORDS], among)
        sentences = tuple(self._sentence_similarities(vector, number) for number in numbers)
        signals = {
            PASSAGE: self._index.passages.similarities(vector, numbers),
            SENTENCE: np.array([near.max(initial=-1.0) for near in sentences]),
            KEYWORDS: np.array([words.get(int(number), 0.0) for number in numbers]),
        }
        return Candidates(numbers, signals, sentences)

    def _limited(self, limits: Filter) -> _Among | None:
        """What a filter lets through; None when that is everything."""
        passages = self._index.store.passage_numbers(limits)
        if len(passages) == len(self._index.passages):
            return None
        sentences = np.flatnonzero(np.isin(self._passage_of_sentence, passages))
        return _Among(passages, sentences, frozenset(passages.tolist()))

    def _numbers(
        self, vector: NDArray[np.float32], by_words: list[int], among: _Among | None
    ) -> NDArray[np.int64]:
        allowed = (among.passages, among.sentences) if among else (None, None)
        passages = self._index.passages.nearest(vector, _PASSAGES, allowed[0])
        sentences = self._index.sentences.nearest(vector, _SENTENCES, allowed[1])
        found = [passages, self._passage_of_sentence[sentences], np.array(by_words, np.int64)]
        return np.unique(np.concatenate(found))

    def _sentence_similarities(
        self, vector: NDArray[np.float32], passage: np.int64
    ) -> NDArray[np.float32]:
        first, last = np.searchsorted(self._passage_of_sentence, (passage, passage + 1))
        return self._index.sentences.similarities(vector, np.arange(first, last))
