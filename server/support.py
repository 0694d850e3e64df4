"""Whether the passages found support an answer at all.

Logistic regression on signs of support. Near misses are told by what a reader would look for:
whether a question for a figure finds one beside its own words, whether the collection knows the
question's words at all, and whether the hits name what the question is limited to.
"""

import math
from collections.abc import Mapping, Sequence

from index.answer_forms import AnswerForm
from index.search import Results
from index.signals import CONSTRAINTS, PASSAGE
from server.sentence_scores import Candidate

_LOOKED_AT = 5
_FIGURES = frozenset({AnswerForm.NUMBER, AnswerForm.DURATION, AnswerForm.DATE})
# From this fit on, a sentence holds a figure of the form that is asked for.
_HOLDS = 0.7
# Fitted by tests/bench/fitting.py for the bundled model.
WEIGHTS: Mapping[str, float] = {
    "asks_for_figure": -1.4,
    "figure_missing": -1.31,
    "away_from_figure": -1.34,
    "unknown_words": -2.0,
    "constraints": 2.92,
    "passage": 4.66,
}
CONSTANT = 0.75
THRESHOLD = 0.7


def signs_of_support(results: Results, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Of the hits, and of their sentences with the likeliest first; neither may be empty."""
    hits = results.hits[:_LOOKED_AT]
    asks = float(results.query.form in _FIGURES)
    beside = max((one.signs["context"] for one in candidates if _holds(one)), default=0.0)
    return {
        "asks_for_figure": asks,
        "figure_missing": asks * (1 - candidates[0].signs["form"]),
        "away_from_figure": asks * (1 - beside),
        "unknown_words": results.query.terms.unknown_share,
        "constraints": max(hit.signals[CONSTRAINTS] for hit in hits),
        "passage": max(hit.signals[PASSAGE] for hit in hits),
    }


def _holds(candidate: Candidate) -> bool:
    return candidate.signs["form"] >= _HOLDS


def support(results: Results, candidates: Sequence[Candidate]) -> float:
    """How likely it is, between 0 and 1, that the hits answer the question."""
    if not candidates:
        return 0.0
    signs = signs_of_support(results, candidates)
    logit = CONSTANT + sum(weight * signs[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-logit))
