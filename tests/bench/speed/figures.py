"""What a bench gives: figures, each with its spread, and plots of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure has to reach: at most, or at least, so much."""

    limit: float
    at_least: bool = False

    def is_met_by(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: all its values in the order they were had. `group` names what was
    measured, where a part measures the same of several."""

    name: str
    unit: str
    values: tuple[float, ...]
    group: str = ""
    goal: Goal | None = None

    @property
    def median(self) -> float:
        return self.percentile(50)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles."""
        return self.percentile(25), self.percentile(75)

    def percentile(self, share: float) -> float:
        return float(np.percentile(self.values, share))

    def as_json(self) -> dict[str, Any]:
        low, high = self.spread
        told = {"group": self.group, "name": self.name, "unit": self.unit, "median": self.median}
        told |= {"low": low, "high": high, "n": len(self.values), "values": list(self.values)}
        if self.goal:
            told |= {"goal": self.goal.limit, "at_least": self.goal.at_least}
            told |= {"met": self.goal.is_met_by(self.median)}
        return told


class Shape(StrEnum):
    BARS = "staplar"
    LINES = "linjer"


@dataclass(frozen=True, slots=True)
class Series:
    """A name in the legend, and a value for each x."""

    name: str
    x: tuple[float | str, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """`limit` is drawn as a line across: a goal, or what all is compared with. `bottom` is where
    the values begin."""

    name: str
    title: str
    x: str
    y: str
    series: tuple[Series, ...]
    shape: Shape = Shape.LINES
    logarithmic: bool = False
    limit: tuple[str, float] | None = None
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the bench found; `notes` say how, and what did not go."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "figures": [figure.as_json() for figure in self.figures],
            "notes": list(self.notes),
        }


Say = Callable[[str], None]
"""Told what is being measured."""


def ratios(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """Pair by pair where they were measured in turn, else each to the median below."""
    if len(above) == len(below):
        return tuple(one / other for one, other in zip(above, below, strict=True))
    middle = float(np.median(below))
    return tuple(one / middle for one in above)
