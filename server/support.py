"""Whether the passages found support an answer at all.

Logistic regression on signs of support: how near the best sentence is to the question, how much
of the question's words the hits hold, whether they name what the question is limited to, and
how near the question is to the collection as a whole.
"""

import math
from collections.abc import Mapping, Sequence

from index.fusion import CONSTRAINTS, COVERAGE, PASSAGE
from index.search import Results
from server.sentence_scores import Candidate

_LOOKED_AT = 5
# Fitted by tests/bench/fitting.py for the bundled model.
WEIGHTS: Mapping[str, float] = {
    "sentence": 11.0,
    "coverage": 2.8,
    "domain": 63.0,
    "passage": 0.0,
    "chosen_coverage": 0.0,
    "form": 0.0,
    "constraints": 0.0,
    "lead": 0.0,
}
CONSTANT = -60.2
THRESHOLD = 0.55


def signs_of_support(results: Results, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Of the hits, and of their sentences with the likeliest first; neither may be empty."""
    hits = results.hits[:_LOOKED_AT]
    near = [scored.similarity for hit in hits for scored in hit.sentences]
    return {
        "sentence": max(near, default=-1.0),
        "coverage": max(hit.signals[COVERAGE] for hit in hits),
        "domain": results.domain,
        "passage": max(hit.signals[PASSAGE] for hit in hits),
        "chosen_coverage": candidates[0].signs["coverage"],
        "form": candidates[0].signs["form"],
        "constraints": max(hit.signals[CONSTRAINTS] for hit in hits),
        "lead": hits[0].relevance,
    }


def support(results: Results, candidates: Sequence[Candidate]) -> float:
    """How likely it is, between 0 and 1, that the hits answer the question."""
    if not candidates:
        return 0.0
    signs = signs_of_support(results, candidates)
    logit = CONSTANT + sum(weight * signs[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-logit))
