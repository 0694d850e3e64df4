"""From a question to ranked passages: the only place that ranks.

All candidates are ranked by the sum of their signals. The best of them are then read as text:
how much of the question's words they hold, whether they say the kind of thing that is asked
for. A reranker, where one is set, reads the first of those once more.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index.abbreviations import spelled_out
from index.audience import Groups
from index.candidates import Candidates, Collector
from index.coverage import weighted_terms
from index.embedder import Embedder
from index.filters import NO_LIMITS, Filter
from index.fusion import (
    FIRST_WEIGHTS,
    RERANKER_WEIGHT,
    WEIGHTS,
    Signals,
    contributions,
    standardised,
)
from index.generation import Index
from index.lexicon import Lexicon
from index.query import Query, understood
from index.reading import Listed, ReadPassage, ScoredSentence, reading_signals
from index.reranker import Reranker
from index.seeing import cut_to, limiting_groups
from index.signals import RERANKER, Signal
from index.spelling import Speller
from index.swedish import Analyser
from index.texts import passage_text
from ingest.document import Document, Passage, Sentence

# So many candidates are read as text.
_SHORTLIST = 40
_RERANKED = 20
# Each holds the words and the numbers of what it lets be seen.
_VIEWS_KEPT = 32


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
        self._cut_to = lru_cache(_VIEWS_KEPT)(self._cut)

    def cut_to(self, groups: Groups) -> "Searcher":
        """Searches what an asker of these groups may see; the same one for the same groups."""
        limiting = self._limiting_groups
        return self if limiting <= groups else self._cut_to(groups & limiting)

    def _cut(self, groups: Groups) -> "Searcher":
        return Searcher(cut_to(self.index, groups), self._embedder, self._reranker)

    @cached_property
    def _limiting_groups(self) -> Groups:
        return limiting_groups(self.index.manifest)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self.index.store.lexicon()

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(self._lexicon)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._lexicon)

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
        terms = weighted_terms(text, self.analyser, self.index.keywords)
        return understood(mended, text, terms)

    def _ranked(self, query: Query, candidates: Candidates, limit: int) -> list[Hit]:
        """The shortlist by the signals of all, then anew by those of its text as well."""
        if not len(candidates.numbers):
            return []
        first = _total(contributions(candidates.signals, FIRST_WEIGHTS))
        order = np.lexsort((candidates.numbers, -first))[: max(limit, _SHORTLIST)]
        shortlist = self._listed(query, candidates, order)
        signals = {name: values[order] for name, values in candidates.signals.items()}
        signals |= reading_signals(query, shortlist)
        parts = contributions(signals, WEIGHTS)
        best = np.argsort(-_total(parts), kind="stable")[:limit]
        read = self._read(candidates.numbers[order[best]], [shortlist[place] for place in best])
        return [
            Hit(one, _at(place, signals), _at(place, parts))
            for one, place in zip(read, best, strict=True)
        ]

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

    def _listed(
        self, query: Query, candidates: Candidates, order: NDArray[np.int64]
    ) -> list[Listed]:
        store, numbers = self.index.store, candidates.numbers[order].tolist()
        held = query.terms.held(self.index.keywords, candidates.numbers[order])
        near = (candidates.sentences[place] for place in order)
        columns = store.annotations(numbers), store.statement_kinds(numbers), near
        return list(map(Listed, *columns, held))

    def _read(self, numbers: NDArray[np.int64], listed: Sequence[Listed]) -> list[ReadPassage]:
        store = self.index.store
        passages = store.passages(numbers.tolist())
        scored = map(_scored, store.sentences(numbers.tolist()), listed)
        documents = (store.document(passage.document_id) for passage in passages)
        names = (one.annotation.names for one in listed)
        return list(map(ReadPassage, passages, documents, names, scored))


def _scored(sentences: Sequence[Sentence], listed: Listed) -> tuple[ScoredSentence, ...]:
    near: list[float] = listed.similarities.tolist()
    return tuple(map(ScoredSentence, sentences, listed.annotation.sentences, near))


def _total(parts: Signals) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.sum(list(parts.values()), axis=0)
    return total


def _at(place: np.int64, signals: Signals) -> dict[Signal, float]:
    return {name: float(values[place]) for name, values in signals.items()}
