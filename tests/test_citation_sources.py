"""What a list of references tells of its documents: letters, numbers, order, what is guessed."""

from dataclasses import replace

import pytest

from ingest.document import Kind, Number, NumberKind
from server.citation_sources import Source, listed
from server.citation_text import plain
from tests.citing import CASE, URL, document, entries, law, styled

ISBN = Number(NumberKind.ISBN, "978-91-7555-410-5")


def test_letters_tell_apart_what_a_publisher_gave_out_in_one_year() -> None:
    first = document("Öppna jämförelser", id="1")
    second = document("Ändrade rutiner", id="2")
    other = document("Annan rapport", "Grankommunen", id="3")
    shown = styled(first, second, other, first)
    assert [plain(apa.in_text) for apa, _, _ in shown] == [
        "(Socialstyrelsen, 2020b, s. 5)",
        "(Socialstyrelsen, 2020a, s. 5)",
        "(Grankommunen, 2020, s. 5)",
    ]
    assert [plain(harvard.entry).split(". ")[0] for _, harvard, _ in shown] == [
        "Socialstyrelsen (2020b)",
        "Socialstyrelsen (2020a)",
        "Grankommunen (2020)",
    ]
    assert [plain(vancouver.in_text) for _, _, vancouver in shown] == [
        "(1, s. 5)",
        "(2, s. 5)",
        "(3, s. 5)",
    ]
    assert "2020." not in plain(shown[0][0].entry)
    assert " 2020 [citerad" in plain(shown[0][2].entry)


def test_letters_without_a_year_follow_a_hyphen() -> None:
    alike = [document(title, year=None, id=title) for title in ("A", "B")]
    assert [plain(apa.in_text) for apa, _, _ in styled(*alike)] == [
        "(Socialstyrelsen, u.å.-a, s. 5)",
        "(Socialstyrelsen, u.å.-b, s. 5)",
    ]


def test_letters_do_not_end_with_z() -> None:
    alike = [document(f"Rapport {n:02}", id=str(n)) for n in range(28)]
    assert [source.letter for source in listed(alike).values()][-3:] == ["z", "aa", "ab"]


def test_laws_need_no_letters() -> None:
    laws = [replace(law(number=f"SFS 2017:{n}"), id=str(n)) for n in (30, 31)]
    assert [source.letter for source in listed(laws).values()] == ["", ""]


def test_list_is_in_swedish_order() -> None:
    names = ["Örebro", "Region Gävleborg", "Ängelholm", "Åre", "socialstyrelsen"]
    sources = listed(document(publisher=name, id=name) for name in names).values()
    in_order = [s.author for s in sorted(sources, key=lambda source: source.sort_key)]
    assert in_order == ["Region Gävleborg", "socialstyrelsen", "Åre", "Ängelholm", "Örebro"]


@pytest.mark.parametrize(
    "title",
    [
        "Hälso- och sjukvårdslag (2017:30)",
        "SFS 2017:30 Hälso- och sjukvårdslag",
        "Hälso- och sjukvårdslag (SFS 2017:30).",
    ],
)
def test_number_that_leads_is_not_said_again_in_the_title(title: str) -> None:
    assert entries(law(title))[0] == f"SFS 2017:30. Hälso- och sjukvårdslag. {URL}"


def test_number_of_a_statute_in_a_handbook_about_it_does_not_lead() -> None:
    number = Number(NumberKind.SERIES, "SOSFS 2011:9")
    handbook = document("Handbok", kind=Kind.GUIDELINE, numbers=(number,))
    assert entries(handbook)[0] == f"Socialstyrelsen. (2020). Handbok (SOSFS 2011:9). {URL}"


def test_isbn_stands_only_where_no_address_does() -> None:
    assert "ISBN" not in entries(document(numbers=(ISBN,)))[0]
    assert "(ISBN 978-91-7555-410-5)" in entries(document(numbers=(ISBN,), source=None))[0]


def test_edition_that_the_title_tells_is_not_said_again() -> None:
    assert entries(document("Rutin, version 2", edition="Version 2"))[0].count("ersion 2") == 1


def test_parts_that_nobody_has_stated_are_named() -> None:
    guessed = ("year", "kind", "numbers", "validity")
    source = Source(document(guessed=guessed, numbers=(CASE,)), 1)
    assert source.guessed == ("året", "numret")
    assert Source(document(guessed=guessed), 1).guessed == ("året",)
