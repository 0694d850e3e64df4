"""Headings made questions: natural ones, or none."""

import pytest

from ingest.document import Passage, Role
from server.heading_questions import heading_questions


def asked(*section: str, text: str = "Här är läkemedelsgenomgång viktig.") -> list[str]:
    passage = Passage("d:1", "d", section, text, (), Role.TEXT)
    return [question.text for question in heading_questions([passage])]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("1.3 Vad menas med nära vård?", "Vad menas med nära vård?"),
        ("Vad som menas med nära vård", "Vad menas med nära vård?"),
        ("3.5 Vad som inte får delegeras", "Vad får inte delegeras?"),
        ("Vem som får besluta", "Vem får besluta?"),
        ("Hur länge en delegering gäller", "Hur länge gäller en delegering?"),
        ("När någon har fallit", "Vad gäller när någon har fallit?"),
        ("Läkarorganisationens ansvar", "Vad ansvarar läkarorganisationen för?"),
        ("REGIONENS ANSVAR", "Vad ansvarar regionen för?"),
        ("7 Läkemedelsgenomgång", "Vad står det om läkemedelsgenomgång?"),
        ("LÄKEMEDELSGENOMGÅNG", "Vad står det om läkemedelsgenomgång?"),
        ("MAS och MAR", "Vad står det om MAS och MAR?"),
    ],
)
def test_a_heading_becomes_a_natural_question(heading: str, question: str) -> None:
    assert asked(heading) == [question]


def test_who_stands_under_a_heading_of_duties_is_asked_for_theirs() -> None:
    assert asked("2 Roller och ansvar", "2.2 Enhetschefen") == ["Vad ansvarar enhetschefen för?"]
    assert asked("2 Metod", "2.2 Enhetschefen") == []


@pytest.mark.parametrize(
    "heading",
    [
        "Bilaga 2",
        "Bilaga",
        "Dnr VON 2024/31",
        "12 §",
        "3",
        "Sammanfattning",
        "Dalarna",
        "Gör tjänsten som MAR till heltid",
        "Använda resultatet",
        "Hur tar du reda på om en patient får läkemedel?",
        "Läkemedelsgenomgång-",
        "Läkemedelsgenomgång för att minska risken för fall och skador",
    ],
)
def test_what_makes_no_good_question_makes_none(heading: str) -> None:
    assert asked(heading) == []


def test_the_most_natural_question_stands_first() -> None:
    sections = ("Läkemedelsgenomgång", "Vem som får besluta", "Vad är en plan?")
    text = "Här är läkemedelsgenomgång viktig."
    passages = [
        Passage(f"d:{number}", "d", (section,), text, (), Role.TEXT)
        for number, section in enumerate(sections)
    ]
    assert [question.text for question in heading_questions(passages)] == [
        "Vad är en plan?",
        "Vem får besluta?",
        "Vad står det om läkemedelsgenomgång?",
    ]
