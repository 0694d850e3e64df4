"""`belagg serve` as it is run: real processes on a real port."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import httpx
import pytest

from tests.sample import ROOT
from tests.serving import free_port

QUESTION = "Vad ansvarar MAS för?"
READY = "Belägg svarar på http://"
_PATIENCE = 180.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="läser /proc")


class Served:
    """A server started from the command line, and all that it has said."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._lines: list[str] = []
        self._reader = Thread(target=self._read)
        self._reader.start()

    @property
    def said(self) -> str:
        return "".join(self._lines)

    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [int(child) for child in children if b"spawn_main" in _command(int(child))]

    def wait_until_ready(self) -> None:
        wait_until(lambda: READY in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def wait_until_ended(self) -> int:
        status = self.process.wait(_PATIENCE)
        self._reader.join()
        return status

    def _read(self) -> None:
        assert self.process.stdout
        self._lines.extend(self.process.stdout)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_until(condition: Callable[[], bool]) -> None:
    patience = monotonic() + _PATIENCE
    while not condition() and monotonic() < patience:
        sleep(0.05)
    assert condition()


@contextmanager
def served(index: Path, cache: Path, workers: int, port: int | None = None) -> Iterator[Served]:
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "server.cli", "serve", "--index", str(index)),
        *("--port", str(port), "--workers", str(workers)),
    ]
    environment = {**os.environ, "BELAGG_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        server = Served(process, port)
        try:
            yield server
        finally:
            process.terminate()
            server.wait_until_ended()


@pytest.fixture(scope="module")
def two(sample_index: Path, model_cache: Path) -> Iterator[Served]:
    with served(sample_index, model_cache, workers=2) as server:
        server.wait_until_ready()
        yield server


def ask(url: str) -> httpx.Response:
    return httpx.post(f"{url}/api/ask", json={"question": QUESTION}, timeout=_PATIENCE)


def test_several_processes_answer_on_one_port(two: Served) -> None:
    assert len(two.workers()) == 2
    answers = [ask(two.url).raise_for_status().json() for _ in range(6)]
    assert len({answer["answer"]["sentences"][0]["text"] for answer in answers}) == 1


def test_any_process_tells_what_all_have_counted(two: Served) -> None:
    def answered() -> int:
        lines = httpx.get(f"{two.url}/metrics", timeout=_PATIENCE).text.splitlines()
        of_answers = [line for line in lines if line.startswith("belagg_answers_total")]
        return sum(int(float(line.split()[-1])) for line in of_answers)

    before = answered()
    for _ in range(8):
        ask(two.url).raise_for_status()
    assert [answered() for _ in range(4)] == [before + 8] * 4


def test_a_process_that_dies_is_replaced(two: Served) -> None:
    wait_until(lambda: len(two.workers()) == 2)
    killed, other = two.workers()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(two.workers()) == 2 and killed not in two.workers())
    assert other in two.workers()
    assert ask(two.url).status_code == 200


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
    body = f'{{"question": "{QUESTION}"}}'.encode()
    head = (
        "POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with served(sample_index, model_cache, workers) as server:
        server.wait_until_ready()
        own = server.workers()
        with socket.create_connection(("127.0.0.1", server.port), _PATIENCE) as asker:
            asker.sendall(head.encode() + body[:-5])
            # Another request is answered only when the first one has been taken in hand.
            ask(server.url).raise_for_status()
            server.process.send_signal(sent)
            sleep(0.5)
            asker.sendall(body[-5:])
            answered = asker.makefile("rb").read()
        server.wait_until_ended()
    assert answered.startswith(b"HTTP/1.1 200 OK")
    assert b'"sentences"' in answered
    assert [pid for pid in own if _command(pid)] == []


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
