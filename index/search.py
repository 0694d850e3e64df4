"""From a question to ranked passages: the only place that ranks.

Candidates come from three sides: passages near the question, passages with a sentence near
it, and passages that share its words. Each side's score is standardised over the candidates
and the weighted sum ranks them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.filters import NO_LIMITS, Filter
from index.generation import Index
from index.swedish import Analyser, spelled_out
from ingest.document import Passage, Sentence

_PASSAGES = 100
_SENTENCES = 200
_KEYWORDS = 100
# BM25 column weights: title, section, text.
_COLUMNS = (0.3, 1.0, 1.0)
_PASSAGE_WEIGHT = 1.0
_SENTENCE_WEIGHT = 1.0
_KEYWORD_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit with its cosine to the question."""

    sentence: Sentence
    similarity: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage. `relevance` is the fused, standardised score that ranks it, only
    comparable within one search; `similarity` is the passage's cosine to the question."""

    passage: Passage
    relevance: float
    similarity: float
    sentences: tuple[ScoredSentence, ...]

    @property
    def score(self) -> float:
        """The relevance between 0 and 1; the sum of three standardised scores seldom leaves
        -6 to 6."""
        return 1 / (1 + math.exp(-self.relevance / 2))


@dataclass(frozen=True, slots=True)
class Results:
    """The hits, best first; what was searched for; where the time went, in milliseconds.

    `domain` is the question's mean cosine to all sentences: low for a question about
    something else altogether.
    """

    understood_as: str
    hits: tuple[Hit, ...]
    domain: float
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Among:
    """The passages that are searched and their sentences, by number, ascending."""

    passages: NDArray[np.int64]
    sentences: NDArray[np.int64]
    numbers: frozenset[int]


class Searcher:
    """Searches one generation with the model that made its vectors; safe between threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(self.index.store.vocabulary())

    @cached_property
    def _passage_of_sentence(self) -> NDArray[np.int64]:
        return self.index.store.passage_of_sentences()

    @cached_property
    def _mean_sentence(self) -> NDArray[np.float32]:
        return self.index.sentences.mean()

    @cached_property
    def _answering(self) -> _Among | None:
        """What is searched without a filter; found once, as nearly every question asks it."""
        return self._limited(NO_LIMITS)

    def search(self, question: str, limit: int, limits: Filter = NO_LIMITS) -> Results:
        """The `limit` best passages that the filter lets through; without one, of those whose
        role may carry an answer."""
        begun = perf_counter()
        understood = spelled_out(question)
        vector = self._embedder.embed_query(understood)
        embedded = perf_counter()
        among = self._limited(limits) if limits else self._answering
        keywords = self._keywords(understood, among)
        candidates = self._candidates(vector, keywords, among)
        hits = self._rank(vector, candidates, keywords, limit)
        done = perf_counter()
        timings = {"embed": 1000 * (embedded - begun), "search": 1000 * (done - embedded)}
        domain = float(vector @ self._mean_sentence)
        return Results(understood, tuple(hits), domain, timings)

    def _limited(self, limits: Filter) -> _Among | None:
        """What a filter lets through; None when that is everything."""
        passages = self.index.store.passage_numbers(limits)
        if len(passages) == len(self.index.passages):
            return None
        sentences = np.flatnonzero(np.isin(self._passage_of_sentence, passages))
        return _Among(passages, sentences, frozenset(passages.tolist()))

    def _keywords(self, understood: str, among: _Among | None) -> Mapping[int, float]:
        terms = list(self.analyser.terms(understood))
        allowed = among.numbers if among else None
        return self.index.store.keyword_scores(terms, _COLUMNS, _KEYWORDS, allowed)

    def _candidates(
        self, vector: NDArray[np.float32], keywords: Mapping[int, float], among: _Among | None
    ) -> NDArray[np.int64]:
        allowed = (among.passages, among.sentences) if among else (None, None)
        passages = self.index.passages.nearest(vector, _PASSAGES, allowed[0])
        sentences = self.index.sentences.nearest(vector, _SENTENCES, allowed[1])
        by_words = np.fromiter(keywords, np.int64, len(keywords))
        return np.unique(np.concatenate([passages, self._passage_of_sentence[sentences], by_words]))

    def _rank(
        self,
        vector: NDArray[np.float32],
        candidates: NDArray[np.int64],
        keywords: Mapping[int, float],
        limit: int,
    ) -> list[Hit]:
        if not len(candidates):
            return []
        near = self.index.passages.similarities(vector, candidates)
        sentences = [self._sentence_similarities(vector, number) for number in candidates]
        best = np.array([scores.max(initial=-1.0) for scores in sentences])
        shared = np.array([keywords.get(int(number), 0.0) for number in candidates])
        total = (
            _PASSAGE_WEIGHT * _standardised(near)
            + _SENTENCE_WEIGHT * _standardised(best)
            + _KEYWORD_WEIGHT * _standardised(shared)
        )
        order = np.lexsort((candidates, -total))[:limit]
        return [
            self._hit(int(candidates[i]), float(total[i]), float(near[i]), sentences[i])
            for i in order
        ]

    def _hit(
        self, number: int, total: float, near: float, similarities: NDArray[np.float32]
    ) -> Hit:
        store = self.index.store
        scored = tuple(
            ScoredSentence(sentence, float(similarity))
            for sentence, similarity in zip(store.sentences(number), similarities, strict=True)
        )
        return Hit(store.passage(number), total, near, scored)

    def _sentence_similarities(
        self, vector: NDArray[np.float32], passage: np.int64
    ) -> NDArray[np.float32]:
        first, last = np.searchsorted(self._passage_of_sentence, (passage, passage + 1))
        return self.index.sentences.similarities(vector, np.arange(first, last))


def _standardised(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Zero mean and unit deviation; all zero where every score is equal."""
    deviation = scores.std()
    if deviation == 0:
        return np.zeros(len(scores))
    standardised: NDArray[np.float64] = (scores - scores.mean()) / deviation
    return standardised
