"""The real `belagg` in processes of its own: a command to its end, a server while it is asked."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.speed.memory import Memory, peak_memory
from tests.sample import ROOT, kept_model
from tests.serving import free_port

_PATIENCE = 900.0
_BELAGG = str(Path(sys.executable).with_name("belagg"))


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has run to its end."""

    seconds: float
    memory: Memory
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers; `ready_seconds` from its start to the first ready /api/health."""

    process: int
    port: int
    ready_seconds: float
    log: Path

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Raises RuntimeError when the answer is not 200."""
        return _call(self.port, "POST", path, json.dumps(body))


def belagg(*arguments: str, interpreter: Sequence[str] = ()) -> Ended:
    """Raises RuntimeError when it fails. `interpreter`: options of Python's own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        _command(arguments, interpreter),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with peak_memory(process.pid) as peak:
        output, errors = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"belagg {' '.join(arguments)}: {errors.strip() or output}")
    return Ended(seconds, peak, output, errors)


@contextmanager
def serving(index: Path, log: Path, interpreter: Sequence[str] = ()) -> Iterator[Server]:
    """`belagg serve` on a port of its own, ready; `log` gets what it says on stderr."""
    port = free_port()
    arguments = ("serve", "--index", str(index), "--port", str(port))
    with log.open("w", encoding="utf-8") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            _command(arguments, interpreter),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            _await(process, port, log)
            yield Server(process.pid, port, time.perf_counter() - began, log)
        finally:
            process.terminate()
            process.wait()


def environment() -> dict[str, str]:
    """Ours, with the model that the tests keep, unless another cache is set."""
    return {
        "BELAGG_CACHE": str(kept_model()),
        "BELAGG_RATE_PER_MINUTE": "0",
        "PYTHONPATH": str(ROOT),
        **os.environ,
    }


def _command(arguments: Sequence[str], interpreter: Sequence[str]) -> list[str]:
    return [sys.executable, *interpreter, _BELAGG, *arguments]


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"belagg serve slutade: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            if _call(port, "GET", "/api/health")["ready"]:
                return
        except (OSError, RuntimeError):
            time.sleep(0.02)
    raise RuntimeError(f"belagg serve svarade inte på {_PATIENCE:.0f} s")


def _call(port: int, method: str, path: str, body: str | None = None) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {content[:200]!r}")
        return json.loads(content)
    finally:
        connection.close()
