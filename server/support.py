"""Whether the passages found support an answer at all.

Three signs, weighed by logistic regression: how near the best sentence is to the question,
how much of the question's own weight in words the best passage holds, and how near the
question is to the collection as a whole.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.search import Hit, Results, Searcher
from index.swedish import STOP_WORDS, spelled_out, words

_LOOKED_AT = 5
# Fitted for the bundled model on the sample corpus' questions and on four real reports' (229 in
# all); five-fold area under the curve .79.
_SENTENCE = 11.0
_COVERAGE = 2.8
_DOMAIN = 63.0
_CONSTANT = -60.2
THRESHOLD = 0.55


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The question's content words: the search terms of each, and its weight (its idf)."""

    groups: tuple[tuple[tuple[str, ...], float], ...]

    @property
    def weight(self) -> float:
        return sum(weight for _, weight in self.groups)

    def coverage(self, terms: Collection[str]) -> float:
        """The share of the weight that the terms hold, between 0 and 1; a compound counts by
        its parts."""
        if not self.groups:
            return 0.0
        return sum(weight * _share(group, terms) for group, weight in self.groups) / self.weight


def _share(group: Sequence[str], terms: Collection[str]) -> float:
    if group[0] in terms:
        return 1.0
    parts = group[1:]
    return 0.8 * sum(part in terms for part in parts) / len(parts) if parts else 0.0


def weighted_terms(question: str, searcher: Searcher) -> WeightedTerms:
    """Weighs each content word by how few passages hold it."""
    analyser, store = searcher.analyser, searcher.index.store
    total = len(searcher.index.passages)
    content = dict.fromkeys(w for w in words(spelled_out(question)) if w not in STOP_WORDS)
    groups = []
    for word in content:
        group = analyser.word_terms(word)
        groups.append((group, math.log((total + 1) / (store.term_count(group[0]) + 0.5))))
    return WeightedTerms(tuple(groups))


def support(results: Results, terms: WeightedTerms, searcher: Searcher) -> float:
    """How likely it is, between 0 and 1, that the hits answer the question."""
    if not results.hits:
        return 0.0
    hits = results.hits[:_LOOKED_AT]
    nearest = max((scored.similarity for hit in hits for scored in hit.sentences), default=-1.0)
    coverage = max(terms.coverage(passage_terms(hit, searcher)) for hit in hits)
    logit = _SENTENCE * nearest + _COVERAGE * coverage + _DOMAIN * results.domain + _CONSTANT
    return 1 / (1 + math.exp(-logit))


def passage_terms(hit: Hit, searcher: Searcher) -> set[str]:
    """All search terms of a passage with its headings and its document's title."""
    title = searcher.index.store.document(hit.passage.document_id).description.title
    text = " ".join((title, *hit.passage.section, hit.passage.text))
    return set(searcher.analyser.terms(text))
