"""What a sentence does and whom it holds, rule by rule."""

import pytest

from ingest.document import Modality, Statement, StatementKind
from ingest.statements import classify

DUTY, ADVICE = StatementKind.DUTY, StatementKind.RECOMMENDATION
FINDING, OTHER = StatementKind.FINDING, StatementKind.OTHER


@pytest.mark.parametrize(
    "words",
    [
        "Verksamhetschefen behöver inte ha medicinsk kompetens.",
        "Kommunen är inte skyldig att erbjuda tandvård.",
        "Regionen ansvarar inte för hjälpmedel på boendet.",
        "Vårdgivaren har inget ansvar för patientens egenvård.",
    ],
)
def test_a_negated_duty_places_none_and_names_who_is_free(words: str) -> None:
    statement = classify(words)
    assert (statement.kind, statement.modality) == (OTHER, None)
    assert len(statement.actors) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Läkemedel får inte förvaras olåsta.",
        "Nycklarna ska inte lämnas ut.",
        "Beslutet får endast fattas av verksamhetschefen.",
        "Dosen får delas för högst en vecka i taget.",
        "Men utan den kompetensen får denne inte bestämma över behandlingen.",
    ],
)
def test_a_prohibition_and_a_limit_bind(words: str) -> None:
    statement = classify(words)
    assert (statement.kind, statement.modality) == (DUTY, Modality.MUST)


@pytest.mark.parametrize(
    "words",
    [
        "Ordinationen får tas emot av ssk per telefon.",
        "MAS kan medge undantag från kravet.",
    ],
)
def test_a_permission_is_no_duty(words: str) -> None:
    statement = classify(words)
    assert (statement.kind, statement.modality) == (OTHER, Modality.MAY)


@pytest.mark.parametrize(
    "words",
    [
        "Flera kommuner uppger att regionen ska ta över hjälpmedlen.",
        "I intervjuerna framkommer att chefer anser att staten bör betala.",
        "Det framförs att boendeplaneringen bör ingå i omställningen.",
        "Enligt flera enhetschefer ska ssk vara på plats dygnet runt.",
        "”Kommunen måste göra mer”, säger en av dem.",
    ],
)
def test_what_people_are_said_to_want_is_a_finding_about_them(words: str) -> None:
    assert classify(words) == Statement(FINDING)


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Enligt hälso- och sjukvårdslagen ska regionen erbjuda god vård.", "region"),
        ("Av 4 § framgår att vårdgivaren ska utreda händelsen.", "vårdgivare"),
        ("Föreskriften anger att verksamhetschefen ska utse en ansvarig.", "verksamhetschef"),
    ],
)
def test_the_duty_of_a_cited_rule_stays_a_duty(words: str, actor: str) -> None:
    assert classify(words) == Statement(DUTY, Modality.MUST, (actor,))


def test_what_an_authority_judges_should_be_done_is_advice() -> None:
    statement = classify("Myndigheten bedömer att kommunerna bör planera och att regionerna bör")
    assert statement == Statement(ADVICE, Modality.SHOULD, ("kommun", "region"))


@pytest.mark.parametrize(
    "words",
    [
        "Med ansvar avses det som en befattning ska göra.",
        "Bör anger det som normalt gäller.",
        "Uppgiften ska förstås som ett stöd.",
        "Vem ska ringa läkaren?",
        "Riktlinjen ska bidra till säker vård.",
        "Kapitlet beskriver hur läkemedel ska hanteras när kommunen ansvarar för vården.",
        "Nämnden har låtit utreda hur vården bör bemannas.",
    ],
)
def test_definitions_questions_aims_and_subordinate_clauses_bind_nobody(words: str) -> None:
    assert classify(words) == Statement(OTHER)


@pytest.mark.parametrize(
    ("words", "kind", "actors"),
    [
        ("Om temperaturen är för hög ska ssk kontakta apoteket.", DUTY, ("sjuksköterska",)),
        ("När en fråga rör båda yrkena ska MAR samråda med MAS.", DUTY, ("MAR",)),
        ("Den som är osäker på hur uppgiften ska utföras ska avstå.", DUTY, ()),
        ("Regioner som genomför förändringar bör analysera följderna.", ADVICE, ("region",)),
        ("Under 2022 ska förvaltningen utvärdera projektet.", DUTY, ("förvaltning",)),
        ("Beslut om delegering ska dokumenteras.", DUTY, ()),
    ],
)
def test_the_verb_of_the_main_clause_decides(
    words: str, kind: StatementKind, actors: tuple[str, ...]
) -> None:
    statement = classify(words)
    assert (statement.kind, statement.actors) == (kind, actors)


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("Regionen ska stödja kommunerna i arbetet.", ("region",)),
        ("Ett avslut ska alltid meddelas enhetschefen.", ()),
        ("Kommunernas underlag bör ha granskats av MAS och MAR.", ("MAS", "MAR")),
        ("Rutinen ska tas fram av verksamhetschefen.", ("verksamhetschef",)),
        ("Arbetsterapeut, fysioterapeut eller ssk ska dokumentera skälet.",
         ("arbetsterapeut", "fysioterapeut", "sjuksköterska")),
        ("Samverkan mellan kommunen och regionen ska följas upp.", ()),
        ("Det är kommunens ansvar att rutinen finns.", ("kommun",)),
        ("Ansvaret för utrustningen ligger på regionen.", ("region",)),
        ("Det är MAS som ansvarar för riktlinjen.", ("MAS",)),
        ("Det åligger vårdgivaren att utreda händelsen.", ("vårdgivare",)),
        ("Socialstyrelsen rekommenderar kommunerna att följa upp.", ("kommun",)),
        ("Det är viktigt att rektor informerar elevhälsan.", ("rektor",)),
        ("Arbetsterapeuter bör få fyra kompetensdagar om året.", ()),
        ("Vårdgivaren ska systematiskt arbeta med egenkontroll.", ("vårdgivare",)),
        ("Patienten ska få ett besked av läkaren.", ()),
    ],
)  # fmt: skip
def test_an_actor_is_who_carries_the_duty(words: str, actors: tuple[str, ...]) -> None:
    assert classify(words).actors == actors


@pytest.mark.parametrize(
    ("lead_in", "words", "expected"),
    [
        ("MAS ansvarar för att", "rutinerna är säkra", Statement(DUTY, None, ("MAS",))),
        ("Vårdgivaren ska", "utse ansvarig", Statement(DUTY, Modality.MUST, ("vårdgivare",))),
        ("Följande får inte delegeras:", "injektioner", Statement(DUTY, Modality.MUST)),
        (
            "Nämndens beslut:",
            "MAR ska lämna en rapport.",
            Statement(DUTY, Modality.MUST, ("MAR",)),
        ),
        (
            "De viktigaste iakttagelserna visar följande:",
            "Samverkan på kvällen.",
            Statement(FINDING),
        ),
        (
            "Rekommendationer till nämnden",
            "Utöka bemanningen på natten.",
            Statement(ADVICE, Modality.SHOULD),
        ),
        ("Tabell 1. Vad kommunen ska förvara", "Kylvaror i kylskåp.", Statement(OTHER)),
    ],
)
def test_a_lead_in_decides_for_its_items_when_it_says_something(
    lead_in: str, words: str, expected: Statement
) -> None:
    assert classify(words, lead_in) == expected


def test_a_row_with_a_column_for_who_gives_the_task_to_that_actor() -> None:
    row = "Dag 3 | Vad: Bedömer gång och balans för MAS | Vem: Fysioterapeut"
    assert classify(row, "Tabell 2: Moment") == Statement(DUTY, None, ("fysioterapeut",))


def test_a_row_of_shares_is_a_finding_and_a_row_of_amounts_is_not() -> None:
    row = "Region Syd | Brist: 84 | Balans: 12"
    assert classify(row, "Tabell 2: Balans, procent av kommunerna").kind is FINDING
    assert classify(row, "Tabell 2: Belopp").kind is OTHER


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Sjuksköterskan sammanställer prover inför ronden.", "sjuksköterska"),
        ("Efter dödsfallet erbjuder sjuksköterskan närstående ett samtal.", "sjuksköterska"),
        ("Ansökan prövas av verksamhetschefen inom tio dagar.", "verksamhetschef"),
    ],
)
def test_a_task_in_the_present_tense_is_a_duty(words: str, actor: str) -> None:
    assert classify(words) == Statement(DUTY, None, (actor,))


@pytest.mark.parametrize(
    "words",
    [
        "Flera kommuner erbjuder anhöriga ett samtal.",
        "Andelen ökade från 31 till 42 procent.",
        "Två av enheterna saknar rutin.",
        "Under 2023 rapporterades 780 avvikelser.",
        "Ssk svarar för 41 procent av besöken.",
    ],
)
def test_what_was_counted_or_seen_is_a_finding(words: str) -> None:
    assert classify(words) == Statement(FINDING)


@pytest.mark.parametrize(
    "words", ["Se till att sängen är låst.", "Dokumentera åtgärden samma dag."]
)
def test_an_imperative_advises(words: str) -> None:
    assert classify(words) == Statement(ADVICE, Modality.SHOULD)
