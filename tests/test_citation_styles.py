"""References in three styles, each expected string written by hand."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.description import UNKNOWN_PUBLISHER
from ingest.document import Description, Document, Kind, Number, NumberKind
from server.citation_sources import Source
from server.citation_styles import in_styles
from server.citation_text import plain, sentence, tidy
from tests.citing import ARTICLE, CASE, TODAY, URL, document, entries, in_text, law, styled

SOU = Number(NumberKind.SERIES, "SOU 2020:19")
PROPOSITION = Number(NumberKind.SERIES, "Prop. 2019/20:1")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(
            document(numbers=(ARTICLE,)),
            [
                f"Socialstyrelsen. (2020). Vård och omsorg (Artikelnr 2020-1-1). {URL}",
                f"Socialstyrelsen (2020). Vård och omsorg (Artikelnr 2020-1-1). {URL} [2026-11-22]",
                "1. Socialstyrelsen. Vård och omsorg [Internet]. 2020 [citerad 22 november 2026]. "
                f"s. 5. Artikelnr 2020-1-1. Hämtad från: {URL}",
            ],
            id="report",
        ),
        pytest.param(
            document(),
            [
                f"Socialstyrelsen. (2020). Vård och omsorg. {URL}",
                f"Socialstyrelsen (2020). Vård och omsorg. {URL} [2026-11-22]",
                "1. Socialstyrelsen. Vård och omsorg [Internet]. 2020 [citerad 22 november 2026]. "
                f"s. 5. Hämtad från: {URL}",
            ],
            id="no number",
        ),
        pytest.param(
            document(source=None, numbers=(CASE,), edition="Utgåva 4"),
            [
                "Socialstyrelsen. (2020). Vård och omsorg (Utgåva 4, Dnr VON 2022/187).",
                "Socialstyrelsen (2020). Vård och omsorg (Utgåva 4, Dnr VON 2022/187).",
                "1. Socialstyrelsen. Vård och omsorg. Utgåva 4. 2020. s. 5. Dnr VON 2022/187.",
            ],
            id="no address",
        ),
        pytest.param(
            document(source="Diariet"),
            [
                "Socialstyrelsen. (2020). Vård och omsorg (Filen rapport-2020.pdf).",
                "Socialstyrelsen (2020). Vård och omsorg (Filen rapport-2020.pdf).",
                "1. Socialstyrelsen. Vård och omsorg. 2020. s. 5. Filen rapport-2020.pdf.",
            ],
            id="neither address nor number",
        ),
        pytest.param(
            document(year=None),
            [
                f"Socialstyrelsen. (u.å.). Vård och omsorg. {URL}",
                f"Socialstyrelsen (u.å.). Vård och omsorg. {URL} [2026-11-22]",
                "1. Socialstyrelsen. Vård och omsorg [Internet]. [u.å.] [citerad 22 november 2026]."
                f" s. 5. Hämtad från: {URL}",
            ],
            id="no year",
        ),
        pytest.param(
            document(publisher=UNKNOWN_PUBLISHER, numbers=(CASE,)),
            [
                f"Vård och omsorg (Dnr VON 2022/187). (2020). {URL}",
                f"Vård och omsorg (2020). Dnr VON 2022/187. {URL} [2026-11-22]",
                "1. Vård och omsorg [Internet]. 2020 [citerad 22 november 2026]. s. 5. "
                f"Dnr VON 2022/187. Hämtad från: {URL}",
            ],
            id="nobody known",
        ),
        pytest.param(
            document("Vem gör vad?", "Vårdbolaget AB."),
            [
                f"Vårdbolaget AB. (2020). Vem gör vad? {URL}",
                f"Vårdbolaget AB. (2020). Vem gör vad? {URL} [2026-11-22]",
                "1. Vårdbolaget AB. Vem gör vad? [Internet]. 2020 [citerad 22 november 2026]. "
                f"s. 5. Hämtad från: {URL}",
            ],
            id="marks that close",
        ),
        pytest.param(
            law(),
            [
                f"SFS 2017:30. Hälso- och sjukvårdslag. {URL}",
                f"SFS 2017:30. Hälso- och sjukvårdslag. {URL} [2026-11-22]",
                "1. Hälso- och sjukvårdslag (SFS 2017:30) [Internet]. Socialdepartementet; 2017 "
                f"[citerad 22 november 2026]. s. 5. Hämtad från: {URL}",
            ],
            id="law",
        ),
        pytest.param(
            replace(law(), description=replace(law().description, source=None)),
            [
                "SFS 2017:30. Hälso- och sjukvårdslag. Socialdepartementet.",
                "SFS 2017:30. Hälso- och sjukvårdslag. Socialdepartementet.",
                "1. Hälso- och sjukvårdslag (SFS 2017:30). Socialdepartementet; 2017. s. 5.",
            ],
            id="law without address",
        ),
        pytest.param(
            document("God och nära vård", kind=Kind.INQUIRY, numbers=(SOU,)),
            [
                f"SOU 2020:19. God och nära vård. {URL}",
                f"SOU 2020:19. God och nära vård. {URL} [2026-11-22]",
                "1. God och nära vård (SOU 2020:19) [Internet]. Socialstyrelsen; 2020 "
                f"[citerad 22 november 2026]. s. 5. Hämtad från: {URL}",
            ],
            id="public inquiry",
        ),
    ],
)
def test_entries_of_the_list(of: Document, expected: list[str]) -> None:
    assert entries(of) == expected


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (document(), ["(Socialstyrelsen, 2020, s. 5)", "(Socialstyrelsen 2020, s. 5)"]),
        (document(year=None), ["(Socialstyrelsen, u.å., s. 5)", "(Socialstyrelsen u.å., s. 5)"]),
        (
            document(publisher=UNKNOWN_PUBLISHER),
            ["(Vård och omsorg, 2020, s. 5)", "(Vård och omsorg 2020, s. 5)"],
        ),
        (law(number="HSLF-FS 2017:37"), ["(HSLF-FS 2017:37, s. 5)"] * 2),
        (document(numbers=(PROPOSITION,)), ["(Prop. 2019/20:1, s. 5)"] * 2),
    ],
)
def test_references_in_running_text(of: Document, expected: list[str]) -> None:
    assert in_text(of) == [*expected, "(1, s. 5)"]


@pytest.mark.parametrize(
    ("labels", "expected"), [(("xi",), "s. xi"), (("5", "6"), "s. 5–6"), (("[2]",), "s. [2]")]
)
def test_pages_are_those_printed(labels: tuple[str, ...], expected: str) -> None:
    assert all(one.endswith(f", {expected})") for one in in_text(document(), labels))


def test_title_is_in_italics_but_for_vancouver() -> None:
    apa, harvard, vancouver = styled(document())[0]
    for style in (apa, harvard):
        assert [s.text for s in style.entry if s.italic] == ["Vård och omsorg"]
    assert not any(stretch.italic for stretch in vancouver.entry)


def test_title_that_stands_for_an_author_is_in_italics_in_the_text() -> None:
    apa = styled(document(publisher=UNKNOWN_PUBLISHER))[0][0]
    assert [stretch.text for stretch in apa.in_text if stretch.italic] == ["Vård och omsorg"]


def test_day_of_reading_is_the_day_that_is_given() -> None:
    source = Source(document(), 1)
    _, harvard, vancouver = in_styles(source, ("5",), date(2027, 3, 1))
    assert "[2027-03-01]" in plain(harvard.entry)
    assert "[citerad 1 mars 2027]" in plain(vancouver.entry)


@pytest.mark.parametrize("closed", ["Nej.", "Vad?", "Hjälp!", "Och så …", "”Vad gör MAS?”"])
def test_sentence_that_is_closed_gets_no_full_stop(closed: str) -> None:
    assert plain(sentence(closed)) == closed


def test_text_is_put_on_one_line_without_control_characters() -> None:
    assert tidy(" Vård\x00 och\r\n\tom\ud800sorg\x1f\ufffe ") == "Vård och om sorg"


# Names and titles as hostile as PDFs are, though not with two full stops of their own.
texts = st.text(min_size=1, max_size=40).filter(
    lambda text: ".." not in tidy(text) and "None" not in text
)
words = st.text(string.ascii_lowercase + "Ååäö .?!/:-", min_size=1).filter(lambda t: ".." not in t)
numbers = st.lists(
    st.builds(
        Number, st.sampled_from(NumberKind), st.from_regex(r"[A-Z]FS \d{4}:\d", fullmatch=True)
    ),
    max_size=4,
)
descriptions = st.builds(
    Description,
    title=texts | words,
    publisher=texts | words | st.just(UNKNOWN_PUBLISHER),
    year=st.none() | st.integers(1000, 9999),
    kind=st.sampled_from(Kind),
    source=st.none() | st.just(URL) | words,
    numbers=numbers.map(tuple),
    edition=st.none() | words,
)
labels = st.lists(
    st.from_regex(r"[ivx]+|[1-9][0-9]?|\[[1-9]\]", fullmatch=True), min_size=1, max_size=2
)


@given(descriptions, labels)
def test_no_reference_has_two_full_stops_or_lacks_its_page(
    description: Description, printed: list[str]
) -> None:
    source = Source(Document("0" * 16, "fil.pdf", description), 1)
    for style in in_styles(source, tuple(printed), TODAY):
        entry, text = plain(style.entry), plain(style.in_text)
        for one in (entry, text):
            assert ".." not in one
            assert "None" not in one
            assert one == tidy(one)
        assert "s. " + "–".join(dict.fromkeys(printed)) in text
        assert entry.endswith((".", "?", "!", "…", "”", "’", '"', "'")) or source.url
