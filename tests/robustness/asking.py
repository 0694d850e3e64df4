"""A real server over an index, and somebody who asks it all the time."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx

from tests.sample import ROOT
from tests.serving import free_port

_PATIENCE = 300.0
_PAUSE = 0.05


class Asker(Thread):
    """`cited` are the documents of each answer, `failures` what was no answer."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._stopped = Event()
        self.cited: list[frozenset[str]] = []
        self.failures: list[str] = []

    def run(self) -> None:
        number = 0
        with httpx.Client(base_url=self._address, timeout=60) as client:
            while not self._stopped.wait(_PAUSE):
                number += 1
                self._ask(client, f"Vem ansvarar för rutin {number} och vad framgår av enkäten?")

    def _ask(self, client: httpx.Client, question: str) -> None:
        try:
            answer = client.post("/api/ask", json={"question": question})
        except httpx.HTTPError as error:
            self.failures.append(repr(error))
            return
        if answer.status_code != httpx.codes.OK:
            self.failures.append(f"{answer.status_code} {answer.text}")
            return
        told = answer.json()
        shown = (*told["citations"], *told["related"])
        self.cited.append(frozenset(one["document"]["id"] for one in shown))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


@contextmanager
def asked_server(index: Path, cache: Path) -> Iterator[Asker]:
    """Asks from when the server is ready until the block ends."""
    port = free_port()
    command = ("serve", "--index", str(index), "--port", str(port), "--workers", "1")
    server = subprocess.Popen(
        [sys.executable, "-m", "server.cli", *command],
        cwd=ROOT,
        env={**os.environ, "BELAGG_CACHE": str(cache), "BELAGG_RATE_PER_MINUTE": "0"},
        stdout=subprocess.DEVNULL,
    )
    asker = Asker(f"http://127.0.0.1:{port}")
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/health", server)
        asker.start()
        yield asker
    finally:
        if asker.is_alive():
            asker.stop()
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience and server.poll() is None:
        try:
            if httpx.get(address, timeout=60).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the server did not get ready")
