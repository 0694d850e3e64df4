"""What a conversation is taken along as, on a real server."""

import io
from collections.abc import Iterator

import docx
import httpx
import pytest
import rispy

ASKED = "Vad ansvarar MAS för?"
FOLLOWED = "Vilka läkarinsatser ska regionen erbjuda?"
REFUSED = "Hur byter man kopplingen på en traktor?"
EVERY_FILE = pytest.mark.parametrize("path", ["/trad.docx", "/kallor.ris", "/kallor.bib"])
EVERY_LIST = pytest.mark.parametrize("path", ["/kallor.ris", "/kallor.bib"])


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as client:
        yield client


def test_word_holds_the_whole_conversation(client: httpx.Client) -> None:
    response = client.get("/trad.docx", params={"fraga": FOLLOWED, "tidigare": [ASKED, REFUSED]})
    assert response.status_code == 200
    document = docx.Document(io.BytesIO(response.content))
    headings = [
        p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"
    ]
    assert headings == [ASKED, REFUSED, FOLLOWED, "Källor"]


def test_word_has_a_footnote_for_every_citation_of_the_page(client: httpx.Client) -> None:
    asked = client.post("/api/ask", json={"question": ASKED}).json()
    response = client.get("/trad.docx", params={"fraga": ASKED})
    part = next(
        part
        for part in docx.Document(io.BytesIO(response.content)).part.package.iter_parts()
        if part.partname == "/word/footnotes.xml"
    )
    links = {relationship.target_ref for relationship in part.rels.values()}
    assert links == {f"{client.base_url}{one['page_url']}" for one in asked["citations"]}
    assert part.blob.count(b"footnoteRef/") == sum(
        len(sentence["citations"]) for sentence in asked["answer"]["sentences"]
    )


def test_taking_an_answer_along_is_not_counted_as_another_answer(client: httpx.Client) -> None:
    def counted() -> list[str]:
        lines = client.get("/metrics").text.splitlines()
        return [line for line in lines if line.startswith("belagg_answers_total")]

    before = counted()
    client.get("/trad.docx", params={"fraga": ASKED}).raise_for_status()
    assert counted() == before


def test_lists_hold_every_document_that_is_cited(client: httpx.Client) -> None:
    asked = client.post("/api/ask", json={"question": ASKED}).json()
    titles = {citation["document"]["title"] for citation in asked["citations"]}
    entries = rispy.loads(client.get("/kallor.ris", params={"fraga": ASKED}).text)
    assert {entry["title"] for entry in entries} == titles
    bibtex = client.get("/kallor.bib", params={"fraga": ASKED}).text
    assert all(f"{{{{{title}}}}}" in bibtex for title in titles)


def test_filters_of_the_page_apply(client: httpx.Client) -> None:
    asked = {"fraga": ASKED, "utgivare": "Exempelkommunen"}
    entries = rispy.loads(client.get("/kallor.ris", params=asked).text)
    assert {entry["publisher"] for entry in entries} == {"Exempelkommunen"}


@EVERY_FILE
def test_file_is_named_after_the_first_question(client: httpx.Client, path: str) -> None:
    response = client.get(path, params={"fraga": FOLLOWED, "tidigare": ASKED})
    ending = path.rpartition(".")[2]
    assert response.headers["content-disposition"] == (
        f'attachment; filename="belagg-vad-ansvarar-mas-for.{ending}"'
    )


def test_name_of_a_long_question_is_cut(client: httpx.Client) -> None:
    response = client.get("/trad.docx", params={"fraga": "Ä" * 900})
    name = response.headers["content-disposition"].partition('"')[2].rstrip('"')
    assert len(name) <= 65
    assert name.isascii()


@EVERY_FILE
@pytest.mark.parametrize("asked", [{}, {"fraga": " "}, {"tidigare": ASKED}])
def test_nothing_asked_is_a_problem_in_words(
    client: httpx.Client, path: str, asked: dict[str, str]
) -> None:
    response = client.get(path, params=asked)
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert "Skriv en fråga" in response.text


@EVERY_LIST
def test_nothing_cited_is_a_problem_in_words(client: httpx.Client, path: str) -> None:
    response = client.get(path, params={"fraga": REFUSED})
    assert response.status_code == 422
    assert "Det finns inga källor att spara" in response.text


def test_refusal_can_be_saved_as_word(client: httpx.Client) -> None:
    response = client.get("/trad.docx", params={"fraga": REFUSED})
    texts = [p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs]
    assert "Dokumenten besvarar inte frågan." in texts
