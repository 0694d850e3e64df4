"""From a question to ranked passages: the only place that ranks.

All candidates are ranked by the sum of their signals. The best of them are then read as text:
how much of the question's words they hold, whether they say the kind of thing that is asked
for. A reranker, where one is set, reads the first of those once more.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates, Collector
from index.coverage import WeightedTerms, weighted_terms
from index.embedder import Embedder
from index.filters import NO_LIMITS, Filter
from index.fusion import PASSAGE, Signal, contributions
from index.generation import Index
from index.swedish import Analyser, spelled_out
from ingest.document import Passage, Sentence


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit with its cosine to the question."""

    sentence: Sentence
    similarity: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage. `relevance` is the sum of `parts`, what each signal adds; only
    comparable within one search. `similarity` is the passage's cosine to the question."""

    passage: Passage
    parts: Mapping[Signal, float]
    similarity: float
    sentences: tuple[ScoredSentence, ...]

    @property
    def relevance(self) -> float:
        return sum(self.parts.values())

    @property
    def score(self) -> float:
        """The relevance between 0 and 1; the sum of standardised signals seldom leaves -6 to 6."""
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


class Searcher:
    """Searches one generation with the model that made its vectors; safe between threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder
        self._collector = Collector(index)

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(self.index.store.vocabulary())

    @cached_property
    def _mean_sentence(self) -> NDArray[np.float32]:
        return self.index.sentences.mean()

    def search(self, question: str, limit: int, limits: Filter = NO_LIMITS) -> Results:
        """The `limit` best passages that the filter lets through; without one, of those whose
        role may carry an answer."""
        begun = perf_counter()
        understood = spelled_out(question)
        vector = self._embedder.embed_query(understood)
        embedded = perf_counter()
        candidates = self._collector.collect(vector, list(self.analyser.terms(understood)), limits)
        hits = self._ranked(candidates, limit)
        timings = {
            "embed": 1000 * (embedded - begun),
            "search": 1000 * (perf_counter() - embedded),
        }
        return Results(understood, tuple(hits), float(vector @ self._mean_sentence), timings)

    def weighted_terms(self, question: str) -> WeightedTerms:
        """The words of a question, as understood, by their weight in this collection."""
        return weighted_terms(question, self.analyser, self.index.store, len(self.index.passages))

    def passage_terms(self, passage: Passage) -> frozenset[str]:
        """All search terms of a passage with its headings and its document's title."""
        title = self.index.store.document(passage.document_id).description.title
        text = " ".join((title, *passage.section, passage.text))
        return frozenset(self.analyser.terms(text))

    def _ranked(self, candidates: Candidates, limit: int) -> list[Hit]:
        if not len(candidates.numbers):
            return []
        parts = contributions(candidates.signals)
        total = np.sum(list(parts.values()), axis=0)
        order = np.lexsort((candidates.numbers, -total))[:limit]
        return [self._hit(candidates, parts, int(place)) for place in order]

    def _hit(
        self,
        candidates: Candidates,
        parts: Mapping[Signal, NDArray[np.floating]],
        place: int,
    ) -> Hit:
        store, number = self.index.store, int(candidates.numbers[place])
        scored = tuple(
            ScoredSentence(sentence, float(similarity))
            for sentence, similarity in zip(
                store.sentences(number), candidates.sentences[place], strict=True
            )
        )
        added = {name: float(values[place]) for name, values in parts.items()}
        near = float(candidates.signals[PASSAGE][place])
        return Hit(store.passage(number), added, near, scored)
