"""How large, how slow and how many requests may be, on a real server."""

import json
import select
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.crowding import Crowding
from server.http_protocol import BoundedProtocol
from server.rate_limit import client_of
from server.request_limits import RequestLimits
from server.settings import load_settings
from tests.sample import service_over
from tests.sending import asked, connected, sent
from tests.served import wait_until
from tests.serving import running


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


def test_a_body_that_is_too_large_is_refused_also_in_parts(client: httpx.Client) -> None:
    large = json.dumps({"question": "x" * 70_000}).encode()
    for content in (large, iter([large[:40_000], large[40_000:]])):
        response = client.post("/api/ask", content=content)
        assert response.status_code == 413
        assert response.json()["detail"].startswith("Begäran är för stor")


def test_an_address_that_is_too_long_is_told_so(url: str) -> None:
    status, answer = asked(url, "/?fraga=" + "x" * 40_000)
    assert status == 414
    assert "Adressen är för lång".encode() in answer
    assert asked(url, "/?" + "&".join(["typ="] * 600))[0] == 414
    # A byte more than there is room for: nothing is left that would break the connection off.
    answer = sent(url, b"GET /?".ljust(64 * 1024 + 1, b"x"))
    assert answer.startswith(b"HTTP/1.1 431")
    assert b"nosniff" in answer


def test_what_is_no_http_is_told_so_in_swedish(url: str) -> None:
    answer = sent(url, b"hej\r\n\r\n")
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


def test_the_questions_before_are_asked_too(
    sample_index: Path, embedder: SentenceTransformerEmbedder
) -> None:
    app = create_app(service_over(sample_index, embedder), load_settings(rate_per_minute=4))
    asked = {"fraga": "Vad gäller?", "tidigare": ["Vem ansvarar?", "Vad ska MAS göra?", ""]}
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        answers = [client.get("/", params=asked).status_code for _ in range(2)]
    assert answers == [200, 429]


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


def test_a_body_that_does_not_come_in_time_is_told_so() -> None:
    app = FastAPI()

    @app.post("/api/x")
    def taken() -> None: ...

    app.add_middleware(RequestLimits, seconds_to_send=0.2)
    head = b"POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
    with running(app) as url, connected(url) as connection:
        connection.sendall(head + b"{")
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"kom inte fram i tid" in answer


def test_a_body_that_is_cut_off_is_not_taken_for_a_whole_one() -> None:
    app, taken = FastAPI(), list[bytes]()

    @app.post("/api/x")
    async def take(request: Request) -> None:
        taken.append(await request.body())

    app.add_middleware(RequestLimits)
    head = b"POST /api/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    with running(app) as url:
        with connected(url) as connection:
            connection.sendall(head % 5000 + b'{"question": "Vad?"}')
        sent(url, head % 5 + b"whole")
    assert taken == [b"whole"]


def test_a_head_that_does_not_come_in_time_ends_the_connection(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProtocol, "seconds_to_send_head", 0.2)
    with connected(url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost:")
        assert connection.makefile("rb").read() == b""


@pytest.mark.parametrize("large", [400_000, 40_000_000])
def test_an_answer_that_is_not_read_in_time_ends_the_connection(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = FastAPI()

    @app.get("/")
    def answer() -> Response:
        return Response(b"x" * large)

    monkeypatch.setattr(BoundedProtocol, "seconds_to_read", 0.2)
    with running(app) as url, connected(url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        ended = select.poll()
        ended.register(connection, select.POLLHUP)
        wait_until(lambda: bool(ended.poll(0)))


def test_who_takes_all_places_of_a_client_keeps_no_other_out() -> None:
    app, leave, inside = FastAPI(), Event(), list[str]()

    @app.get("/api/wait")
    def wait(request: Request) -> None:
        inside.append(client_of(request.scope))
        leave.wait()

    app.add_middleware(Crowding, most=3, of_one=2)

    def ask(client: str) -> httpx.Response:
        return httpx.get(f"{url}/api/wait", headers={"x-forwarded-for": client}, timeout=60)

    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts="127.0.0.1")
    with running(app) as url, ThreadPoolExecutor(4) as clients:
        waiting = [clients.submit(ask, "192.0.2.1") for _ in range(3)]
        refused = next(as_completed(waiting)).result()
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        other = clients.submit(ask, "192.0.2.2")
        wait_until(lambda: len(inside) == 3)
        # All places are taken, for whoever comes.
        assert ask("192.0.2.3").status_code == 503
        leave.set()
        assert sorted(one.result().status_code for one in waiting) == [200, 200, 503]
        assert other.result().status_code == 200
