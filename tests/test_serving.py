"""`belagg serve` as it is run: real processes on a real port."""

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.served import PATIENCE, READY, Served, command_of, served, wait_until

QUESTION = "Vad ansvarar MAS för?"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="läser /proc")


@pytest.fixture(scope="module")
def two(sample_index: Path, model_cache: Path) -> Iterator[Served]:
    with served(sample_index, model_cache, workers=2) as server:
        server.wait_until_ready()
        yield server


def ask(url: str) -> httpx.Response:
    return httpx.post(f"{url}/api/ask", json={"question": QUESTION}, timeout=PATIENCE)


def test_several_processes_answer_on_one_port(two: Served) -> None:
    assert len(two.workers()) == 2
    answers = [ask(two.url).raise_for_status().json() for _ in range(6)]
    assert len({answer["answer"]["sentences"][0]["text"] for answer in answers}) == 1


def test_any_process_tells_what_all_have_counted(two: Served) -> None:
    def answered() -> int:
        lines = httpx.get(f"{two.url}/metrics", timeout=PATIENCE).text.splitlines()
        of_answers = [line for line in lines if line.startswith("belagg_answers_total")]
        return sum(int(float(line.split()[-1])) for line in of_answers)

    before = answered()
    for _ in range(8):
        ask(two.url).raise_for_status()
    assert [answered() for _ in range(4)] == [before + 8] * 4


def test_what_prometheus_is_told_by_several_processes_is_valid_and_whole(two: Served) -> None:
    ask(two.url).raise_for_status()
    text = httpx.get(f"{two.url}/metrics", timeout=PATIENCE).text
    told = {family.name: family for family in text_string_to_metric_families(text)}
    assert QUESTION not in text
    assert {
        *("belagg_seconds", "belagg_answers", "belagg_answer_cache", "belagg_requests"),
        *("belagg_build_info", "belagg_ready", "belagg_generation", "belagg_ocr_pages"),
        *("belagg_generation_switched_seconds", "belagg_image_cache_bytes"),
    } <= told.keys()
    asked = [s for s in told["belagg_requests"].samples if s.labels["route"] == "/api/ask"]
    assert {sample.labels["status"] for sample in asked} == {"2xx"}
    watched = {int(s.labels["pid"]) for s in told["belagg_resident_memory_bytes"].samples}
    assert {two.process.pid, *two.workers()} <= watched


def test_a_process_that_dies_is_replaced(two: Served) -> None:
    wait_until(lambda: len(two.workers()) == 2)
    killed, other = two.workers()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(two.workers()) == 2 and killed not in two.workers())
    assert other in two.workers()
    assert ask(two.url).status_code == 200


def test_processes_that_nobody_watches_over_finish_and_end(
    sample_index: Path, model_cache: Path
) -> None:
    with served(sample_index, model_cache, workers=2) as server:
        server.wait_until_ready()
        own = server.workers()
        with begun_request(server.port, "/api/ask") as asker:
            ask(server.url).raise_for_status()
            server.process.kill()
            try:
                wait_until(lambda: refuses(server.port))
                answer = finished(asker)
                wait_until(lambda: not any(command_of(pid) for pid in own))
            finally:
                for pid in filter(command_of, own):
                    os.kill(pid, signal.SIGKILL)
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_a_server_tells_once_that_it_answers(two: Served) -> None:
    assert two.said.count(READY) == 1
    assert f"{READY}127.0.0.1:{two.port} " in two.said


@pytest.mark.parametrize(
    ("workers", "sent"),
    [(1, signal.SIGINT), (1, signal.SIGTERM), (2, signal.SIGINT), (2, signal.SIGTERM)],
)
def test_a_server_finishes_what_it_was_asked_before_it_ends(
    sample_index: Path, model_cache: Path, workers: int, sent: signal.Signals
) -> None:
    with served(sample_index, model_cache, workers) as server:
        server.wait_until_ready()
        own = server.workers()
        with (
            begun_request(server.port, "/api/ask") as asker,
            begun_request(server.port, "/api/ask/stream") as listener,
        ):
            # Another request is answered only when these have been taken in hand.
            ask(server.url).raise_for_status()
            server.process.send_signal(sent)
            wait_until(lambda: refuses(server.port))
            answers = [finished(one) for one in (asker, listener)]
        assert server.wait_until_ended() == 0
    assert all(answer.startswith(b"HTTP/1.1 200 OK") for answer in answers)
    assert b'"sentences"' in answers[0]
    assert b"event: end" in answers[1]
    assert [pid for pid in own if command_of(pid)] == []
    assert server.said.splitlines()[1:] == []
    assert server.process.pid not in announced_by(model_cache)


_BODY = f'{{"question": "{QUESTION}"}}'.encode()


def begun_request(port: int, path: str) -> socket.socket:
    """One whose last five bytes have not been sent."""
    asker = socket.create_connection(("127.0.0.1", port), PATIENCE)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(_BODY)}\r\n\r\n"
    )
    asker.sendall(head.encode() + _BODY[:-5])
    return asker


def finished(asker: socket.socket) -> bytes:
    asker.sendall(_BODY[-5:])
    return asker.makefile("rb").read()


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def announced_by(cache: Path) -> list[int]:
    """The servers that have left word of themselves."""
    return [json.loads(word.read_bytes())["pid"] for word in (cache / "servers").glob("*.json")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_port_that_is_taken_is_told_in_a_line(
    sample_index: Path, model_cache: Path, workers: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(sample_index, model_cache, workers, port) as server:
            assert server.wait_until_ended() == 1
    assert server.said.startswith("Porten är upptagen")
    assert server.said.count("\n") == 1


def test_without_an_index_no_process_is_started(tmp_path: Path, model_cache: Path) -> None:
    with served(tmp_path / "tomt", model_cache, workers=2) as server:
        assert server.wait_until_ended() == 1
    assert "belagg ingest" in server.said


def test_processes_that_can_not_answer_end_the_server(
    sample_index: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELAGG_MODEL", "/finns/inte")
    with served(sample_index, model_cache, workers=2) as server:
        assert server.wait_until_ended() == 1
    assert "ingen av processerna kunde svara" in server.said
    assert READY not in server.said
