"""What a question asks for, and which sentences hold it."""

import pytest

from index.answer_forms import AnswerForm, carries_answer
from index.question import understand
from ingest.document import StatementKind


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Hur många kommuner saknar en MAS?", AnswerForm.NUMBER),
        ("hur mkt kostar ett larm", AnswerForm.NUMBER),
        ("Vilken kostnad hade hemtjänsten?", AnswerForm.NUMBER),
        ("svårt att träffa läkare, hur många procent?", AnswerForm.NUMBER),
        ("Vilket år trädde avtalet i kraft?", AnswerForm.DATE),
        ("När infördes lagen?", AnswerForm.DATE),
        ("När ska rapporten lämnas?", AnswerForm.DATE),
        ("Hur ofta ska rutinen ses över?", AnswerForm.DURATION),
        ("hur länge gäller en delegering", AnswerForm.DURATION),
        ("Hur många dagar får man vänta?", AnswerForm.DURATION),
        ("vem ansv för rehab på säbo", AnswerForm.ACTOR),
        ("Vilka ansvarar för hjälpmedel?", AnswerForm.ACTOR),
        ("Vilken myndighet har tillsyn?", AnswerForm.ACTOR),
        ("va betyder mas", AnswerForm.DEFINITION),
        ("Vad menas med egenvård?", AnswerForm.DEFINITION),
        ("Vad står SIP för?", AnswerForm.DEFINITION),
        ("vad är egenvård?", AnswerForm.DEFINITION),
        ("Vilka uppgifter kan delegeras?", AnswerForm.LIST),
        ("Vad ingår i hemsjukvården?", AnswerForm.LIST),
        ("Varför behövs en MAR?", AnswerForm.REASON),
        ("får usk ge insulin", AnswerForm.YES_NO),
        ("Räknas vikarier som anställda?", AnswerForm.YES_NO),
        ("Var finns mobila team?", AnswerForm.PLACE),
        ("Vilken kommun kom längst?", AnswerForm.PLACE),
    ],
)
def test_the_form_of_the_answer_is_told_by_the_question(question: str, form: AnswerForm) -> None:
    assert understand(question).answer is form


@pytest.mark.parametrize(
    "question",
    [
        "När måste en tank besiktigas?",
        "Vad är syftet med rutinen?",
        "Hur går en vårdplanering till?",
    ],
)
def test_a_condition_or_a_manner_is_no_form_of_its_own(question: str) -> None:
    assert understand(question).answer is AnswerForm.OTHER


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Vem ansvarar för läkemedel?", StatementKind.DUTY),
        ("vem ansv för rehab", StatementKind.DUTY),
        ("Vad ska kommunen göra vid utskrivning?", StatementKind.DUTY),
        ("får usk ge insulin", StatementKind.DUTY),
        ("Vad bör kommunen göra åt bemanningen?", StatementKind.RECOMMENDATION),
        ("Vilka åtgärder föreslås?", StatementKind.RECOMMENDATION),
        ("Hur stor andel saknar rutin?", StatementKind.FINDING),
        ("Vad visade uppföljningen?", StatementKind.FINDING),
    ],
)
def test_the_kind_of_statement_asked_for_comes_first(question: str, kind: StatementKind) -> None:
    assert understand(question).kinds[0][0] is kind


def test_an_open_question_asks_for_no_kind() -> None:
    assert understand("Vad menas med egenvård?").kinds == ()


def test_a_figure_that_applies_is_a_duty_before_a_finding() -> None:
    kinds = dict(understand("Hur många enheter måste ha en rutin?").kinds)
    assert kinds[StatementKind.DUTY] > kinds[StatementKind.FINDING]


@pytest.mark.parametrize(
    ("form", "carries", "lacks"),
    [
        (AnswerForm.NUMBER, "Av enheterna saknar en tredjedel rutin.", "Enheterna saknar rutin."),
        (AnswerForm.NUMBER, "Tre av fyra har en MAS.", "Det framgår av 5 § i lagen."),
        (AnswerForm.NUMBER, "Andelen är 41 procent.", "Det framgick av rapporten 2019."),
        (AnswerForm.DATE, "Lagen trädde i kraft den 1 januari 2018.", "Se HSLF-FS 2017:40."),
        (AnswerForm.DURATION, "Rutinen ses över varje år.", "Rutinen ska vara känd."),
        (AnswerForm.ACTOR, "Det åligger Försäkringskassan.", "Det är viktigt att följa upp."),
        (AnswerForm.DEFINITION, "Med egenvård avses detta.", "Rutinen ska vara känd."),
        (AnswerForm.LIST, "Det gäller insulin, sår och katetrar.", "Rutinen ska vara känd."),
        (AnswerForm.REASON, "Det beror på brist på tid.", "Rutinen är känd."),
        (AnswerForm.PLACE, "Det finns i Region Värmland.", "Det finns i regionen."),
    ],
)
def test_a_sentence_that_holds_the_form_carries_more(
    form: AnswerForm, carries: str, lacks: str
) -> None:
    assert carries_answer(form, carries) > 0.5
    assert carries_answer(form, lacks) == 0.0


def test_known_actors_are_not_sought_again() -> None:
    assert carries_answer(AnswerForm.ACTOR, "Den ser till det.", ("MAS",)) == 1.0
    assert carries_answer(AnswerForm.ACTOR, "Den ser till det.", ()) == 0.0


def test_a_form_that_shows_in_no_words_neither_speaks_for_nor_against() -> None:
    assert carries_answer(AnswerForm.YES_NO, "Rutinen är känd.") == 0.5
