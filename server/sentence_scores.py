"""How likely each sentence of the hits is to be the answer: a weighted sum of what speaks for it.

The weights were learnt by logistic regression on which sentences hold the evidence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.coverage import WeightedTerms
from index.search import Hit, ScoredSentence, Searcher
from index.texts import sentence_text
from ingest.document import Description, Sentence

_HITS = 8
_NEARNESS = 33.0
_COVERAGE = 2.0
_RELEVANCE = 0.34
_FIRST_HIT = 0.8
_LENGTH = 0.29
_FRAGMENT = -0.58
_FRAGMENT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen, with its search terms and its document. `score` is in
    units of log odds, only comparable within one question."""

    hit: Hit
    sentence: Sentence
    terms: frozenset[str]
    description: Description
    score: float

    @property
    def words(self) -> str:
        """With the lead-in of its list or the caption of its table."""
        return sentence_text(self.hit.passage, self.sentence)


def scored_sentences(
    hits: Sequence[Hit], terms: WeightedTerms, searcher: Searcher
) -> list[Candidate]:
    """The sentences of the first hits, the likeliest first."""
    hits = hits[:_HITS]
    nearest = max((s.similarity for hit in hits for s in hit.sentences), default=0.0)
    candidates = [
        _candidate(hit, scored, hits[0], nearest, terms, searcher)
        for hit in hits
        for scored in hit.sentences
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def _candidate(
    hit: Hit,
    scored: ScoredSentence,
    first: Hit,
    nearest: float,
    terms: WeightedTerms,
    searcher: Searcher,
) -> Candidate:
    sentence = scored.sentence
    own = frozenset(searcher.analyser.terms(sentence_text(hit.passage, sentence)))
    length = sentence.end - sentence.start
    score = (
        _NEARNESS * (scored.similarity - nearest)
        + _COVERAGE * terms.coverage(own)
        + _RELEVANCE * (hit.relevance - first.relevance)
        + _FIRST_HIT * (hit is first)
        + _LENGTH * math.log(length + 1)
        + _FRAGMENT * (length < _FRAGMENT_CHARACTERS)
    )
    description = searcher.index.store.document(hit.passage.document_id).description
    return Candidate(hit, sentence, own, description, score)
