"""What a document says that it replaces, matched to the documents of the collection."""

from datetime import date

import pytest

from ingest.document import Description, Document, Kind, Number, NumberKind, Validity
from server.standing import Standing, standing
from server.succession import successions

TODAY = date(2026, 3, 1)
NEW = "ny"


def made(
    name: str,
    title: str,
    year: int | None,
    *,
    publisher: str = "Ekkommunen",
    number: Number | None = None,
    edition: str | None = None,
    replaces: str | None = None,
    validity: Validity | None = None,
) -> Document:
    described = Description(
        title,
        publisher,
        year,
        Kind.GUIDELINE,
        numbers=(number,) if number else (),
        validity=validity,
        edition=edition,
        replaces=(replaces,) if replaces else (),
    )
    return Document(name, f"{name}.pdf", described)


def case(value: str) -> Number:
    return Number(NumberKind.CASE, value)


def matched(text: str, *earlier: Document) -> list[str]:
    """The ids of what a guideline of 2024 replaces, if it says so in this text."""
    successor = made(NEW, "Riktlinje för delegering 2024", 2024, replaces=text)
    (replaced,) = successions([successor, *earlier])[NEW].replaces
    return [document.id for document in replaced.documents]


OLD = made("gammal", "Riktlinje för delegering", 2022, number=case("EK 2022/9"), edition="Utgåva 3")
OLDER = made("äldre", "Riktlinje för delegering", 2018, edition="Utgåva 2")
OTHER = made("annan", "Riktlinje för delegering av läkemedel", 2022)


@pytest.mark.parametrize(
    "text",
    [
        "Uppföljning av något helt annat, EK 2022/9",
        "riktlinje dnr EK 2022/9, version 1.0",
        "dnr ek 2022/9.",
        "Riktlinje för delegering, utgåva 3, fastställd 2021-12-14",
        "Riktlinje för delegering (2022)",
        "utgåva 3, som gällde från 1 mars 2022",
        "tidigare riktlinje från 2022",
    ],
)
def test_a_number_or_a_title_with_its_edition_or_year_names_the_document(text: str) -> None:
    assert matched(text, OLD, OLDER, OTHER) == ["gammal"]


@pytest.mark.parametrize(
    "text",
    [
        "EK 2022/91",
        "EK 2022/9-2",
        "VEK 2022/9",
        "tidigare riktlinje",
        "Riktlinje för delegering",
        "Riktlinje för läkemedel 2022",
        "Riktlinje för delegering av insulin 2022",
        "Riktlinje för delegering, utgåva 4, 2022",
        "avsnitt 3 i Riktlinje för delegering, EK 2022/9",
        "riktlinjer från 2016–2022",
    ],
)
def test_what_is_not_clear_names_no_document(text: str) -> None:
    assert matched(text, OLD, OLDER, OTHER) == []


def test_one_of_two_that_fit_is_not_chosen() -> None:
    twin = made("tvilling", "Riktlinje för delegering", 2022)
    assert matched("Riktlinje för delegering 2022", OLD, twin) == []


def test_a_number_that_two_share_names_the_one_of_the_edition() -> None:
    shared = case("EK 2022/9")
    first = made("första", "Riktlinje för delegering", 2022, number=shared, edition="Version 1")
    second = made("andra", "Riktlinje för delegering", 2022, number=shared, edition="Version 2")
    assert matched("EK 2022/9", first, second) == []
    assert matched("EK 2022/9, version 1", first, second) == ["första"]


def test_a_text_with_two_numbers_names_two_documents() -> None:
    other = made("annan", "Rutin för insulin", 2020, number=case("EK 2020/55"))
    assert matched("EK 2022/9 och EK 2020/55", OLD, other) == ["gammal", "annan"]


def test_a_case_number_of_another_publisher_is_not_meant_but_a_series_number_is() -> None:
    theirs = made("deras", "Rutin", 2020, publisher="Tallnämnden", number=case("EK 2022/9"))
    assert matched("EK 2022/9", theirs) == []
    national = Number(NumberKind.SERIES, "SOSFS 2012:9")
    law = made("föreskrift", "Föreskrift", 2012, publisher="Socialstyrelsen", number=national)
    assert matched("Socialstyrelsens föreskrifter (SOSFS 2012:9) om delegering", law) == [
        "föreskrift"
    ]


def test_nothing_replaces_what_is_newer_or_itself() -> None:
    newer = made("nyare", "Riktlinje för delegering", 2025)
    assert matched("Riktlinje för delegering 2025", newer) == []
    assert matched("Riktlinje för delegering 2024") == []


def test_the_replaced_document_knows_its_successor_and_the_other_editions() -> None:
    new = made(NEW, "Riktlinje för delegering", 2024, replaces="utgåva 3")
    found = successions([new, OLD, OLDER, OTHER])
    assert [document.id for document in found["gammal"].replaced_by] == [NEW]
    assert [document.id for document in found["gammal"].editions] == [NEW, "äldre"]
    assert found["annan"].replaced_by == found["annan"].editions == ()


def stood(validity: Validity | None, successor: Validity | None = None) -> Standing:
    old = made("gammal", "Riktlinje för delegering", 2022, validity=validity)
    new = made(
        NEW,
        "Riktlinje för delegering",
        2024,
        replaces="riktlinje från 2022",
        validity=successor,
    )
    documents = [old, new] if successor else [old]
    return standing(old, successions(documents)["gammal"], TODAY)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 1, 1), None, Standing.APPLIES),
        (None, TODAY, Standing.APPLIES),
        (TODAY, None, Standing.APPLIES),
        (None, date(2026, 2, 28), Standing.ENDED),
        (date(2026, 3, 2), None, Standing.COMING),
    ],
)
def test_validity_is_counted_with_both_its_days(
    first: date | None, last: date | None, expected: Standing
) -> None:
    assert stood(Validity(first, last)) is expected


def test_a_document_without_validity_applies_until_its_successor_does() -> None:
    assert stood(None) is Standing.APPLIES
    assert stood(None, Validity(date(2026, 4, 1), None)) is Standing.APPLIES
    assert stood(None, Validity(TODAY, None)) is Standing.REPLACED
