"""Many signals to one ranking: a weighted sum, each part of which can be shown.

Each signal is standardised over the candidates, so that a cosine and a BM25 score can be added.
The weights were learnt (tests/bench/fitting.py), not guessed.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.signals import (
    CONSTRAINTS,
    COVERAGE,
    FORM,
    KEYWORDS,
    KIND,
    PASSAGE,
    SENTENCE,
    Signal,
)

# Only who comes on the shortlist hangs on these: found by trial on the sample, not learnt.
FIRST_WEIGHTS: Mapping[Signal, float] = {PASSAGE: 1.0, SENTENCE: 1.0, KEYWORDS: 0.7}
WEIGHTS: Mapping[Signal, float] = {
    PASSAGE: 0.75,
    SENTENCE: 0.71,
    KEYWORDS: 0.15,
    COVERAGE: 0.87,
    KIND: 0.35,
    FORM: 0.34,
    CONSTRAINTS: 0.7,
}

# In the same unit, standard deviations; not learnt, since it depends on which model it is.
RERANKER_WEIGHT = 2.0

Signals = Mapping[Signal, NDArray[np.floating]]


def contributions(signals: Signals, weights: Mapping[Signal, float]) -> Signals:
    """What each weighed signal adds to each candidate's relevance, (n,) each."""
    return {name: weight * standardised(signals[name]) for name, weight in weights.items()}


def standardised(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Zero mean and unit deviation; all zero where every score is equal."""
    # Not by the deviation: of equal scores it may be off 0 by a rounding.
    if np.ptp(scores) == 0:
        return np.zeros(len(scores))
    result: NDArray[np.float64] = (scores - scores.mean()) / scores.std()
    return result
