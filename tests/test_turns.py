from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from index.batches import batches, fitting
from index.turns import Turns


class Gated:
    """A model whose vector of a text is its length; its first run waits to be let go."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.at_work = Event()
        self.let_go = Event()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.runs.append(list(texts))
        self.at_work.set()
        assert self.let_go.wait(60)
        if any(text.startswith("fel") for text in texts):
            raise ValueError("fel")
        return np.array([[len(text)] for text in texts], np.float32)


def asked_meanwhile(
    model: Gated, turns: Turns[str], texts: Sequence[str], pool: ThreadPoolExecutor
) -> list[Future[NDArray[np.float32]]]:
    """The first text is at work and the others wait when the model is let go."""
    first = pool.submit(turns.question, texts[0])
    assert model.at_work.wait(60)
    others = [pool.submit(turns.question, text) for text in texts[1:]]
    while len(turns._asked) < len(others):
        pass
    model.let_go.set()
    return [first, *others]


def test_questions_that_come_meanwhile_share_the_next_run() -> None:
    model = Gated()
    turns = Turns(model, budget=100)
    with ThreadPoolExecutor(8) as pool:
        found = asked_meanwhile(model, turns, ["a", "bb", "ccc", "dddd"], pool)
        assert [future.result().tolist() for future in found] == [[1], [2], [3], [4]]
    assert [sorted(run) for run in model.runs] == [["a"], ["bb", "ccc", "dddd"]]


def test_a_text_that_fails_fails_only_for_who_asked_it() -> None:
    model = Gated()
    turns = Turns(model, budget=100)
    with ThreadPoolExecutor(8) as pool:
        first, good, bad = asked_meanwhile(model, turns, ["a", "bb", "fel"], pool)
        assert first.result().tolist() == [1]
        assert good.result().tolist() == [2]
        with pytest.raises(ValueError, match="fel"):
            bad.result()
    assert turns.question("efteråt").tolist() == [7]


def test_a_question_goes_before_passages_that_wait() -> None:
    model = Gated()
    turns = Turns(model, budget=100)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(turns.passages, ["första stycket"])
        assert model.at_work.wait(60)
        question = pool.submit(turns.question, "fråga")
        while not turns._asked:
            pass
        second = pool.submit(turns.passages, ["andra stycket"])
        model.let_go.set()
        for future in (first, question, second):
            future.result()
    assert model.runs == [["första stycket"], ["fråga"], ["andra stycket"]]


def test_a_batch_keeps_to_its_budget_and_holds_at_least_one_text() -> None:
    assert fitting(["a" * 500], 100) == 1
    assert fitting(["a" * 10, "b" * 20, "c" * 30], 60) == 2
    assert fitting([], 100) == 0


def test_batches_hold_every_text_once_and_the_longest_come_first() -> None:
    texts = ["x" * length for length in (5, 90, 3, 40, 41, 1)]
    found = list(batches(texts, 100))
    assert [[len(texts[number]) for number in batch] for batch in found] == [
        [90],
        [41, 40],
        [5, 3, 1],
    ]
