"""Kept answers: the same as when they were made, made once, gone with their generation."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from weakref import ref

import pytest

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.filters import Filter
from ingest.document import Kind
from server.answers import Answers
from server.conversation import converse
from server.errors import InvalidRequestError
from server.forms import QuestionForm
from server.schema import AskOut
from server.service import Answering, Service
from server.streaming import answer_events
from tests.sample import service_over

ASKED = "Vad ansvarar MAS för?"
FOLLOWING = "Vad ska vårdgivaren göra?"
REFUSED = "Hur byter man kopplingen på en traktor?"


@pytest.fixture
def answers(service: Service) -> Answers:
    return Answers(service)


def told(answer: AskOut) -> AskOut:
    """What an answer says, whenever it was made."""
    return answer.model_copy(update={"cached": False, "timings_ms": {}})


@pytest.mark.parametrize("question", [ASKED, REFUSED])
def test_a_kept_answer_is_the_one_that_was_made(answers: Answers, question: str) -> None:
    made, kept = answers.ask(question), answers.ask(f"  {question} ")
    assert (made.cached, kept.cached) == (False, True)
    assert told(made) == told(kept)


def test_a_kept_answer_tells_only_the_time_that_it_took_itself(answers: Answers) -> None:
    assert set(answers.ask(ASKED).timings_ms) > {"embed", "total"}
    assert set(answers.ask(ASKED).timings_ms) == {"total"}


def test_other_limits_are_another_question(answers: Answers) -> None:
    answers.ask(ASKED)
    assert not answers.ask(ASKED, Filter(kinds=(Kind.GUIDELINE,))).cached


def test_a_letter_in_another_case_is_another_question(answers: Answers) -> None:
    answers.ask(ASKED)
    assert not answers.ask(ASKED.lower()).cached


def test_equal_questions_at_the_same_moment_are_answered_once(answers: Answers) -> None:
    with ThreadPoolExecutor(8) as crowd:
        given = list(crowd.map(answers.ask, [ASKED] * 8))
    assert sum(not answer.cached for answer in given) == 1
    assert len({told(answer).model_dump_json() for answer in given}) == 1


def test_a_question_that_failed_may_be_asked_again(answers: Answers) -> None:
    limits = Filter(publishers=("Ingen",))
    for _ in range(2):
        with pytest.raises(InvalidRequestError, match="finns inte i indexet"):
            answers.ask(ASKED, limits)


def test_a_conversation_answers_only_its_newest_question(
    answers: Answers, service: Service
) -> None:
    converse(answers, QuestionForm(fraga=ASKED), service.searcher())
    form = QuestionForm(fraga=FOLLOWING, tidigare=[ASKED])
    assert [turn.cached for turn in converse(answers, form, service.searcher())] == [True, False]


def test_a_conversation_of_kept_answers_is_numbered_through(
    answers: Answers, service: Service
) -> None:
    form = QuestionForm(fraga=FOLLOWING, tidigare=[ASKED, REFUSED])
    made, kept = (converse(answers, form, service.searcher()) for _ in range(2))
    assert list(map(told, made)) == list(map(told, kept))
    numbers = [citation.number for turn in kept for citation in turn.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {n for turn in kept if turn.answer for s in turn.answer.sentences for n in s.citations}
    assert cited == set(numbers)


@pytest.mark.parametrize("question", [ASKED, FOLLOWING, REFUSED])
def test_a_streamed_answer_is_kept_and_streamed_again(
    answers: Answers, service: Service, question: str
) -> None:
    def stream() -> tuple[bool, list[bytes]]:
        answering = answers.answering(question)
        is_new = isinstance(answering, Answering)
        return is_new, list(answer_events(answering, 5, answers, lambda _: None))

    made, kept = stream(), stream()
    assert (made[0], kept[0]) == (True, False)
    assert made[1] == kept[1]
    assert told(answers.ask(question)) == told(Answers(service).ask(question))


@pytest.fixture
def growing(
    embedder: SentenceTransformerEmbedder, documents: Path, tmp_path: Path
) -> Iterator[tuple[Builder, Service]]:
    builder = Builder(tmp_path / "ix", embedder, lambda *_: None)
    builder.ingest([documents])
    yield builder, service_over(tmp_path / "ix", embedder)


def test_a_new_generation_forgets_the_answers_of_the_old(
    growing: tuple[Builder, Service], documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, service = growing
    answers = Answers(service)
    question = "Vem ansvarar för rutinen för avvikelser?"
    first = answers.ask(question)
    assert answers.ask(question).cached
    builder.remove(first.citations[0].document.id)
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    later = answers.ask(question)
    assert not later.cached
    assert later.citations == ()


def test_a_folder_built_anew_has_answers_of_its_own(
    documents: Path,
    tmp_path: Path,
    embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its first generation has the name that the first one of the old folder had."""
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    first, *others = sorted(documents.glob("*.pdf"))
    answers = Answers(service_over(tmp_path / "ix", embedder))
    for number, paths in enumerate(([first], others)):
        Builder(tmp_path / "ix", embedder, lambda *_: None).ingest(paths)
        assert not answers.ask("Vem ansvarar för rutinen för avvikelser?").cached
        (tmp_path / "ix").rename(tmp_path / str(number))


def test_the_oldest_answer_gives_way_where_there_is_no_more_room(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(Answers(service).ask(ASKED).model_dump_json())
    monkeypatch.setattr("server.answers._MOST_BYTES", 2 * size)
    answers = Answers(service)
    for question in (ASKED, FOLLOWING, REFUSED, "Vem ansvarar för avvikelser?"):
        answers.ask(question)
    assert not answers.ask(ASKED).cached


def test_an_answer_is_gone_from_memory_when_its_time_is_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.answers._SECONDS_KEPT", 0.2)
    monkeypatch.setattr("server.answers._SECONDS_BETWEEN_LOOKS", 0.1)
    answers = Answers(service)
    citation = ref(answers.ask(ASKED).citations[0])
    patience = monotonic() + 30
    while citation() and monotonic() < patience:
        sleep(0.05)
    assert citation() is None
