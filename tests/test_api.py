"""The HTTP interface, as promised in its document, on a real server."""

import io
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from PIL import Image

from index.embedder import SentenceTransformerEmbedder
from index.live import LiveIndex
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests.serving import running

QUESTION = "Vad ansvarar MAS för?"
CITATION_KEYS = {
    "document",
    "section",
    "page",
    "page_label",
    "quote",
    "passage",
    "statement",
    "modality",
    "actor",
    "score",
    "page_url",
    "image_url",
    "file_url",
    "reference",
}


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def asked(client: httpx.Client) -> Any:
    return client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()


def test_an_answer_has_the_promised_shape(asked: Any) -> None:
    assert asked["question"] == QUESTION
    assert (asked["answer"] is None) != (asked["refusal"] is None)
    assert asked["answer"]["origin"] == "extract"
    assert isinstance(asked["cached"], bool)
    for number, citation in enumerate(asked["citations"], start=1):
        assert citation["number"] == number
        assert set(citation) >= CITATION_KEYS
        assert 0 <= citation["score"] <= 1
        assert citation["statement"] in {"ansvar", "rekommendation", "iakttagelse", "övrigt"}
        assert citation["quote"].split() == citation["quote"].split()
        assert (
            citation["reference"].endswith(f"s. {citation['page_label']}.")
            or "–" in (citation["reference"])
        )
    assert all(set(hit) >= CITATION_KEYS and "number" not in hit for hit in asked["related"])


def test_where_the_time_went_is_told(client: httpx.Client) -> None:
    question = {"question": "Hur länge gäller en delegering enligt riktlinjen?"}
    made, kept = (client.post("/api/ask", json=question).json() for _ in range(2))
    assert set(made["timings_ms"]) == {"embed", "search", "rerank", "answer", "total"}
    assert set(kept["timings_ms"]) == {"total"}
    assert (made["cached"], kept["cached"]) == (False, True)


def test_what_a_citation_links_to_is_there_and_marked(client: httpx.Client, asked: Any) -> None:
    citation = asked["citations"][0]
    page = client.get(citation["page_url"]).raise_for_status()
    assert page.headers["content-type"].startswith("text/html")
    assert "<mark>" in page.text
    marked = client.get(citation["image_url"]).raise_for_status()
    plain = client.get(citation["image_url"].split("?")[0]).raise_for_status()
    pictures = [Image.open(io.BytesIO(r.content)).convert("RGB") for r in (marked, plain)]
    assert pictures[0].size == pictures[1].size
    assert _yellow(pictures[0]) > 200
    assert _yellow(pictures[1]) == 0
    file = client.get(citation["file_url"]).raise_for_status()
    assert file.content.startswith(b"%PDF")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("inline")


def test_browser_gets_the_same_picture_in_fewer_bytes(client: httpx.Client, asked: Any) -> None:
    address = asked["citations"][0]["image_url"]
    plain = client.get(address).raise_for_status()
    smaller = client.get(address, headers={"accept": "image/webp,*/*"}).raise_for_status()
    assert plain.headers["content-type"] == "image/png"
    assert smaller.headers["content-type"] == "image/webp"
    assert "Accept" in smaller.headers["vary"]
    first, second = (
        Image.open(io.BytesIO(r.content)).convert("RGB").tobytes() for r in (plain, smaller)
    )
    assert first == second
    assert len(smaller.content) < len(plain.content)


def _yellow(picture: Image.Image) -> int:
    colours = picture.getcolors(maxcolors=1 << 24) or []
    return sum(n for n, colour in colours if isinstance(colour, tuple) and colour == (255, 226, 92))


def test_a_refusal_has_no_citations(client: httpx.Client) -> None:
    question = "Hur byter man kopplingen på en traktor?"
    answer = client.post("/api/ask", json={"question": question}).raise_for_status().json()
    assert answer["answer"] is None
    assert answer["citations"] == []
    assert answer["refusal"]["reason"] == "no_support"
    assert answer["refusal"]["message"]


def test_search_ranks_without_answering(client: httpx.Client) -> None:
    found = client.post("/api/search", json={"query": QUESTION, "limit": 7}).json()
    assert len(found["hits"]) == 7
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert "answer" not in found


def test_a_limit_said_twice_is_said_once(client: httpx.Client) -> None:
    def hits(statements: list[str]) -> Any:
        asked = {"query": "läkemedel", "filter": {"statement": statements}}
        return client.post("/api/search", json=asked).json()["hits"]

    assert hits(["ansvar"])
    assert hits(["ansvar"] * 3) == hits(["ansvar"])
    assert hits(["ansvar", "rekommendation", "ansvar"]) == hits(["ansvar", "rekommendation"])


def test_documents_are_listed_filtered_and_shown(client: httpx.Client) -> None:
    every = client.get("/api/documents").json()
    assert every["passages"] == sum(d["passages"] for d in every["documents"])
    one = every["documents"][0]
    assert client.get(f"/api/documents/{one['id']}").json() == one
    kind = client.get("/api/documents", params={"kind": one["kind"]}).json()
    assert {d["kind"] for d in kind["documents"]} == {one["kind"]}
    year = client.get("/api/documents", params={"year_from": one["year"]}).json()
    assert all(d["year"] >= one["year"] for d in year["documents"])


def test_health_and_metrics_tell_what_is_served(client: httpx.Client, asked: Any) -> None:
    health = client.get("/api/health").json()
    assert health["ready"] is True
    assert health["model"] == "multilingual-e5-small"
    metrics = client.get("/metrics").text
    assert 'belagg_answers_total{outcome="answered"}' in metrics
    assert QUESTION not in metrics


FAULTS: list[tuple[str, Any, int, str]] = [
    ("/api/ask", {"question": ""}, 422, "question"),
    ("/api/ask", {"question": "a" * 2000}, 422, "question"),
    ("/api/ask", {}, 422, "question"),
    ("/api/ask", {"question": "x", "frga": 1}, 422, "frga"),
    ("/api/ask", {"question": QUESTION, "limit": 0}, 422, "limit"),
    ("/api/ask", {"question": QUESTION, "limit": 21}, 422, "limit"),
    ("/api/ask", {"question": QUESTION, "filter": {"kind": ["roman"]}}, 422, "filter.kind.0"),
    ("/api/ask", {"question": QUESTION, "filter": {"publisher": ["X"]}}, 422, "filter.publisher"),
    ("/api/ask", {"question": QUESTION, "filter": {"document": ["0"]}}, 422, "filter.document"),
    (
        "/api/ask",
        {"question": QUESTION, "filter": {"statement": ["övrigt"]}},
        422,
        "filter.statement.0",
    ),
    (
        "/api/ask",
        {"question": QUESTION, "filter": {"year": {"from": 2024, "to": 2020}}},
        422,
        "filter.year",
    ),
    ("/api/search", {"query": "  "}, 422, "query"),
    ("/api/search", {"query": "x", "limit": 101}, 422, "limit"),
]


@pytest.mark.parametrize(("path", "body", "status", "field"), FAULTS)
def test_a_faulty_request_is_told_its_fault(
    client: httpx.Client, path: str, body: Any, status: int, field: str
) -> None:
    response = client.post(path, json=body)
    problem = _problem(response, status)
    assert field in {error["field"] for error in problem["errors"]}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/documents/0000000000000000", 404),
        ("GET", "/api/documents?publisher=Ingen", 422),
        ("GET", "/api/documents?year_from=snart", 422),
        ("GET", "/api/finns-inte", 404),
        ("GET", "/api/ask", 405),
    ],
)
def test_every_failure_of_the_interface_has_one_shape(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    _problem(client.request(method, path), status)


def test_a_body_that_is_no_json_is_told_so(client: httpx.Client) -> None:
    response = client.post(
        "/api/ask", content=b"{fel", headers={"content-type": "application/json"}
    )
    assert "JSON" in _problem(response, 422)["detail"]


def _problem(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == status
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("page", ["0", "9999", "-1", "ett"])
def test_a_page_that_is_not_there_is_a_page_that_says_so(client: httpx.Client, page: str) -> None:
    document = client.get("/api/documents").json()["documents"][0]["id"]
    for ending in ("", ".png"):
        response = client.get(f"/dokument/{document}/sida/{page}{ending}")
        assert response.status_code in {404, 422}
        assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "key", ["x", "x.1.2", "..", "a.b.c", "0000000000000000-00000.0.5", "%00.1.2"]
)
def test_a_quote_that_is_not_there_is_told_so(client: httpx.Client, key: str) -> None:
    document = client.get("/api/documents").json()["documents"][0]["id"]
    response = client.get(f"/dokument/{document}/sida/1?citat={key}")
    assert response.status_code == 404
    assert "Citatet" in response.text


def test_files_are_only_served_by_document(client: httpx.Client) -> None:
    for path in ("/dokument/..%2f..%2fetc/fil", "/static/../app.py", "/dokument/x/fil"):
        assert client.get(path).status_code == 404


def test_the_interface_is_documented(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/search", "/api/documents", "/api/health"} <= set(paths)


def test_all_that_the_description_says_is_swedish(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"].values()
    answers = [
        answer["description"]
        for operations in paths
        for operation in operations.values()
        for answer in operation["responses"].values()
    ]
    assert len(answers) > 60
    standard = {status.phrase for status in HTTPStatus} | {"Successful Response"}
    assert not standard & {*answers}


def test_without_an_index_visitors_are_told_to_wait_and_the_operator_why(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: SentenceTransformerEmbedder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    empty = tmp_path_factory.mktemp("tomt")
    app = create_app(Service(LiveIndex(empty, embedder), ExtractiveAnswerer()), load_settings())
    with running(app) as url, httpx.Client(base_url=url) as client:
        problem = _problem(client.post("/api/ask", json={"question": QUESTION}), 503)
        health = client.get("/api/health")
        assert (health.status_code, health.json()["ready"]) == (503, False)
        page = client.get("/")
        assert page.status_code == 503
    for told in (problem["detail"], health.text, page.text):
        assert str(empty) not in told
        assert "belagg ingest" not in told
    assert str(empty) in caplog.text
    assert "belagg ingest" in caplog.text
