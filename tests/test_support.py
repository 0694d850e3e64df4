"""Signs of support: what a reader would look for before trusting that a question is answered."""

import pytest

from index.search import Searcher
from server.sentence_scores import scored_sentences
from server.service import Service
from server.support import signs_of_support, support


@pytest.fixture(scope="module")
def searcher(service: Service) -> Searcher:
    return service.searcher()


def signs(searcher: Searcher, question: str) -> dict[str, float]:
    results = searcher.search(question, 20)
    return signs_of_support(results, scored_sentences(results, searcher))


def test_words_that_the_collection_never_uses_speak_against(searcher: Searcher) -> None:
    assert signs(searcher, "Hur länge gäller en delegering?")["unknown_words"] == 0
    assert signs(searcher, "Hur länge gäller en zeppelinare?")["unknown_words"] > 0.5


def test_a_figure_beside_the_question_s_words_is_found(searcher: Searcher) -> None:
    found = signs(searcher, "Hur många månader gäller en delegering?")
    assert found["asks_for_figure"] == 1
    assert found["figure_missing"] < 0.5
    assert found["away_from_figure"] < 0.5


def test_figures_are_only_looked_for_when_they_are_asked_for(searcher: Searcher) -> None:
    found = signs(searcher, "Vem beslutar om delegering?")
    assert (found["asks_for_figure"], found["figure_missing"], found["away_from_figure"]) == (
        0,
        0,
        0,
    )


def test_no_sentence_is_no_support(searcher: Searcher) -> None:
    assert support(searcher.search("Hur länge gäller en delegering?", 20), []) == 0


def test_a_figure_that_no_document_gives_is_refused(service: Service) -> None:
    answer = service.ask("Hur många hissar finns det på kommunens särskilda boenden?").answer
    assert answer.refusal is not None
