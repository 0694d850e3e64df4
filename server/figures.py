"""Figures over gold questions, each with its 95 % interval.

The intervals are percentiles of the bootstrap over questions (Efron & Tibshirani 1993, An
Introduction to the Bootstrap, ch. 13). Two measurements of the same questions are compared on
the same draws, so that the questions' own difficulty cancels out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.outcome import Measured

RANKS = (1, 3, 5, 10, 20)
_RESAMPLES = 2000
_SEED = 1993
_PERCENTILES = (2.5, 97.5)

Column = NDArray[np.float64]
Draws = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of one column over that of another; NaN where there is nothing to divide by."""

    above: Column
    below: Column

    def over(self, draws: Draws) -> Column:
        """The statistic of each draw, a row of question numbers."""
        above, below = (column[draws].sum(axis=1) for column in (self.above, self.below))
        nothing = np.full(len(draws), np.nan)
        ratios: Column = np.divide(above, below, out=nothing, where=below > 0)
        return ratios


@dataclass(frozen=True, slots=True)
class Median:
    """The median of a column in which NaN is no value."""

    values: Column

    def over(self, draws: Draws) -> Column:
        ordered = np.sort(self.values[draws], axis=1)  # NaN last
        count = np.isfinite(ordered).sum(axis=1, keepdims=True)
        middle = np.concatenate([(count - 1) // 2, count // 2], axis=1).clip(min=0)
        medians: Column = np.take_along_axis(ordered, middle, axis=1).mean(axis=1)
        return medians


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure between the ends of its interval; all None where there is nothing to measure."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def interval(self) -> tuple[float | None, float | None]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Figures:
    """Estimates by name over a group of questions; the quotes counted."""

    questions: int
    quotes: int
    unproved_quotes: int
    estimates: Mapping[str, Estimate]

    def as_json(self) -> dict[str, Any]:
        values = {name: estimate.value for name, estimate in self.estimates.items()}
        return {
            "questions": self.questions,
            "recall": {f"@{rank}": values.pop(f"recall@{rank}") for rank in RANKS},
            **values,
            "quotes": self.quotes,
            "unproved_quotes": self.unproved_quotes,
            "intervals": {name: one.interval for name, one in self.estimates.items()},
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after, and how much it changed."""

    before: float | None
    after: float | None
    change: Estimate


def figures(measured: Sequence[Measured]) -> Figures:
    whole, draws = _whole(len(measured)), _draws(len(measured))
    return Figures(
        questions=len(measured),
        quotes=sum(one.outcome.quotes for one in measured),
        unproved_quotes=sum(one.outcome.unproved_quotes for one in measured),
        estimates={
            name: _estimate(statistic.over(whole), statistic.over(draws))
            for name, statistic in _statistics(measured).items()
        },
    )


def differences(before: Sequence[Measured], after: Sequence[Measured]) -> dict[str, Difference]:
    """Of two measurements of the same questions, in the same order."""
    whole, draws = _whole(len(before)), _draws(len(before))
    old, new = _statistics(before), _statistics(after)
    return {
        name: Difference(
            _known(old[name].over(whole)[0]),
            _known(new[name].over(whole)[0]),
            _estimate(
                new[name].over(whole) - old[name].over(whole),
                new[name].over(draws) - old[name].over(draws),
            ),
        )
        for name in new
    }


def _statistics(measured: Sequence[Measured]) -> dict[str, Ratio | Median]:
    """Ranks and answers are measured on answerable questions, refusals on all."""

    def column(of: Callable[[Measured], float | None]) -> Column:
        return np.array([of(one) for one in measured], dtype=np.float64)  # None becomes NaN

    answerable = column(lambda one: one.question.is_answerable)
    refused = column(lambda one: one.outcome.refused)
    rightly_refused = refused * (1 - answerable)
    ranks = column(lambda one: one.outcome.rank or np.inf)
    first = column(lambda one: one.outcome.first_citation_carries)
    exact = column(lambda one: one.outcome.page_exact)
    must = column(lambda one: one.outcome.has_all_must)
    characters = column(lambda one: one.outcome.characters)
    answered = (answerable > 0) & (refused == 0)
    return {
        **{f"recall@{k}": Ratio(answerable * (ranks <= k), answerable) for k in RANKS},
        "mrr": Ratio(answerable / ranks, answerable),
        "first_citation": Ratio(answerable * first, answerable),
        "page_exactness": Ratio(answerable * first * exact, answerable * first),
        "must": Ratio(answerable * must, answerable),
        "median_characters": Median(np.where(answered, characters, np.nan)),
        "refusal_recall": Ratio(rightly_refused, 1 - answerable),
        "refusal_precision": Ratio(rightly_refused, refused),
        "refusal_f1": Ratio(2 * rightly_refused, refused + 1 - answerable),
        "unproved_share": Ratio(
            column(lambda one: one.outcome.unproved_quotes),
            column(lambda one: one.outcome.quotes),
        ),
        "search_ms": Median(column(lambda one: one.outcome.search_ms)),
        "ask_ms": Median(column(lambda one: one.outcome.ask_ms)),
    }


def _whole(count: int) -> Draws:
    return np.arange(count)[np.newaxis]


def _draws(count: int) -> Draws:
    return np.random.default_rng(_SEED).integers(count, size=(_RESAMPLES, count))


def _estimate(whole: Column, resampled: Column) -> Estimate:
    """A draw in which there was nothing to measure is left out of the interval."""
    measurable = resampled[np.isfinite(resampled)]
    if not (np.isfinite(whole[0]) and measurable.size):
        return Estimate(None, None, None)
    low, high = np.percentile(measurable, _PERCENTILES)
    return Estimate(_known(whole[0]), _known(low), _known(high))


def _known(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
