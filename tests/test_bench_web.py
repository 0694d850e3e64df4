"""How the bench of the web sums up what it has seen."""

from collections.abc import Mapping

from rich.table import Table

from tests.bench.visits import Visit, Weight
from tests.bench.web import Report, reach_table, timings, weight_table

ASK_PAGE = Visit(requests=4, raw=30_000, sent=9_000, first_byte=3, load=40, whole=41)
ANSWERS = [
    Visit(requests=6, raw=200_000, sent=150_000, first_byte=first, load=load, whole=2 * load)
    for first, load in ((20, 60), (90, 500), (30, 80))
]


def report(violations: Mapping[str, int], widget: Weight | None = None) -> Report:
    weights = {"frågesidan (HTML)": Weight(6_540, 2_130), "chattrutan": widget}
    return Report(weights, ASK_PAGE, ANSWERS, [10.0, 20.0, 400.0], violations, 9, 5)


def rows(table: Table) -> list[list[str]]:
    """Its cells, as text."""
    return [list(cells) for cells in zip(*(column.cells for column in table.columns), strict=True)]


def test_times_are_medians_and_ratios_to_the_api_alone() -> None:
    assert [(found.ms, found.ratio) for found in timings(report({}))] == [
        (20, 1),
        (30, 1.5),
        (80, 4),
        (160, 8),
    ]


def test_weights_are_told_in_kilobytes_beside_their_gzip() -> None:
    assert ["frågesidan (HTML)", "6.5", "2.1", ""] in rows(weight_table(report({})))
    assert ["frågesidan med allt", "30.0", "9.0", "4"] in rows(weight_table(report({})))


def test_a_widget_that_is_not_there_is_told_of() -> None:
    assert ["chattrutan", "saknas", "", ""] in rows(weight_table(report({})))


def test_violations_are_summed_and_told_where_they_are() -> None:
    found = rows(reach_table(report({"ask": 0, "answer": 2, "error": 1})))
    assert found[0][1] == "3"
    assert ["  varav answer", "2"] in found
    assert not any("varav ask" in name for name, _ in found)
