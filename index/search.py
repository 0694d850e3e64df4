"""From a question to ranked passages: the only place that ranks.

All candidates are ranked by the sum of their signals. The best of them are then read as text:
how much of the question's words they hold, whether they say the kind of thing that is asked
for. A reranker, where one is set, reads the first of those once more.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index.abbreviations import spelled_out
from index.candidates import Candidates, Collector
from index.coverage import weighted_terms
from index.embedder import Embedder
from index.filters import NO_LIMITS, Filter
from index.fusion import (
    FIRST_WEIGHTS,
    RERANKER,
    RERANKER_WEIGHT,
    WEIGHTS,
    Signal,
    Signals,
    contributions,
    standardised,
)
from index.generation import Index
from index.query import Query, understood
from index.reading import ReadPassage, ScoredSentence, reading_signals
from index.reranker import Reranker
from index.spelling import Speller
from index.swedish import Analyser
from index.texts import passage_text
from ingest.document import Document, Passage

# So many candidates are read as text.
_SHORTLIST = 40
_RERANKED = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage with its signals as they were measured. `relevance` is the sum of
    `parts`, what each signal adds when weighed; only comparable within one search."""

    read: ReadPassage
    signals: Mapping[Signal, float]
    parts: Mapping[Signal, float]

    @property
    def passage(self) -> Passage:
        return self.read.passage

    @property
    def document(self) -> Document:
        return self.read.document

    @property
    def sentences(self) -> tuple[ScoredSentence, ...]:
        return self.read.sentences

    @property
    def relevance(self) -> float:
        return sum(self.parts.values())

    @property
    def score(self) -> float:
        """The relevance between 0 and 1; the sum of standardised signals seldom leaves -6 to 6."""
        return 1 / (1 + math.exp(-self.relevance / 2))


@dataclass(frozen=True, slots=True)
class Results:
    """The hits, best first; what was searched for and where; the time it took, in milliseconds.

    `domain` is the question's mean cosine to all sentences: low for a question about
    something else altogether.
    """

    query: Query
    limits: Filter
    hits: tuple[Hit, ...]
    domain: float
    timings_ms: Mapping[str, float]


class Searcher:
    """Searches one generation with the model that made its vectors; safe between threads."""

    def __init__(self, index: Index, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self.index = index
        self._embedder = embedder
        self._reranker = reranker
        self._collector = Collector(index)

    @cached_property
    def _vocabulary(self) -> Mapping[str, int]:
        return self.index.store.vocabulary()

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(self._vocabulary)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._vocabulary)

    @cached_property
    def _mean_sentence(self) -> NDArray[np.float32]:
        return self.index.sentences.mean()

    def search(self, question: str, limit: int, limits: Filter = NO_LIMITS) -> Results:
        """The `limit` best passages that the filter lets through; without one, of those whose
        role may carry an answer."""
        begun = perf_counter()
        query = self.understood(question)
        vector = self._embedder.embed_query(query.text)
        embedded = perf_counter()
        terms = list(self.analyser.terms(query.text))
        candidates = self._collector.collect(vector, terms, limits)
        ranked = self._ranked(query, candidates, max(limit, _RERANKED))
        searched = perf_counter()
        hits = self._reranked(query, ranked)[:limit]
        timings = {
            "embed": 1000 * (embedded - begun),
            "search": 1000 * (searched - embedded),
            "rerank": 1000 * (perf_counter() - searched),
        }
        domain = float(vector @ self._mean_sentence)
        return Results(query, limits, tuple(hits), domain, timings)

    def understood(self, question: str) -> Query:
        mended = self._speller.corrected(question)
        text = spelled_out(mended)
        store, passages = self.index.store, len(self.index.keywords)
        return understood(mended, text, weighted_terms(text, self.analyser, store, passages))

    def _ranked(self, query: Query, candidates: Candidates, limit: int) -> list[Hit]:
        """The shortlist by the signals of all, then anew by those of its text as well."""
        if not len(candidates.numbers):
            return []
        first = _total(contributions(candidates.signals, FIRST_WEIGHTS))
        order = np.lexsort((candidates.numbers, -first))[: max(limit, _SHORTLIST)]
        shortlist = [self._read(candidates, int(place)) for place in order]
        signals = {name: values[order] for name, values in candidates.signals.items()}
        signals |= reading_signals(query, shortlist)
        parts = contributions(signals, WEIGHTS)
        best = np.argsort(-_total(parts), kind="stable")[:limit]
        return [Hit(shortlist[place], _at(place, signals), _at(place, parts)) for place in best]

    def _reranked(self, query: Query, ranked: list[Hit]) -> list[Hit]:
        """The first hits in the order that they have when the reranker's score is added."""
        if self._reranker is None or not ranked:
            return ranked
        first, rest = ranked[:_RERANKED], ranked[_RERANKED:]
        texts = [passage_text(hit.document.description, hit.passage) for hit in first]
        added = RERANKER_WEIGHT * standardised(self._reranker.scores(query.text, texts))
        scored = [
            replace(hit, parts={**hit.parts, RERANKER: float(part)})
            for hit, part in zip(first, added, strict=True)
        ]
        return sorted(scored, key=lambda hit: -hit.relevance) + rest

    def _read(self, candidates: Candidates, place: int) -> ReadPassage:
        store, number = self.index.store, int(candidates.numbers[place])
        passage = store.passage(number)
        document = store.document(passage.document_id)
        near = candidates.sentences[place].tolist()
        sentences = tuple(map(ScoredSentence, store.sentences(number), near))
        return ReadPassage(passage, document, store.passage_terms(number), sentences)


def _total(parts: Signals) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.sum(list(parts.values()), axis=0)
    return total


def _at(place: np.int64, signals: Signals) -> dict[Signal, float]:
    return {name: float(values[place]) for name, values in signals.items()}
