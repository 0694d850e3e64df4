"""Personal data in text: found however it is written, and nothing else taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.personal_data import PersonalDataKind, find, find_published, masked
from tests.bench.personal_data.cases import cases
from tests.bench.personal_data.measuring import measure

# Skatteverket's own example, and numbers of its test series.
_NUMBERS = ("811228-9874", "19121212-1212", "701063-2391", "22950606-FH20", "198108320014")
_LIKELY_SIGNS = "0123456789 -–+\n.abÅåFfKMX:,/()" + "１２\u00a0\u200b"


def kinds(text: str) -> list[str]:
    return [data.kind.value for data in find(text)]


def test_of_2000_made_up_numbers_hardly_one_is_missed_or_taken_wrongly() -> None:
    measured = measure(cases(2000, seed=7))
    assert measured.recall >= 0.999, measured.missed
    assert measured.precision >= 0.999, measured.false


@pytest.mark.parametrize(
    "written",
    [
        "811228-9874",
        "8112289874",
        "19811228–9874",
        "811228 9874",
        "19 811228 - 9874",
        "8 1 1 2 2 8 9 8 7 4",
        "811228-\r\n9874",
        "８１１２２８－９８７４",
        "pnr811228-9874",
        "8\u200b11228\u2060-\ufeff9874",
        "811228--9874",
        "811228–\u00ad9874",
        "811228_9874",
        "811228/9874",
        "81-12-28 9874",
        "id=8112289874",
        "17,8112289874,Anna",
        "1.2.752.129.2.1.3.1.198112289874",
        "81\u200e1228⁻98\u202c74",
        "8\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e32289874",
    ],
)
def test_a_personnummer_is_found_in_every_way_of_writing(written: str) -> None:
    assert kinds(f"Kan {written}, åka hem?") == ["personnummer"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("811228+9874", "personnummer"),
        ("701063-2391", "samordningsnummer"),
        ("191500722390", "samordningsnummer"),
        ("22950606-FH20", "reservnummer"),
        ("2295\u200b0606_FH20", "reservnummer"),
        ("19810829M071", "reservnummer"),
        ("991981000010", "reservnummer"),
        ("198108320014", "reservnummer"),
    ],
)
def test_each_kind_of_number_is_called_what_it_is(number: str, kind: str) -> None:
    assert kinds(f"Gäller det {number}?") == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "811228-9873",  # the check digit
        "810229-9878",  # no such day
        "20811228-9874",  # not born yet
        "org.nr 556012-5790",
        "dnr 811228-9874",
        "4581122898741234",
        "ring 0812289874",
        "2019-12-24 1030",
        "81-12-28 – 2010",
        "19-12-24 1039",
        "+46 10 76 82 79",
        "https://exempel.se/811228/9874",
        "https://exempel.se/?id=8112289874",
        "8112289874,50 kr",
        "lagen (2017:30) och SFS 1993:387",
        "10 12 14 16 18\n20 22 24 26",
        "1,2 34 567 8 901 234 567 8 901",
        "Stina Ek, 2021-03-04",
        "Enhet Bokbinderiet 08-123 45 67",
    ],
)
def test_other_numbers_and_dates_are_left_alone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Andersson född 1943-05-06", "namn och födelsedatum"),
        ("anna andersson 430506", "namn och födelsedatum"),
        ("Nils Karlsson, f. 6 maj 1943", "namn och födelsedatum"),
        ("Anna Andersson 811228-XXXX", "namn och födelsedatum"),
        ("430506 Fatima Hassan", "namn och födelsedatum"),
        ("Karin Lind, tel 070-123 45 67", "namn och telefonnummer"),
    ],
)
def test_a_likely_name_counts_with_a_birth_date_or_a_telephone_number(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_a_name_by_itself_is_no_personal_data() -> None:
    assert kinds("Vad skrev Anna Andersson om läkemedel?") == []


def test_in_a_published_document_a_contact_and_the_date_of_a_signature_are_ordinary() -> None:
    assert find_published("Kontakt: Karin Lind, tel 070-123 45 67") == ()
    assert find_published("Karin Lind 20210304") == ()
    (born,) = find_published("Karin Lind, född 2015-03-04")
    assert born.kind is PersonalDataKind.NAME_AND_BIRTH


def test_dots_cover_the_digits_and_nothing_moves() -> None:
    assert masked("Se 19 811228 - 9874!") == "Se •• •••••• - ••••!"


@given(st.lists(st.one_of(st.text(_LIKELY_SIGNS), st.sampled_from(_NUMBERS)), max_size=8))
def test_a_masked_text_is_as_long_and_holds_nothing_more_to_mask(parts: list[str]) -> None:
    text = "".join(parts)
    covered = masked(text)
    assert len(covered) == len(text)
    assert find(covered) == ()
    assert masked(covered) == covered


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Andersson\r\nfödd 1943-05-06", "namn och födelsedatum"),
        ("Personnummer:\r\n811228.9874", "personnummer"),
    ],
)
def test_what_stands_on_the_next_line_belongs_together(text: str, kind: str) -> None:
    """As pdfium ends lines."""
    assert kinds(text) == [kind]
