"""The web's edges: what a client may send, and what any response forbids, on a real server."""

import hashlib
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.settings import load_settings
from tests.robustness.contract import contract
from tests.robustness.headers import crawled, findings
from tests.sample import service_over
from tests.serving import running

_CASES = 100
_CRAWLED = 60
_CLIMBS = ("..", "%2e%2e", "%252e%252e", ".%2e", "..%00", "....", "%c0%ae%c0%ae", "..;", "．．")
_PARTS = ("/", "%2f", "%252f", "\\", "%5c", "//")
_STARTS = ("/static/", "/api/docs/static/", "/dokument/", "/api/documents/", "/")
_ENDINGS = ("etc/passwd", "server/app.py", "pyproject.toml")


@pytest.fixture(scope="module")
def url(sample_index: Path, embedder: SentenceTransformerEmbedder) -> Iterator[str]:
    """A server that counts no questions."""
    service = service_over(sample_index, embedder)
    with running(create_app(service, load_settings(rate_per_minute=0))) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client


def _sent(url: str, request: bytes) -> bytes:
    """The whole answer to a request that is sent as it is."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), 60) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()


def _asked(url: str, target: str, host: str = "x") -> tuple[int, bytes]:
    head = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = _sent(url, head.encode("utf-8", "surrogateescape"))
    return int(answer.split(b" ", 2)[1]), answer


def test_a_scanner_finds_nothing_to_complain_of(client: httpx.Client) -> None:
    complaints = {
        str(response.url): found
        for response in crawled(client, _CRAWLED)
        if (found := findings(response))
    }
    assert complaints == {}


def test_the_interface_keeps_to_its_description(url: str) -> None:
    status, cases, said = contract(url, _CASES, phases="fuzzing")
    assert status == 0, said
    assert cases >= _CASES // 2


def test_no_address_leads_to_a_file_that_is_not_ingested(url: str) -> None:
    targets = [
        start + part.join([*[climb] * 6, ending])
        for start in _STARTS
        for climb in _CLIMBS
        for part in _PARTS
        for ending in _ENDINGS
    ]
    targets += ["http://x/etc/passwd", "file:///etc/passwd", "//etc/passwd", "/\x00/etc/passwd"]
    for target in targets[::7] + targets[-4:]:
        status, answer = _asked(url, target)
        assert 400 <= status < 500, target
        assert b"root:" not in answer
        assert b"create_app" not in answer
        assert b"[project]" not in answer


def test_nothing_but_questions_can_be_sent_and_nothing_is_written(
    client: httpx.Client, sample_index: Path
) -> None:
    before = _hashes(sample_index)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST"):
        for path in ("/", "/dokument", "/api/documents", "/static/belagg.css", "/metrics"):
            response = client.request(method, path)
            assert response.status_code == 405, (method, path)
            assert "GET" in response.headers["allow"]
    client.post("/api/ask", json={"question": "Vad ansvarar MAS för?"}).raise_for_status()
    assert _hashes(sample_index) == before


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000,
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
    ["fraga=%00", "fraga=%ff%fe", "fraga=%ED%A0%80", "fraga=\xc3\xb6", "sida=9e99", "fran=-1", "="],
)
def test_no_query_makes_the_server_fail(url: str, query: str) -> None:
    for path in ("/", "/ansvar", "/dokument", "/kallor.bib"):
        assert _asked(url, f"{path}?{query}")[0] < 500


def test_a_body_that_is_too_large_is_refused_also_in_parts(client: httpx.Client) -> None:
    large = json.dumps({"question": "x" * 70_000}).encode()
    for content in (large, iter([large[:40_000], large[40_000:]])):
        response = client.post("/api/ask", content=content)
        assert response.status_code == 413
        assert response.json()["detail"].startswith("Begäran är för stor")


def test_an_address_that_is_too_long_is_told_so(url: str) -> None:
    status, answer = _asked(url, "/?fraga=" + "x" * 40_000)
    assert status == 414
    assert "Adressen är för lång".encode() in answer
    assert _asked(url, "/?" + "&".join(["typ="] * 600))[0] == 414
    # A byte more than there is room for: nothing is left that would break the connection off.
    answer = _sent(url, b"GET /?".ljust(64 * 1024 + 1, b"x"))
    assert answer.startswith(b"HTTP/1.1 431")
    assert b"nosniff" in answer


def test_what_is_no_http_is_told_so_in_swedish(url: str) -> None:
    answer = _sent(url, b"hej\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    assert "går inte att förstå".encode() in answer


def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    app = create_app(service_over(sample_index, embedder), load_settings(rate_per_minute=3))
    question = {"question": "Vad ansvarar MAS för?"}
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:

        def ask(forwarded: str) -> httpx.Response:
            return client.post("/api/ask", json=question, headers={"x-forwarded-for": forwarded})

        answers = [ask("192.0.2.1") for _ in range(5)]
        assert {answer.status_code for answer in answers[:2]} == {200}
        refused = answers[-1]
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.headers["content-type"] == "application/problem+json"
        # What a client itself says of where it comes from is not believed, only the nearest proxy.
        assert ask("198.51.100.9, 192.0.2.1").status_code == 429
        assert ask("192.0.2.2").status_code == 200
        # A client of IPv6 has a whole network to itself.
        last = [ask(f"2001:db8::{number}") for number in range(5)][-1]
        assert last.status_code == 429
        assert client.get("/static/belagg.css").status_code == 200
        page = client.get("/", params={"fraga": "x"}, headers={"x-forwarded-for": "192.0.2.1"})
        assert (page.status_code, "Vänta" in page.text) == (429, True)


def test_a_proxy_that_is_not_listed_is_not_believed(
    sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    settings = load_settings(rate_per_minute=1, trusted_proxies="10.0.0.0/8")
    app = create_app(service_over(sample_index, embedder), settings)
    with running(app) as url:
        answers = [
            httpx.post(
                f"{url}/api/search",
                json={"query": "MAS"},
                headers={"x-forwarded-for": f"192.0.2.{number}", "x-forwarded-proto": "https"},
            )
            for number in range(3)
        ]
    assert answers[-1].status_code == 429
    assert "strict-transport-security" not in answers[0].headers


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
