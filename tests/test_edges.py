"""The web's edges: what a client may send, and what any response forbids, on a real server."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import fastapi_offline
import httpx
import pytest
from fastapi import FastAPI

from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
from server.app import create_app
from server.settings import load_settings
from tests.robustness.contract import contract
from tests.robustness.headers import crawled, findings
from tests.routes import addresses
from tests.sample import service_over
from tests.sending import asked, sent
from tests.serving import running

_CASES = 100
_CRAWLED = 60
_CLIMBS = ("..", "%2e%2e", "%252e%252e", ".%2e", "..%00", "....", "%c0%ae%c0%ae", "..;", "．．")
_PARTS = ("/", "%2f", "%252f", "\\", "%5c", "//")
_ROOT = Path(__file__).parent.parent
_STATIC = _ROOT / "server" / "static"
_STARTS = {
    "/static/": _STATIC,
    "/api/docs/static/": Path(fastapi_offline.__file__).parent / "static",
    "/dokument/": _STATIC,
    "/api/documents/": _STATIC,
    "/": _STATIC,
}
_SECRETS = (Path("/etc/passwd"), _ROOT / "server" / "app.py", _ROOT / "pyproject.toml")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("cache")
    return folder


@pytest.fixture(scope="module")
def app(sample_index: Path, embedder: SentenceTransformerEmbedder, cache: Path) -> FastAPI:
    """One that counts no questions."""
    settings = load_settings(rate_per_minute=0, cache=cache)
    return create_app(service_over(sample_index, embedder), settings)


@pytest.fixture(scope="module")
def url(app: FastAPI) -> Iterator[str]:
    with running(app) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client


def test_a_scanner_finds_nothing_to_complain_of(client: httpx.Client) -> None:
    complaints = {
        str(response.url): found
        for response in [*crawled(client, _CRAWLED), *_seldom(client)]
        if (found := findings(response))
    }
    assert complaints == {}


def _seldom(client: httpx.Client) -> Iterator[httpx.Response]:
    """What no link leads to."""
    tag = client.get("/").headers["etag"]
    asked_for: list[tuple[int, str, str, dict[str, str]]] = [
        (200, "HEAD", "/", {}),
        (304, "GET", "/", {"if-none-match": tag}),
        (405, "POST", "/", {}),
        (413, "POST", "/api/ask", {"content-length": "70000"}),
        (416, "GET", "/static/belagg.css", {"range": "bytes=9999999-"}),
    ]
    for status, method, path, headers in asked_for:
        content = b"x" * int(headers.get("content-length", 0))
        response = client.request(method, path, headers=headers, content=content)
        assert response.status_code == status
        yield response
    for no_request in (b"hej\r\n\r\n", b"GET /?".ljust(64 * 1024 + 1, b"x")):
        head, _, body = sent(str(client.base_url), no_request).partition(b"\r\n\r\n")
        first, *fields = head.decode().split("\r\n")
        headers = dict(field.split(": ", 1) for field in fields)
        request = httpx.Request("GET", client.base_url)
        yield httpx.Response(int(first.split()[1]), headers=headers, content=body, request=request)


@pytest.mark.parametrize("wrong", ["items=0-1", "bytes=abc", "bytes=5-2", "bytes=", "bytes=0-1;x"])
def test_a_part_that_cannot_be_understood_gives_all_of_the_file(
    client: httpx.Client, wrong: str
) -> None:
    got = client.get("/static/belagg.css", headers={"range": wrong})
    assert (got.status_code, len(got.content) > 100) == (200, True)
    part = client.get("/static/belagg.css", headers={"range": "bytes=0-1, 5-6"})
    assert part.status_code == 206


def test_the_interface_keeps_to_its_description(url: str) -> None:
    status, cases, said = contract(url, _CASES, phases="fuzzing")
    assert status == 0, said
    assert cases >= _CASES // 2


@pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
def test_whatever_the_health_answers_is_described(client: httpx.Client, path: str) -> None:
    described = client.get("/openapi.json").json()["paths"][path]["get"]["responses"]
    for status, refused in (
        (403, client.get(path, headers={"origin": "http://ond.se"})),
        (413, client.request("GET", path, content=b"x" * 70_000)),
        (414, client.get(path, params={"x": "x" * 40_000})),
    ):
        assert refused.status_code == status
        assert refused.headers["content-type"] in described[str(status)]["content"]


def test_no_address_leads_to_a_file_that_is_not_ingested(url: str) -> None:
    targets = [
        start + _way(folder, secret).replace("/", part).replace("..", climb)
        for start, folder in _STARTS.items()
        for climb in _CLIMBS
        for part in _PARTS
        for secret in _SECRETS
    ]
    targets += ["http://x/etc/passwd", "file:///etc/passwd", "//etc/passwd", "/\x00/etc/passwd"]
    for target in targets[::7] + targets[-4:]:
        status, answer = asked(url, target)
        assert 400 <= status < 500, target
        assert b"root:" not in answer
        assert b"create_app" not in answer
        assert b"[project]" not in answer


def _way(folder: Path, secret: Path) -> str:
    """From the folder up and down to the file, which it does reach."""
    way = os.path.relpath(secret, folder)
    assert (folder / way).read_bytes()
    return way


def test_nothing_but_questions_can_be_sent(client: httpx.Client, app: FastAPI) -> None:
    values = {"document_id": "x", "number": "1"}
    table = addresses(app, values)
    assert {path for method, path in table if method not in ("GET", "HEAD")} == {
        "/api/ask",
        "/api/ask/stream",
        "/api/search",
    }
    known = set(table)
    for path in sorted({path for _, path in table} | {"/static/belagg.css"}):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "POST"):
            if (method, path) not in known:
                assert client.request(method, path).status_code == 405, (method, path)


def test_nothing_is_written_beside_the_images_of_pages(
    client: httpx.Client, app: FastAPI, sample_index: Path, cache: Path
) -> None:
    document = open_index(sample_index).manifest.entries[0]
    before = _hashes(sample_index)
    for method, path in addresses(app, {"document_id": document.id, "number": "1"}):
        if method == "GET":
            assert client.get(path, params={"fraga": "Vad ansvarar MAS för?"}).status_code < 500
    client.post("/api/ask", json={"question": "Vad ansvarar MAS för?"}).raise_for_status()
    assert _hashes(sample_index) == before
    written = [path for path in cache.rglob("*") if path.is_file()]
    assert {path.parent.relative_to(cache).as_posix() for path in written} == {"page-images"}


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000,
        *(b'{"question": ' + b"[" * deep + b"]" * deep + b"}" for deep in range(400, 1000, 20)),
        b'{"question": "x", "filter": {"modality": [' + b'"ska",' * 900 + b'"ska"]}}',
        b'{"question": "\xff\xfe"}',
        b'{"question": "\\ud800 vad"}',
        b'{"question": "Vad \\u0000 g\\u00e4ller?"}',
        b'{"question": "x", "limit": ' + b"9" * 5000 + b"}",
        b'{"question": "x", "limit": NaN}',
        b'{"question": "x", "limit": 1e999}',
        b"\x00",
        b"",
    ],
)
def test_no_body_makes_the_server_fail(client: httpx.Client, body: bytes) -> None:
    kind = {"content-type": "application/json"}
    assert client.post("/api/ask", content=body, headers=kind).status_code < 500


@pytest.mark.parametrize(
    "query",
    [
        "fraga=%00",
        "fraga=%ff%fe",
        "fraga=%ED%A0%80",
        "fraga=\xc3\xb6",
        "sida=9e99",
        "fran=-1",
        "year_from=9223372036854775808",
        "year_to=-99999999999999999999",
        "=",
    ],
)
def test_no_query_makes_the_server_fail(url: str, query: str) -> None:
    for path in ("/", "/ansvar", "/dokument", "/kallor.bib", "/api/documents"):
        assert asked(url, f"{path}?{query}")[0] < 500


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "-1"])
@pytest.mark.parametrize("kind", ["", ".png"])
def test_a_page_of_any_number_that_is_not_there_is_told_so(
    client: httpx.Client, number: str, kind: str
) -> None:
    document = client.get("/api/documents").json()["documents"][0]["id"]
    assert client.get(f"/dokument/{document}/sida/{number}{kind}").status_code == 404


def test_a_quote_with_endless_bounds_is_told_not_to_be_there(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": "Vad ansvarar MAS för?"}).json()
    page, key = answer["citations"][0]["page_url"].split("?citat=")
    passage = key.split(".")[0]
    address = f"{page}?citat={passage}.{'1' * 5000}.5"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("origin", ["http://[", "http://]:x", "\xe5"])
def test_an_origin_that_is_no_address_is_refused(client: httpx.Client, origin: str) -> None:
    refused = client.get("/api/documents", headers={b"Origin": origin.encode("latin-1")})
    assert refused.status_code == 403
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_over_https_browsers_are_told_to_stay_there(client: httpx.Client) -> None:
    over_https = client.get("/", headers={"x-forwarded-proto": "https"})
    assert over_https.headers["strict-transport-security"] == "max-age=2592000"
    assert "strict-transport-security" not in client.get("/").headers


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://intranat.exempel.se.ond.se",
        "http://intranat.exempel.se",
        "https://intranat.exempel.se:8443",
        "https://ond.se#https://intranat.exempel.se",
    ],
)
def test_only_listed_origins_may_ask(
    origin: str, sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    listed = "https://intranat.exempel.se"
    app = create_app(service_over(sample_index, embedder), load_settings(widget_origins=listed))
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        stranger = client.get("/api/documents", headers={"origin": origin})
        assert stranger.status_code == 403
        assert "access-control-allow-origin" not in stranger.headers
        known = client.get("/api/documents", headers={"origin": listed})
        assert known.headers["access-control-allow-origin"] == listed
        assert "Origin" in known.headers["vary"]
        assert "access-control-allow-credentials" not in known.headers


def test_a_server_with_names_answers_to_no_other(
    sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    settings = load_settings(hosts="belagg.exempel.se")
    app = create_app(service_over(sample_index, embedder), settings)
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        for known in ("belagg.exempel.se", "BELAGG.exempel.se:8443", "localhost:8000", "[::1]"):
            assert client.get("/", headers={"host": known}).status_code == 200, known
        for other in ("ond.se", "belagg.exempel.se.ond.se", "x@ond.se", "["):
            origin = {"host": other, "origin": f"http://{other}"}
            refused = client.get("/api/documents", headers=origin)
            assert refused.status_code == 421, other
            assert "BELAGG_HOSTS" in refused.json()["detail"]
            assert client.get("/", headers=origin).status_code == 421


def test_a_server_connects_to_nobody(client: httpx.Client) -> None:
    """Only this test's own client connects, to the server."""
    reached: list[object] = []
    listening = True

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event == "socket.connect":
            reached.append(arguments[1])

    sys.addaudithook(heard)
    for _ in crawled(client, _CRAWLED // 3):
        pass
    client.post("/api/ask", json={"question": "http://example.com/ vad gäller?"})
    listening = False
    assert {address for address in reached if address} <= {
        (client.base_url.host, client.base_url.port)
    }


def test_a_failure_that_nobody_foresaw_shows_nothing_of_the_inside(
    sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    app = create_app(service_over(sample_index, embedder), load_settings())

    @app.get("/api/trasig")
    @app.get("/trasig")
    def broken() -> None:
        raise RuntimeError("/hemlig/mapp")

    with running(app) as url:
        for path in ("/api/trasig", "/trasig"):
            response = httpx.get(url + path)
            assert response.status_code == 500
            assert "hemlig" not in response.text
            assert response.headers["x-content-type-options"] == "nosniff"
            assert "Ett oväntat fel" in response.text
