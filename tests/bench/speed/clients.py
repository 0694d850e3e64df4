"""Clients in a process of their own, each asking in turn over one kept connection.

Plain sockets of the standard library: what a client takes of the cores, the server lacks.
"""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException

from tests.sample import ROOT

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """So many clients that together ask these questions of a path; `field` takes the text."""

    port: int
    path: str
    field: str
    texts: tuple[str, ...]
    clients: int


@dataclass(frozen=True, slots=True)
class Served:
    """The time of each answer in ms; the seconds that all took, and those the clients computed."""

    ms: tuple[float, ...]
    errors: int
    seconds: float
    client_cpu: float

    @property
    def per_second(self) -> float:
        return len(self.ms) / self.seconds


def served(load: Load) -> Served:
    command = [sys.executable, "-m", "tests.bench.speed.clients"]
    given = json.dumps(asdict(load))
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, cwd=ROOT, check=True
    )
    found = json.loads(done.stdout)
    return Served(tuple(found.pop("ms")), **found)


def asked(load: Load) -> Served:
    """In this process. The clients begin together."""
    times: list[float] = []
    failures: list[str] = []
    waiting = iter(load.texts)
    lock, start = threading.Lock(), threading.Barrier(load.clients + 1)

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", load.port, timeout=_PATIENCE)
        start.wait()
        while True:
            with lock:
                text = next(waiting, None)
            if text is None:
                return
            try:
                times.append(_ask(connection, load, text))
            except (OSError, HTTPException) as error:
                failures.append(str(error))
                connection.close()

    threads = [threading.Thread(target=client) for _ in range(load.clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began, used = time.perf_counter(), _cpu()
    for thread in threads:
        thread.join()
    return Served(tuple(times), len(failures), time.perf_counter() - began, _cpu() - used)


def _ask(connection: HTTPConnection, load: Load, text: str) -> float:
    body = json.dumps({load.field: text})
    began = time.perf_counter()
    connection.request("POST", load.path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise HTTPException(f"{response.status}")
    return 1000 * (time.perf_counter() - began)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(given: Sequence[str]) -> None:
    load = json.loads("".join(given))
    load["texts"] = tuple(load["texts"])
    print(json.dumps(asdict(asked(Load(**load)))))


if __name__ == "__main__":
    main(sys.stdin.readlines())
