"""How much of a question's own words a text holds, each word weighed by how rare it is."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from index.keywords import KeywordIndex
from index.swedish import Analyser
from index.words import STOP_WORDS, words

# A compound that is only there in its parts.
_PARTS = 0.8


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The question's content words: the search terms of each, and its weight (its idf).
    `unknown` are the first terms of those that stand nowhere in the collection."""

    groups: tuple[tuple[tuple[str, ...], float], ...]
    unknown: frozenset[str] = frozenset()

    @property
    def unknown_share(self) -> float:
        """The share of the weight that is in words which stand nowhere in the collection."""
        if not self.weight:
            return 0.0
        lost = sum(weight for group, weight in self.groups if group[0] in self.unknown)
        return lost / self.weight

    @property
    def weight(self) -> float:
        return sum(weight for _, weight in self.groups)

    def held(self, keywords: KeywordIndex, passages: NDArray[np.int64]) -> list[frozenset[str]]:
        """Which of the terms each passage holds, by number."""
        terms = tuple(dict.fromkeys(chain.from_iterable(group for group, _ in self.groups)))
        holding = [keywords.holding(term, passages).tolist() for term in terms]
        return [frozenset(compress(terms, row)) for row in zip(*holding, strict=True)] or [
            frozenset()
        ] * len(passages)

    def coverage(self, terms: Collection[str]) -> float:
        """The share of the weight that the terms hold, between 0 and 1; a compound counts by
        its parts."""
        if not self.weight:
            return 0.0
        return sum(weight * _share(group, terms) for group, weight in self.groups) / self.weight


def _share(group: Sequence[str], terms: Collection[str]) -> float:
    if group[0] in terms:
        return 1.0
    parts = group[1:]
    return _PARTS * sum(part in terms for part in parts) / len(parts) if parts else 0.0


def weighted_terms(question: str, analyser: Analyser, keywords: KeywordIndex) -> WeightedTerms:
    """Weighs each content word of a question by how few passages hold it."""
    content = dict.fromkeys(word for word in words(question) if word not in STOP_WORDS)
    groups = [analyser.word_terms(word) for word in content]
    counts = {group[0]: keywords.frequency(group[0]) for group in groups}
    rarity = {term: math.log((len(keywords) + 1) / (n + 0.5)) for term, n in counts.items()}
    return WeightedTerms(
        tuple((group, max(rarity[group[0]], 0.0)) for group in groups),
        frozenset(term for term, n in counts.items() if not n),
    )
