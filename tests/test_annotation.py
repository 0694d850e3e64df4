"""What is noted of a passage when it is indexed is what reading it at the question would tell."""

import pytest

from index.annotation import annotation, packed, unpacked
from index.answer_forms import AnswerForm, carries_answer
from index.constraints import names_of
from index.search import Searcher
from index.texts import sentence_text
from server.service import Service


@pytest.fixture(scope="module")
def searcher(service: Service) -> Searcher:
    return service.searcher()


def test_every_stored_annotation_is_what_the_passage_says(searcher: Searcher) -> None:
    store = searcher.index.store
    numbers = list(range(len(searcher.index.passages)))
    columns = store.passages(numbers), store.sentences(numbers), store.annotations(numbers)
    for passage, sentences, stored in zip(*columns, strict=True):
        description = store.document(passage.document_id).description
        assert stored == annotation(description, passage, sentences, searcher.analyser)


def test_strengths_and_names_are_those_of_the_rules(searcher: Searcher) -> None:
    [passage], [sentences] = searcher.index.store.passages([1]), searcher.index.store.sentences([1])
    description = searcher.index.store.document(passage.document_id).description
    noted = annotation(description, passage, sentences, searcher.analyser)
    around = (description.title, description.publisher, *passage.section, passage.text)
    assert noted.names == names_of("\n".join(around), description.year)
    for sentence, one in zip(sentences, noted.sentences, strict=True):
        text = sentence_text(passage, sentence)
        for form in AnswerForm:
            assert one.carries(form) == carries_answer(form, text, sentence.statement.actors)
        assert one.terms == set(searcher.analyser.terms(text))


def test_an_annotation_is_stored_and_read_back_whole(searcher: Searcher) -> None:
    for noted in searcher.index.store.annotations([0, 2, 1]):
        assert unpacked(packed(noted)) == noted


def test_passages_come_in_the_order_that_is_asked_for(searcher: Searcher) -> None:
    store = searcher.index.store
    forwards, backwards = store.passages([0, 1, 2]), store.passages([2, 1, 0])
    assert forwards == backwards[::-1]
    for passage, sentences in zip(backwards, store.sentences([2, 1, 0]), strict=True):
        assert {sentence.passage_id for sentence in sentences} <= {passage.id}
