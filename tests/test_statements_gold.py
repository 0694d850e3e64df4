"""The quality measured on the labelled sentences is kept: see tests/gold/README.md."""

import pytest

from ingest.document import StatementKind
from tests.bench.statements import SPLITS, by_actor, by_kind, labelled, modality_accuracy, pairs


def test_there_are_enough_sentences_of_every_kind() -> None:
    sentences = labelled()
    assert len(sentences) == len({each.id for each in sentences}) == 300
    for kind in StatementKind:
        assert sum(each.statement.kind is kind for each in sentences) >= 50


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("kind", list(StatementKind))
def test_precision_and_recall_stay(split: str, kind: StatementKind) -> None:
    score = by_kind(pairs(labelled(split)), kind)
    assert (score.precision >= 0.83, score.recall >= 0.89) == (True, True), score


@pytest.mark.parametrize("split", SPLITS)
def test_modality_and_actors_stay(split: str) -> None:
    found = pairs(labelled(split))
    assert modality_accuracy(found) >= 0.98
    score = by_actor(found)
    assert (score.precision >= 0.98, score.recall >= 0.93) == (True, True), score
