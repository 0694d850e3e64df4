"""What the operator sees of requests: identities, log lines, health."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import httpx
import pytest
from fastapi.responses import StreamingResponse

from index.embedder import SentenceTransformerEmbedder
from index.live import LiveIndex
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.logs import LogFormat, set_up_logs
from server.service import Service
from server.settings import load_settings
from tests.sample import unready_server
from tests.served import wait_until
from tests.serving import running

SECRET = "Vem ansvarar för kvastskåpet?"


@contextmanager
def logged(log_format: LogFormat) -> Iterator[StringIO]:
    """What would stand on standard error; the logging of the tests comes back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logs(log_format)
    (ours,) = root.handlers
    assert isinstance(ours, logging.StreamHandler)
    ours.setStream(stream := StringIO())
    try:
        yield stream
    finally:
        root.handlers[:], root.level = handlers, level


@pytest.fixture
def log() -> Iterator[StringIO]:
    with logged("json") as stream:
        yield stream


@pytest.fixture
def watched(service: Service, log: StringIO) -> Iterator[str]:
    with running(create_app(service, load_settings(access_log=True))) as url:
        yield url


def lines(log: StringIO, number: int) -> list[dict[str, object]]:
    """As many; the last is written when its answer has been sent."""
    wait_until(lambda: log.getvalue().count("\n") >= number)
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_a_line_without_its_question(watched: str, log: StringIO) -> None:
    response = httpx.get(f"{watched}/", params={"fraga": SECRET}, timeout=60)
    (line,) = lines(log, 1)
    assert line["route"] == "/"
    assert line["status"] == 200
    assert line["bytes"] == int(response.headers["content-length"])
    assert line["request_id"] == response.headers["x-request-id"]
    assert "kvast" not in log.getvalue()


def test_an_address_is_told_by_its_pattern(watched: str, log: StringIO) -> None:
    httpx.get(f"{watched}/api/documents/{SECRET}")
    httpx.get(f"{watched}/hemligt/{SECRET}")
    assert [line["route"] for line in lines(log, 2)] == ["/api/documents/{document_id}", "-"]
    assert "kvast" not in log.getvalue()


def test_without_being_asked_for_requests_leave_no_line(service: Service, log: StringIO) -> None:
    with running(create_app(service, load_settings())) as url:
        httpx.post(f"{url}/api/ask", json={"question": SECRET}, timeout=60)
    assert log.getvalue() == ""


def test_a_request_keeps_the_name_that_a_proxy_gave_it(watched: str) -> None:
    named = httpx.get(f"{watched}/api/health/live", headers={"X-Request-ID": "abc-123"})
    assert named.headers["x-request-id"] == "abc-123"


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, '{"a": 1}'])
def test_a_name_that_can_not_stand_in_a_log_is_replaced(watched: str, name: str) -> None:
    named = httpx.get(f"{watched}/api/health/live", headers={"X-Request-ID": name})
    assert len(named.headers["x-request-id"]) == 32


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_failure_is_told_with_its_place_but_without_what_was_asked(
    sample_index: Path,
    embedder: SentenceTransformerEmbedder,
    log_format: LogFormat,
) -> None:
    class Broken(Service):
        def ask(self, question: str, *_: object) -> None:  # type: ignore[override]
            raise ValueError(question)

    broken = Broken(LiveIndex(sample_index, embedder), ExtractiveAnswerer())
    with logged(log_format) as log, running(create_app(broken, load_settings())) as url:
        failed = httpx.post(f"{url}/api/ask", json={"question": SECRET}, timeout=60)
    assert failed.status_code == 500
    assert log.getvalue().count("raise ValueError(question)") == 1
    assert failed.headers["x-request-id"] in log.getvalue()
    assert "kvast" not in log.getvalue()


def test_an_answer_that_is_broken_off_is_told_of_once(service: Service) -> None:
    app = create_app(service, load_settings())

    @app.get("/api/avbruten")
    def broken_off() -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            yield b"begun"
            raise ValueError(SECRET)

        return StreamingResponse(parts())

    with logged("text") as log, running(app) as url, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{url}/api/avbruten", timeout=60)
    assert log.getvalue().count("raise ValueError(SECRET)") == 1
    assert "GET /api/avbruten" in log.getvalue()
    assert "kvast" not in log.getvalue()


def test_a_server_without_an_index_lives_but_is_not_ready(
    embedder: SentenceTransformerEmbedder,
) -> None:
    with unready_server(embedder) as url:
        assert httpx.get(f"{url}/api/health/live").json() == {"live": True}
        ready = httpx.get(f"{url}/api/health/ready")
        metrics = httpx.get(f"{url}/metrics").text
    assert ready.status_code == 503
    assert ready.json()["ready"] is False
    assert "/" not in ready.json()["message"]
    assert "belagg_ready 0.0" in metrics


def test_health_tells_nothing_of_what_the_collection_holds(server_url: str) -> None:
    ready = httpx.get(f"{server_url}/api/health/ready").json()
    assert ready["ready"] is True
    assert ready["fallback"] is False
    assert ready.keys() == {"ready", "message", "generation", "model", "fallback"}
