"""Some seconds of the soak: python -m tests.robustness.soak runs the whole."""

import sys

import pytest

from tests.robustness.soak import growth, is_of_one, soak

A = {"ansvar-a": frozenset({"Kommunen ansvarar."}), "enkat-a": frozenset({"Av enkäten."})}
B = {"ansvar-b": frozenset({"Regionen ansvarar."}), "enkat-b": frozenset({"Av svaren."})}


@pytest.mark.skipif(sys.platform != "linux", reason="läser processernas minne ur /proc")
def test_no_answer_fails_or_is_mixed_while_the_collection_changes() -> None:
    result = soak(minutes=0.2, clients=4, switch_seconds=2, workers=1, permanent=1)
    assert result.failures == {}
    assert result.mixed == 0
    assert result.answers_checked > 0
    assert result.switches > 0
    assert all(megabytes > 0 for megabytes in result.megabytes)


def test_an_answer_mixed_of_two_generations_is_told_from_one_of_either() -> None:
    whole = frozenset({("ansvar-a", "Kommunen ansvarar."), ("enkat-a", "Av enkäten.")})
    mixed = frozenset({("ansvar-a", "Kommunen ansvarar."), ("enkat-b", "Av svaren.")})
    assert is_of_one(whole, [A, B])
    assert not is_of_one(mixed, [A, B])


def test_a_quote_that_no_generation_has_is_found() -> None:
    assert not is_of_one(frozenset({("ansvar-a", "Regionen ansvarar.")}), [A, B])


def test_growth_is_measured_from_when_the_server_is_warm() -> None:
    warming = [100.0] * 10 + [200.0] * 80 + [210.0] * 10
    assert growth(warming, start=20) == pytest.approx(0.05)
