"""`belagg serve` as it is run: real processes on a real port."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from tests.sample import ROOT
from tests.serving import free_port

READY = "Belägg svarar på http://"
PATIENCE = 180.0


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
        return [int(child) for child in children if b"spawn_main" in command_of(int(child))]

    def wait_until_ready(self) -> None:
        wait_until(lambda: READY in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said

    def wait_until_ended(self) -> int:
        status = self.process.wait(PATIENCE)
        self._reader.join()
        return status

    def _read(self) -> None:
        assert self.process.stdout
        self._lines.extend(self.process.stdout)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_until(condition: Callable[[], bool]) -> None:
    patience = monotonic() + PATIENCE
    while not condition() and monotonic() < patience:
        sleep(0.05)
    assert condition()


@contextmanager
def served(
    index: Path,
    cache: Path,
    workers: int,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """`settings` are variables of the environment."""
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "server.cli", "serve", "--index", str(index)),
        *("--port", str(port), "--workers", str(workers)),
    ]
    given = {"BELAGG_CACHE": str(cache), "PYTHONPATH": str(ROOT), **(settings or {})}
    environment = {**os.environ, **given}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        server = Served(process, port)
        try:
            yield server
        finally:
            process.terminate()
            server.wait_until_ended()
