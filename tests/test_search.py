"""A ranking that can be explained: what each signal adds, and what a reranker changes."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedder import SentenceTransformerEmbedder
from index.fusion import WEIGHTS, contributions, standardised
from index.reranker import RerankerIdentity
from index.search import Searcher
from index.signals import RERANKER
from server.service import Service

QUESTION = "Vem ansvarar för att avvikelser anmäls?"


class MostOf:
    """A reranker that counts a letter."""

    identity = RerankerIdentity("räknare", "0")

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([100 * text.count(self.letter) for text in texts], np.float32)


@pytest.fixture(scope="module")
def searcher(service: Service) -> Searcher:
    return service.searcher()


def test_relevance_is_the_sum_of_what_the_signals_add(searcher: Searcher) -> None:
    for hit in searcher.search(QUESTION, 10).hits:
        assert set(hit.parts) == set(WEIGHTS)
        assert hit.relevance == pytest.approx(sum(hit.parts.values()))


def test_hits_come_most_relevant_first(searcher: Searcher) -> None:
    relevances = [hit.relevance for hit in searcher.search(QUESTION, 30).hits]
    assert relevances == sorted(relevances, reverse=True)


def test_fewer_hits_are_the_first_of_more(searcher: Searcher) -> None:
    few = [hit.passage.id for hit in searcher.search(QUESTION, 5).hits]
    many = [hit.passage.id for hit in searcher.search(QUESTION, 30).hits]
    assert many[:5] == few


def test_a_signal_that_tells_nothing_apart_adds_nothing() -> None:
    assert standardised(np.array([0.7, 0.7, 0.7])).tolist() == [0, 0, 0]


def test_a_weight_scales_what_its_signal_adds() -> None:
    scores = np.array([1.0, 2.0, 6.0])
    signal = next(iter(WEIGHTS))
    once, twice = (contributions({signal: scores}, {signal: weight}) for weight in (1.0, 2.0))
    np.testing.assert_allclose(2 * once[signal], twice[signal])


def test_a_reranker_s_score_is_added_and_shown(
    searcher: Searcher, embedder: SentenceTransformerEmbedder
) -> None:
    plain = searcher.search(QUESTION, 20).hits
    counted = Searcher(searcher.index, embedder, MostOf("a")).search(QUESTION, 20).hits
    assert {hit.passage.id for hit in counted} == {hit.passage.id for hit in plain}
    assert all(RERANKER in hit.parts for hit in counted)
    most = max(hit.parts[RERANKER] for hit in counted)
    (favourite,) = (hit for hit in counted if hit.parts[RERANKER] == most)
    place = [hit.passage.id for hit in plain].index(favourite.passage.id)
    assert [hit.passage.id for hit in counted].index(favourite.passage.id) <= place
