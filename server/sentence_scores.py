"""How likely each sentence of the hits is to be the answer: a weighted sum of what speaks for it.

The weights are those of a logistic regression on which sentences hold the evidence
(tests/bench/fitting.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.query import Query
from index.reading import ScoredSentence, is_about_another, kind_fit
from index.search import Hit, Results, Searcher
from index.signals import CONSTRAINTS
from index.texts import sentence_text
from ingest.document import Description, Sentence

_HITS = 8
WEIGHTS: Mapping[str, float] = {
    "nearness": 8.5,
    "coverage": 2.8,
    "relevance": 0.42,
    "first_hit": 1.45,
    "kind": 0.29,
    "form": 1.24,
    "constraints": 0.2,
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
    """Of the hits that are about what the question is limited to, the sentences that make a
    statement of the kind that the filter lets through."""
    hits = [hit for hit in results.hits if not is_about_another(results.query, hit.read)][:_HITS]
    nearest = max((s.similarity for hit in hits for s in hit.sentences), default=0.0)
    for hit in hits:
        title = hit.document.description.title
        around = set(searcher.analyser.terms(" ".join((title, *hit.passage.section))))
        of_hit = {
            "relevance": hit.relevance - hits[0].relevance,
            "first_hit": float(hit is hits[0]),
            "constraints": hit.signals[CONSTRAINTS],
        }
        for scored in hit.sentences:
            if not results.limits.allows(scored.sentence.statement):
                continue
            terms = scored.annotation.terms
            signs = {
                **of_hit,
                **_signs(results.query, scored, terms, nearest),
                "context": results.query.terms.coverage(terms | around),
            }
            yield Candidate(hit, scored.sentence, terms, signs)


def _signs(
    query: Query, scored: ScoredSentence, terms: frozenset[str], nearest: float
) -> dict[str, float]:
    return {
        "nearness": scored.similarity - nearest,
        "coverage": query.terms.coverage(terms),
        "kind": kind_fit(query, scored.sentence.statement.kind),
        "form": scored.annotation.carries(query.form),
    }
