"""Editions of a document: the newest first, and both where they differ."""

import pytest

from ingest.document import Description, Kind
from server.editions import are_editions, attributed, disagree, same_matter, series_of
from server.service import Service


def described(title: str, year: int | None, publisher: str = "Exempelverket") -> Description:
    return Description(title, publisher, year, Kind.FOLLOW_UP)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vård av äldre – Lägesrapport 2019", "Vård av äldre: lägesrapport 2021"),
        ("Riktlinje för delegering, reviderad 2022", "Riktlinje för delegering"),
        ("Uppföljning, version 2", "Uppföljning, version 3.1"),
        ("Rapport mars 2020", "Rapport november 2020"),
    ],
)
def test_editions_are_one_series(one: str, other: str) -> None:
    assert series_of(described(one, 2019)) == series_of(described(other, 2021))


def test_other_titles_publishers_and_the_same_year_are_no_editions() -> None:
    report = described("Lägesrapport 2019", 2019)
    assert are_editions(report, described("Lägesrapport 2021", 2021))
    assert not are_editions(report, described("Lägesrapport 2021", 2021, "Annat verk"))
    assert not are_editions(report, described("Årsrapport 2021", 2021))
    assert not are_editions(report, described("Lägesrapport 2019", 2019))
    assert not are_editions(report, described("Lägesrapport", None))


def test_sentences_on_the_same_matter_share_their_words_but_for_figures() -> None:
    one = {"andel", "enhet", "rutin", "delegering", "41", "2019"}
    assert same_matter(one, {"andel", "enhet", "rutin", "delegering", "52", "2021"})
    assert not same_matter(one, {"andel", "enhet", "nattfast", "mätning", "41", "2019"})
    assert not same_matter({"41", "2019", "andel"}, {"41", "2019", "andel"})


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("41 procent saknar rutin.", "52 procent saknar rutin.", True),
        ("Beslutet gäller i ett år.", "Beslutet gäller inte i ett år.", True),
        ("Drygt 1 200 personer.", "Drygt 1200 personer.", False),
        ("Kommunen ansvarar.", "Kommunen ansvarar för det.", False),
    ],
)
def test_sentences_disagree_by_figures_and_denials(one: str, other: str, differ: bool) -> None:
    assert disagree(one, other) is differ


def test_a_quote_is_attributed_with_year_kind_and_publisher() -> None:
    assert attributed("Så är det.", described("Rapport", 2021)) == (
        "2021 års uppföljning (Exempelverket) anger: ”Så är det.”"
    )


def first_year(service: Service, question: str) -> int | None:
    answered = service.ask(question)
    first = answered.answer.citations[0]
    store = answered.searcher.index.store
    return store.document(first.quote.passage.document_id).description.year


def test_a_question_without_a_year_is_answered_from_the_newest_edition(service: Service) -> None:
    assert first_year(service, "Hur länge gäller en delegering?") == 2024


def test_a_question_with_a_year_is_answered_from_that_year(service: Service) -> None:
    assert first_year(service, "Hur länge gäller en delegering enligt riktlinjen 2022?") == 2022


def test_editions_that_differ_are_both_shown_the_newer_first(service: Service) -> None:
    newer, older = service.ask("Hur länge gäller en delegering?").answer.sentences
    assert newer.text.startswith("2024 års riktlinje (Exempelkommunen) anger: ”")
    assert "nio månader" in newer.text
    assert older.text.startswith("2022 års riktlinje (Exempelkommunen) anger: ”")
    assert "tolv månader" in older.text
