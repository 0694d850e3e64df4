"""Figures with their intervals, against examples worked by hand."""

from dataclasses import replace

import pytest

from server.figures import differences, figures
from server.outcome import Measured
from tests.measuring import measured

FIVE = [
    measured("1", 1),
    measured("2", 2),
    measured("3", None, refused=True),
    measured("4", None, answerable=False, refused=True),
    measured("5", None, answerable=False),
]


def _value(name: str, of: list[Measured]) -> float | None:
    return figures(of).estimates[name].value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recall@1", 1 / 3),
        ("recall@3", 2 / 3),
        ("recall@20", 2 / 3),
        ("mrr", (1 + 1 / 2 + 0) / 3),
        ("first_citation", 1 / 3),
        ("page_exactness", 1.0),
        ("must", 1 / 3),
        ("median_characters", 100.0),
        ("refusal_recall", 1 / 2),
        ("refusal_precision", 1 / 2),
        ("refusal_f1", 1 / 2),
        ("unproved_share", 0.0),
        ("search_ms", 20.0),
        ("ask_ms", 30.0),
    ],
)
def test_the_figures_of_an_example_worked_by_hand(name: str, value: float) -> None:
    assert _value(name, FIVE) == pytest.approx(value, abs=1e-4)


def test_a_median_of_an_even_number_is_halfway() -> None:
    slower = replace(FIVE[1], outcome=replace(FIVE[1].outcome, ask_ms=50.0))
    assert _value("ask_ms", [FIVE[0], slower]) == 40.0


def test_the_page_is_judged_only_where_the_first_citation_carries() -> None:
    later = replace(FIVE[1], outcome=replace(FIVE[1].outcome, page_exact=True))
    elsewhere = replace(FIVE[0], outcome=replace(FIVE[0].outcome, page_exact=False))
    assert _value("page_exactness", [FIVE[0], elsewhere, later]) == 0.5


def test_what_a_group_cannot_tell_is_left_open() -> None:
    result = figures(FIVE[3:])
    assert result.estimates["mrr"].value is None
    assert result.as_json()["recall"]["@5"] is None
    assert result.as_json()["intervals"]["mrr"] == (None, None)


def test_the_interval_is_that_of_a_binomial_share() -> None:
    """50 of 100: the normal approximation gives 0.5 ± 1.96 · 0.05."""
    half = [measured(str(n), 1 if n % 2 else None) for n in range(100)]
    estimate = figures(half).estimates["recall@1"]
    assert estimate.low == pytest.approx(0.402, abs=0.02)
    assert estimate.high == pytest.approx(0.598, abs=0.02)


def test_the_same_questions_give_the_same_intervals() -> None:
    assert figures(FIVE) == figures(FIVE)


def test_a_paired_difference_is_surer_than_two_intervals() -> None:
    """Ten of a hundred questions got better and none worse: surely better, though the
    intervals of the two overlap."""
    before = [measured(str(n), 1 if n < 50 else None) for n in range(100)]
    after = [measured(str(n), 1 if n < 60 else None) for n in range(100)]
    difference = differences(before, after)["recall@1"]
    assert (difference.before, difference.after, difference.change.value) == (0.5, 0.6, 0.1)
    assert difference.change.low is not None
    assert difference.change.low > 0
    separate = (figures(one).estimates["recall@1"] for one in (before, after))
    (_, high_before), (low_after, _) = (one.interval for one in separate)
    assert high_before is not None
    assert low_after is not None
    assert low_after < high_before


def test_times_that_were_not_kept_are_not_compared() -> None:
    old = [replace(one, outcome=replace(one.outcome, search_ms=None, ask_ms=None)) for one in FIVE]
    difference = differences(old, FIVE)["ask_ms"]
    assert (difference.before, difference.after, difference.change.value) == (None, 30.0, None)
