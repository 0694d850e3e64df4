"""Numbers, validity, edition and what is replaced, from the file to where they are shown."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.generation import current_generation, open_index
from index.live import LiveIndex
from index.verification import CHECKSUMS_FILE
from ingest.document import Description, Kind
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.document_table import documents_table
from server.presenting import document_out
from server.service import Service
from server.settings import load_settings
from tests.pdfs import Gap, Heading, make_pdf, paragraph

BODY = paragraph("Verksamheten ska ha en rutin som är känd av alla som arbetar där. " * 8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder) -> Path:
    folder = tmp_path_factory.mktemp("particulars")
    page = [
        Heading("Riktlinje för delegering"),
        "Dnr VON 2022/187",
        "Gäller 2023–2024",
        "Version 2.1",
        "Ersätter riktlinje från 2018",
        Gap(),
        *BODY,
    ]
    make_pdf(folder / "riktlinje.pdf", [page])
    Builder(folder / "ix", embedder, lambda *_: None).ingest([folder / "riktlinje.pdf"])
    return folder


@pytest.fixture
def description(folder: Path) -> Description:
    (document,) = open_index(folder / "ix").store.documents()
    return document.description


@pytest.fixture(scope="module")
def client(folder: Path, embedder: SentenceTransformerEmbedder) -> TestClient:
    service = Service(LiveIndex(folder / "ix", embedder), ExtractiveAnswerer())
    return TestClient(create_app(service, load_settings()))


def test_the_index_gives_back_the_whole_description(folder: Path, description: Description) -> None:
    (entry,) = open_index(folder / "ix").manifest.entries
    assert description == entry.description
    assert str(description.validity) == "2023–2024"


def test_the_interface_lists_them(client: TestClient) -> None:
    (document,) = client.get("/api/documents").json()["documents"]
    assert document["numbers"] == [{"kind": "diarienummer", "value": "VON 2022/187"}]
    assert document["validity"] == {"first": "2023-01-01", "last": "2024-12-31"}
    assert (document["edition"], document["replaces"]) == ("Version 2.1", ["riktlinje från 2018"])


def test_the_list_of_documents_shows_them(client: TestClient) -> None:
    page = " ".join(client.get("/dokument").text.split())
    assert "Diarienummer VON 2022/187&nbsp;· Gäller 2023–2024&nbsp;· Version 2.1" in page


def test_the_page_of_a_document_shows_them_as_guessed(client: TestClient) -> None:
    (document,) = client.get("/api/documents").json()["documents"]
    page = client.get(f"/dokument/{document['id']}").text
    for words in ("VON 2022/187", "2023–2024", "Version 2.1", "riktlinje från 2018"):
        assert f'<dd>{words} <span class="guessed">(uppskattat)</span></dd>' in page


def test_the_command_lists_them(folder: Path) -> None:
    store = open_index(folder / "ix").store
    table = documents_table([document_out(document, store) for document in store.documents()], {})
    (cell,) = table.columns[5].cells
    assert str(cell).split("\n") == [
        "diarienummer VON 2022/187",
        "gäller 2023–2024",
        "Version 2.1",
        "ersätter riktlinje från 2018",
    ]


def test_an_index_of_an_older_format_is_built_anew_from_what_is_stored(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    path = make_pdf(tmp_path / "riktlinje.pdf", [[Heading("Riktlinje för delegering"), *BODY]])
    builder = Builder(tmp_path / "ix", embedder, lambda *_: None)
    builder.ingest([path])
    manifest = tmp_path / "ix" / str(current_generation(tmp_path / "ix")) / "manifest.json"
    older = json.loads(manifest.read_text())
    older["format_version"] = 1
    for field in ("numbers", "validity", "edition", "replaces"):
        del older["entries"][0]["description"][field]
    manifest.write_text(json.dumps(older))
    # Versions of that format kept no checksums.
    (manifest.parent / CHECKSUMS_FILE).unlink()
    report = builder.ingest([], rebuild=True)
    assert report.documents == 1
    (document,) = open_index(tmp_path / "ix").store.documents()
    assert document.description.kind is Kind.GUIDELINE
