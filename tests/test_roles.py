"""What a passage is in its document decides where it is searched for; footnotes follow."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from index.archive import Archive, Vectors
from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.filters import Filter
from index.generation import STORE_FILE, open_index
from index.generation_writing import GenerationWriter
from index.live import LiveIndex
from index.search import Searcher
from index.store import Store
from ingest.document import (
    Content,
    Description,
    Document,
    Kind,
    Page,
    Passage,
    Role,
    Sentence,
    Span,
    Statement,
)
from ingest.parsing import ParsedFile, parse_pdf
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph

SOURCE = "Karlsson, A. (2019). Rutiner för avvikelser i kommunal hälso- och sjukvård. Lund."
NOTE = "Rutinen finns på kommunens webbplats."
QUESTION = "Vem ansvarar för rutinen för avvikelser?"


def a_passage(number: int, text: str, role: Role) -> Passage:
    return Passage(f"d-{number}", "d", ("Ansvar",), text, (Span(0, len(text), 1, 0),), role)


@pytest.fixture
def content() -> Content:
    note, text = a_passage(0, NOTE, Role.NOTE), a_passage(1, DUTY, Role.TEXT)
    sentence = Sentence("d-1", 0, len(DUTY), Statement(), None, ("d-0",))
    return Content((Page(1, "1", DUTY, recognised=True),), (note, text), (sentence,))


@pytest.fixture
def store(tmp_path: Path, content: Content) -> Store:
    document = Document("d", "d.pdf", Description("Titel", "Utgivare", 2020, Kind.OTHER))
    unit = np.ones((2, 1), np.float32)
    with closing(GenerationWriter(tmp_path, 1)) as writer:
        writer.add(document, content, Vectors(unit, unit[:1], np.zeros(3, np.uint64)))
        writer.finish()
    return Store(tmp_path / STORE_FILE)


def test_passages_come_back_with_their_role(store: Store, content: Content) -> None:
    assert tuple(store.passages_of("d")) == content.passages


def test_sentences_come_back_with_their_notes(store: Store, content: Content) -> None:
    assert tuple(store.sentences([1])[0]) == content.sentences


def test_pages_come_back_with_how_they_were_read(store: Store, content: Content) -> None:
    assert store.page("d", 1) == content.pages[0]


def with_roles(parsed: ParsedFile, roles: Sequence[Role]) -> ParsedFile:
    """The parsed file with these roles for its passages; a note is the next passage's."""
    passages = parsed.content.passages
    given = tuple(
        replace(passage, role=role) for passage, role in zip(passages, roles, strict=True)
    )
    notes = tuple(passage.id for passage in given if passage.role is Role.NOTE)
    sentences = tuple(
        replace(sentence, notes=notes) if notes and sentence.passage_id not in notes else sentence
        for sentence in parsed.content.sentences
    )
    return replace(parsed, content=replace(parsed.content, passages=given, sentences=sentences))


@pytest.fixture(scope="module")
def searcher(
    tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder
) -> Searcher:
    """One document with a duty, its footnote and a list of sources, one with a finding."""
    folder = tmp_path_factory.mktemp("roles")
    duty = make_pdf(
        folder / "ansvar.pdf",
        [
            [Heading("Ansvar"), *paragraph(DUTY)],
            [Heading("Mer"), *paragraph(NOTE)],
            [Heading("Källor"), *paragraph(SOURCE)],
        ],
    )
    finding = make_pdf(folder / "enkat.pdf", [[Heading("Resultat"), *paragraph(FINDING)]])
    parsed = with_roles(parse_pdf(duty), (Role.TEXT, Role.NOTE, Role.REFERENCES))
    archive = Archive(folder / "ix" / "documents")
    archive.keep_pdf(parsed.id, duty.read_bytes())
    archive.keep(parsed)
    Builder(folder / "ix", embedder, lambda *_: None).ingest([duty, finding])
    return Searcher(open_index(folder / "ix"), embedder)


@pytest.fixture(scope="module")
def client(searcher: Searcher, embedder: SentenceTransformerEmbedder) -> TestClient:
    service = Service(LiveIndex(searcher.index.folder, embedder), ExtractiveAnswerer())
    return TestClient(create_app(service, load_settings()))


def roles_found(searcher: Searcher, limits: Filter) -> set[Role]:
    return {hit.passage.role for hit in searcher.search(SOURCE, 10, limits).hits}


def test_a_list_of_sources_is_not_found_unasked(searcher: Searcher) -> None:
    assert roles_found(searcher, Filter()) == {Role.TEXT, Role.NOTE}


def test_a_list_of_sources_is_found_when_asked_for(searcher: Searcher) -> None:
    assert roles_found(searcher, Filter(roles=(Role.REFERENCES,))) == {Role.REFERENCES}


def test_another_limit_does_not_let_a_list_of_sources_in(searcher: Searcher) -> None:
    assert Role.REFERENCES not in roles_found(searcher, Filter(year_from=1990))


def test_keywords_alone_do_not_find_a_list_of_sources(searcher: Searcher) -> None:
    terms = list(searcher.analyser.terms("Karlsson Lund"))
    keywords, answering = searcher.index.keywords, searcher.index.selector.select(Filter())
    everywhere, _ = keywords.scores(terms, 10)
    found, _ = keywords.scores(terms, 10, answering.passages)
    assert (len(everywhere), len(found)) == (1, 0)


def test_the_search_interface_takes_roles_and_shows_them(client: TestClient) -> None:
    asked = {"query": QUESTION, "filter": {"roles": ["källförteckning"]}}
    hits = client.post("/api/search", json=asked).json()["hits"]
    assert [hit["role"] for hit in hits] == ["källförteckning"]


def test_an_answer_can_not_be_asked_of_other_roles(client: TestClient) -> None:
    asked = {"question": QUESTION, "filter": {"roles": ["källförteckning"]}}
    assert client.post("/api/ask", json=asked).status_code == 422


def test_a_quote_brings_its_footnote_with_its_page(client: TestClient) -> None:
    citation = client.post("/api/ask", json={"question": QUESTION}).json()["citations"][0]
    assert citation["quote"] == DUTY
    (note,) = citation["notes"]
    assert (note["text"], note["page"], note["page_label"]) == (NOTE, 2, "2")


def test_the_answer_page_shows_the_footnote_under_the_quote(client: TestClient) -> None:
    page = client.get("/", params={"fraga": QUESTION}).text
    assert f"Fotnot: {NOTE}" in page
