"""The list of documents and a document's own page: what is found, said and counted."""

import re
from collections.abc import Iterator

import httpx
import pytest

from server.document_list import folded
from server.document_outline import Heading, document_outline
from server.service import Service
from tests.followed import MINUTES

ALL = MINUTES + 5


@pytest.fixture(scope="module")
def client(followed_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=followed_url, timeout=120) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: httpx.Client) -> dict[str, str]:
    """The id of each document by its file's name."""
    listed = client.get("/api/documents").raise_for_status().json()["documents"]
    return {document["file"].removesuffix(".pdf"): document["id"] for document in listed}


def listed(client: httpx.Client, **asked: str | int) -> list[str]:
    page = client.get("/dokument", params=asked).raise_for_status().text
    return re.findall(r'<h3><a href="/dokument/[0-9a-f]+">([^<]+)</a>', page)


def said(client: httpx.Client, path: str) -> str:
    """The words of a page without its tags."""
    text = re.sub(r"<[^>]+>", "", client.get(path).raise_for_status().text)
    return " ".join(text.replace("&nbsp;", " ").split())


@pytest.mark.parametrize(
    "words",
    ["eden angsjo", "ÉDEN villa", "Ångsjö, erfarenheter", "björkregionen 2021", "ångström.pdf"],
)
def test_words_are_sought_in_any_order_case_and_without_accents(
    words: str, client: httpx.Client
) -> None:
    swedish = "angsjo" not in words
    expected = ["Erfarenheter från Villa Éden i Ångsjö"] if swedish else []
    assert listed(client, sok=words) == expected


def test_a_document_is_found_by_its_number(client: httpx.Client) -> None:
    assert listed(client, sok="ek 2018/4") == ["Riktlinje för delegering 2018"]


def test_letters_of_swedish_are_kept_and_accents_are_not() -> None:
    assert folded("Éva A\u030aKESSON ü") == "eva åkesson u"


def test_what_applies_today_leaves_out_the_replaced_the_ended_and_the_coming(
    client: httpx.Client,
) -> None:
    assert listed(client, galler="ja", fran=2012) == [
        "Riktlinje för delegering 2023",
        "Erfarenheter från Villa Éden i Ångsjö",
    ]


def test_filters_work_together(client: httpx.Client) -> None:
    assert listed(client, typ="riktlinje", utgivare="Ekkommunen", till=2020) == [
        "Riktlinje för delegering 2018"
    ]


def test_each_filter_counts_what_it_would_give_with_the_others(client: httpx.Client) -> None:
    page = said(client, "/dokument?typ=riktlinje&fran=2020")
    assert "Riktlinje (1)" in page
    assert "Överenskommelse (1)" in page
    assert "Ekkommunen (1)" in page
    assert "Björkregionen (0)" in page
    assert "Bara sådant som gäller i dag (1)" in page


def test_a_long_list_has_pages_that_together_are_the_whole(client: httpx.Client) -> None:
    first, second = listed(client), listed(client, sida=2)
    assert (len(first), len(first) + len(second)) == (50, ALL)
    assert len(set(first + second)) == ALL
    beyond = client.get("/dokument", params={"sida": 3})
    assert beyond.status_code == 404
    assert "Listan har sidorna 1–2" in beyond.text


def test_the_next_page_keeps_the_search(client: httpx.Client) -> None:
    page = client.get("/dokument", params={"sok": "sammanträde", "typ": "protokoll"}).text
    assert 'rel="next" href="/dokument?sok=sammantr%C3%A4de&amp;typ=protokoll&amp;sida=2"' in page


def test_the_list_tells_in_words_what_does_not_apply(client: httpx.Client) -> None:
    page = said(client, "/dokument?fran=2015")
    assert "Riktlinje för delegering 2018 Ersatt" in page
    assert "Ersatt av Riktlinje för delegering 2023" in page
    assert "Ersätter Riktlinje för delegering 2018" in page
    assert "version 2 Gäller inte än" in page
    assert "Överenskommelse om läkare Gäller inte längre" in page
    assert "Andra utgåvor: 2018" in page


@pytest.mark.parametrize("asked", [{"sok": "finns inte"}, {"fran": 2030, "till": 2020}])
def test_nothing_found_says_so_and_leads_back(
    asked: dict[str, str | int], client: httpx.Client
) -> None:
    page = client.get("/dokument", params=asked).raise_for_status().text
    assert "Inga dokument passar sökningen." in page
    assert '<a href="/dokument">Visa alla dokument</a>' in page


@pytest.mark.parametrize("asked", [{"typ": "sak"}, {"galler": "nej"}, {"sok": "a" * 201}])
def test_a_faulty_address_is_told_its_fault(asked: dict[str, str], client: httpx.Client) -> None:
    assert client.get("/dokument", params=asked).status_code == 422


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("delegering-2018", "Dokumentet är ersatt av Riktlinje för delegering 2023, som gäller"),
        ("lakare", "Dokumentet gäller inte längre. Det gällde 2015–2020."),
        ("lakare", "Dokumentet ersätts av Överenskommelse om läkare, version 2 (2022), som gäller"),
        ("framtid", "Dokumentet gäller inte än. Det gäller från 2999-01-01."),
        ("delegering-2023", "Den tidigare riktlinjen, EK 2018/4Finns här: Riktlinje"),
        ("delegering-2023", "Ekkommunen (2023). Riktlinje för delegering 2023."),
    ],
)
def test_the_page_of_a_document_tells_its_standing(
    name: str, told: str, client: httpx.Client, ids: dict[str, str]
) -> None:
    assert told in said(client, f"/dokument/{ids[name]}")


def test_the_page_of_what_applies_has_no_notice(client: httpx.Client, ids: dict[str, str]) -> None:
    page = client.get(f"/dokument/{ids['delegering-2023']}").raise_for_status().text
    assert "standing-notice" not in page


def test_the_figures_of_a_document_are_those_of_the_interface(
    client: httpx.Client, ids: dict[str, str]
) -> None:
    path = f"/dokument/{ids['delegering-2023']}"
    document = client.get(f"/api{path.replace('dokument', 'documents')}").json()
    page = said(client, path)
    sentences = sum(document["statements"].values())
    assert f"1 sida · {document['passages']} textavsnitt · {sentences} meningar" in page
    assert f"vem som ansvarar för något {document['statements']['ansvar']} meningar" in page
    assert "Enhetschef 1 uttalande" in page


def test_an_example_of_a_document_is_answered_from_it(
    client: httpx.Client, ids: dict[str, str]
) -> None:
    page = client.get(f"/dokument/{ids['delegering-2023']}").text
    examples = re.findall(r'<li><a href="(/\?fraga=[^"]+)">([^<]+)</a>', page)
    assert examples[0][1] == "Vad ansvarar enhetschefen för?"
    for path, _ in examples:
        answer = client.get(path.replace("&amp;", "&")).text
        assert 'id="belagg"' in answer
        assert f"/dokument/{ids['delegering-2023']}/sida/1" in answer


def test_the_examples_of_the_start_page_are_answered(server_url: str) -> None:
    with httpx.Client(base_url=server_url, timeout=120) as client:
        examples = re.findall(r'<li><a href="(/\?fraga=[^"]+)">', client.get("/").text)
        assert len(examples) == 3
        for path in examples:
            assert 'id="belagg"' in client.get(path.replace("&amp;", "&")).text


def flat(headings: list[Heading], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for heading in headings:
        yield (*above, heading.text)
        yield from flat(heading.below, (*above, heading.text))


def test_the_outline_holds_every_heading_below_its_own(service: Service) -> None:
    store = service.searcher().index.store
    for document in store.documents():
        paths = list(flat(document_outline(store, document.id)))
        assert {one.section for one in store.passages_of(document.id) if one.section} <= set(paths)


def test_a_heading_knows_how_many_stand_below_it() -> None:
    third = Heading("c", 1, "1")
    first = Heading("a", 1, "1", [Heading("b", 1, "1", [third]), Heading("d", 2, "2")])
    assert (first.size, third.size) == (3, 0)
