"""A refusal says what is missing, and no passage about something else stands in for it."""

import pytest

from server.service import Answered, Service


def refused(service: Service, question: str) -> Answered:
    answered = service.ask(question)
    assert answered.answer.refusal is not None
    return answered


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hur många platser på korttidsboende finns det i Region Skåne?", "Region Skåne"),
        ("Vad sade uppföljningen om läkarmedverkan 2011?", "2011"),
    ],
)
def test_what_the_documents_never_mention_is_named(
    question: str, missing: str, service: Service
) -> None:
    refusal = refused(service, question).answer.refusal
    assert refusal is not None
    assert refusal.reason == "not_in_sources"
    assert refusal.missing == (missing,)
    assert missing in refusal.message


def test_a_refusal_offers_further_reading(service: Service) -> None:
    answer = refused(service, "Vad kostar en hjälpmedelsförskrivning i Region Skåne?").answer
    assert answer.citations == ()
    assert answer.related


def test_a_question_about_something_else_altogether_is_refused(service: Service) -> None:
    refusal = refused(service, "Vem vann herrfinalen i fotboll?").answer.refusal
    assert refusal is not None
    assert refusal.reason == "no_support"
    assert refusal.missing == ()
