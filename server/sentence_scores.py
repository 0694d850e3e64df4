"""How likely each sentence of the hits is to be the answer: a weighted sum of what speaks for it.

The weights are those of a logistic regression on which sentences hold the evidence
(tests/bench/fitting.py).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.fusion import CONSTRAINTS
from index.query import Query
from index.reading import ScoredSentence, form_fit, is_about_another, kind_fit
from index.search import Hit, Results, Searcher
from index.texts import sentence_text
from ingest.document import Description, Sentence

_HITS = 8
_FRAGMENT_CHARACTERS = 40
WEIGHTS: Mapping[str, float] = {
    "nearness": 33.0,
    "coverage": 2.0,
    "relevance": 0.34,
    "first_hit": 0.8,
    "length": 0.29,
    "fragment": -0.58,
    "kind": 0.0,
    "form": 0.0,
    "constraints": 0.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen, with its search terms and what speaks for it."""

    hit: Hit
    sentence: Sentence
    terms: frozenset[str]
    signs: Mapping[str, float]

    @property
    def score(self) -> float:
        """In units of log odds; only comparable within one question."""
        return sum(weight * self.signs[name] for name, weight in WEIGHTS.items())

    @property
    def description(self) -> Description:
        return self.hit.document.description

    @property
    def words(self) -> str:
        """With the lead-in of its list or the caption of its table."""
        return sentence_text(self.hit.passage, self.sentence)


def scored_sentences(results: Results, searcher: Searcher) -> list[Candidate]:
    """The sentences of the first hits, the likeliest first."""
    return sorted(_candidates(results, searcher), key=lambda candidate: -candidate.score)


def _candidates(results: Results, searcher: Searcher) -> Iterator[Candidate]:
    """Of the hits that are about what the question is limited to."""
    hits = [hit for hit in results.hits if not is_about_another(results.query, hit.read)][:_HITS]
    nearest = max((s.similarity for hit in hits for s in hit.sentences), default=0.0)
    for hit in hits:
        of_hit = {
            "relevance": hit.relevance - hits[0].relevance,
            "first_hit": float(hit is hits[0]),
            "constraints": hit.signals[CONSTRAINTS],
        }
        for scored in hit.sentences:
            words = sentence_text(hit.passage, scored.sentence)
            terms = frozenset(searcher.analyser.terms(words))
            signs = {**of_hit, **_signs(results.query, hit, scored, terms, nearest)}
            yield Candidate(hit, scored.sentence, terms, signs)


def _signs(
    query: Query, hit: Hit, scored: ScoredSentence, terms: frozenset[str], nearest: float
) -> dict[str, float]:
    sentence = scored.sentence
    length = sentence.end - sentence.start
    return {
        "nearness": scored.similarity - nearest,
        "coverage": query.terms.coverage(terms),
        "length": math.log(length + 1),
        "fragment": float(length < _FRAGMENT_CHARACTERS),
        "kind": kind_fit(query, sentence.statement),
        "form": form_fit(query, hit.passage, sentence),
    }
