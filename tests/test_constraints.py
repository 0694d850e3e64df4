"""What a question is limited to, and whether a text is about that."""

import pytest

from index.constraints import (
    ConstraintKind,
    constraints_in,
    contradicted,
    named_instead,
    names_of,
    unmet,
)
from index.missing import missing_message


def _names(question: str, kind: ConstraintKind) -> list[str]:
    return [c.name for c in constraints_in(question) if c.kind is kind]


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Hur många var det 2019?", ["2019"]),
        ("Vad gällde i överenskommelsen 2018–2020?", ["2018–2020"]),
        ("Skillnaden mellan 2014 och 2015?", ["2014", "2015"]),
        ("Vad säger SFS 2017:30 om huvudmän?", []),
        ("Vad säger prop. 2008/09:5?", []),
        ("Hur var det i fjol?", []),
        ("Hur var det på 2000-talet?", []),
        ("Får det kosta 2000 kronor?", []),
    ],
)
def test_years_are_told_from_other_numbers(question: str, years: list[str]) -> None:
    assert _names(question, ConstraintKind.YEAR) == years


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Vad gör Region Skåne?", ["Region Skåne"]),
        ("vad gäller i skane", ["Skåne"]),
        ("Vilka är Skånes sjukhus?", ["Skåne"]),
        ("Vad gör Skåneregionen?", ["Region Skåne"]),
        ("Vad gjorde Stockholms läns landsting?", ["Region Stockholm"]),
        ("Vad gör Stockholms stad?", ["Stockholms stad"]),
        ("Vad gör VGR?", ["Västra Götaland"]),
        ("vad gör region jämtland härjedalen", ["Region Jämtland Härjedalen"]),
        ("Var bor botkyrkaborna?", ["Botkyrka"]),
        ("marks kommun", ["Marks kommun"]),
        ("Hur är det i Mark?", ["Mark"]),
        ("hur ska en MAS vara i mark o vara", []),
        ("Vad sade Eva Mark om det?", []),
        ("Vad fann Umeå universitet?", []),
        ("Vad ska regionen göra?", []),
        ("Hur är det i Håbo?", ["Håbo"]),
    ],
)
def test_places_are_told_from_words_and_names(question: str, places: list[str]) -> None:
    assert _names(question, ConstraintKind.PLACE) == places


@pytest.mark.parametrize(
    ("question", "kind", "name"),
    [
        ("Vad säger sos?", ConstraintKind.ORGANISATION, "Socialstyrelsen"),
        ("Vad fann IVO:s tillsyn?", ConstraintKind.ORGANISATION, "IVO"),
        ("vad tycker forsakringskassan", ConstraintKind.ORGANISATION, "Försäkringskassan"),
        ("Vad kräver HSL?", ConstraintKind.LAW, "hälso- och sjukvårdslagen"),
        ("Vad kräver SFS 2017:30?", ConstraintKind.LAW, "hälso- och sjukvårdslagen"),
        ("Vad kräver HSLF-FS 2017:40?", ConstraintKind.LAW, "HSLF-FS 2017:40"),
        ("vad kräver sosfs 2005:29", ConstraintKind.LAW, "SOSFS 2005:29"),
        ("Vad säger skollagen?", ConstraintKind.OTHER_LAW, "skollagen"),
        ("Vad säger 3 kap 5 §?", ConstraintKind.PARAGRAPH, "3 kap. 5 §"),
        ("får usk ge insulin", ConstraintKind.OCCUPATION, "undersköterskor"),
        ("vad gör en mas", ConstraintKind.OCCUPATION, "MAS"),
        ("vad gör sjukskoterskan", ConstraintKind.OCCUPATION, "sjuksköterskor"),
        ("Vad gäller på säbo?", ConstraintKind.SETTING, "särskilt boende"),
        ("Hur mår män?", ConstraintKind.GROUP, "män"),
        ("Hur mår personer över 80?", ConstraintKind.QUANTITY, "80 år"),
        ("Vad sker inom två veckor?", ConstraintKind.QUANTITY, "2 veckor"),
    ],
)
def test_a_constraint_is_named_as_a_reader_calls_it(
    question: str, kind: ConstraintKind, name: str
) -> None:
    assert _names(question, kind) == [name]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hur mår man?", ConstraintKind.GROUP),
        ("Får de komma ut i sol?", ConstraintKind.LAW),
        ("Finns det förslagen kvar?", ConstraintKind.OTHER_LAW),
    ],
)
def test_look_alikes_are_no_constraints(question: str, kind: ConstraintKind) -> None:
    assert _names(question, kind) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Vad gör Region Skåne?", "I Skåne finns tio sjukhus."),
        ("Vad gäller i Stockholm?", "Stockholms stad har en rutin."),
        ("Vad gäller i Stockholm?", "Region Stockholm har en rutin."),
        ("Vad gällde 2019?", "Avtalet för 2018–2020 ger svar."),
        ("Vad säger HSL?", "Enligt hälso- och sjukvårdslagen (2017:30) ska vården vara god."),
        ("Vad säger 3 kap. 6 §?", "Det framgår av 3 kap. 5 och 6 §§."),
        ("vad gör en mas", "Medicinskt ansvarig sjuksköterska ansvarar."),
        ("Hur mår de över 80?", "Bland personer 80 år och äldre mår de flesta bra."),
    ],
)
def test_a_text_that_names_it_in_another_form_meets_the_constraint(
    question: str, text: str
) -> None:
    assert unmet(constraints_in(question), names_of(text)) == ()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Vad gör Region Skåne?", "Region Värmland har en rutin."),
        ("Vad gör Region Stockholm?", "Stockholms stad har en rutin."),
        ("Vad gör Stockholms stad?", "Stockholms län har en rutin."),
        ("Hur var det 2022?", "Andelen var störst 2019."),
        ("Vad säger HSL?", "Enligt socialtjänstlagen ska insatsen vara god."),
        ("Hur mår kvinnor?", "Män mår bra."),
        ("Hur mår personer över 80?", "Personer 65 år och äldre mår bra."),
    ],
)
def test_a_text_about_another_of_its_kind_contradicts_it(question: str, text: str) -> None:
    asked = constraints_in(question)
    assert contradicted(asked, names_of(text)) == asked != ()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Vad gör Region Skåne?", "Regionen har en rutin."),
        ("Vad gör Region Skåne?", "Malmö stad har en rutin."),
        ("Vad gör Lunds kommun?", "Region Skåne har en rutin."),
        ("Hur mår kvinnor?", "Äldre mår bra."),
    ],
)
def test_silence_and_a_part_of_the_place_are_no_contradiction(question: str, text: str) -> None:
    asked = constraints_in(question)
    assert unmet(asked, names_of(text)) == asked != ()
    assert contradicted(asked, names_of(text)) == ()


def test_the_year_of_the_document_meets_the_year_asked_for() -> None:
    asked = constraints_in("Hur många var det 2019?")
    assert unmet(asked, names_of("Andelen var 41 procent.", 2019)) == ()
    assert contradicted(asked, names_of("Andelen var 41 procent.", 2021)) == asked


def test_year_place_body_law_and_paragraph_are_strong() -> None:
    asked = constraints_in("Vad säger IVO 2019 om 5 § HSL i Lund för sjuksköterskor på sjukhus?")
    strong = {c.name for c in asked if c.kind.is_strong}
    assert strong == {"IVO", "2019", "5 §", "hälso- och sjukvårdslagen", "Lund"}


@pytest.mark.parametrize(
    ("question", "text", "message"),
    [
        (
            "Vad gör Region Skåne?",
            "I Värmland finns en rutin.",
            "Dokumenten nämner Värmland men inte Region Skåne i detta sammanhang.",
        ),
        (
            "Hur var det 2024?",
            "Det fanns en rutin.",
            "Dokumenten nämner inte 2024 i detta sammanhang.",
        ),
        (
            "Vad gjorde Region Skåne och IVO 2024?",
            "Det fanns en rutin.",
            "Dokumenten nämner varken 2024, Region Skåne eller IVO i detta sammanhang.",
        ),
        (
            "Vad gjorde Region Skåne 2024?",
            "Region Värmland hade en rutin 2019.",
            "Dokumenten nämner 2019 och Region Värmland men varken 2024 eller Region Skåne i "
            "detta sammanhang.",
        ),
    ],
)
def test_a_refusal_names_what_is_missing(question: str, text: str, message: str) -> None:
    names = names_of(text)
    missing = unmet(constraints_in(question), names)
    instead = [name for constraint in missing for name in named_instead(constraint, names)]
    assert missing_message(missing, instead) == message
