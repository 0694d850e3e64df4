"""`belagg serve`: one process that answers, or several that share the port and the index.

Several are watched over by uvicorn's supervisor: each is a process of its own with its own model,
and one that dies is replaced. Ctrl+C or SIGTERM lets every request be finished first.
"""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from index.generation import open_index
from ingest.errors import BelaggError
from server.console import OUT
from server.errors import ListeningError, ServingError
from server.http_protocol import UVICORN
from server.running_server import announced
from server.settings import PREFIX, Settings, load_settings
from server.terminal import IndexOption

_WORKER = "server.serving:worker_app"
# A request that has not been finished by then is broken off.
_SECONDS_TO_FINISH = 30
# A worker that is loading its model may be slow to say that it lives.
_SECONDS_TO_SIGN = 60
# Longer than most take to read an answer: the next question then comes to the process that keeps
# the answers before it.
_SECONDS_KEPT_ALIVE = 75
_WAITING = 2048


def serve(
    index: IndexOption = None,
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port att lyssna på.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Så många processer svarar, var och en med sin egen modell."),
    ] = None,
) -> None:
    """Starta webbservern."""
    settings = load_settings(index=index, workers=workers)
    open_index(settings.index)
    told = f"Belägg svarar på http://{_address(host, port)} – avsluta med Ctrl+C."
    with _listening(host, port) as listener, announced(settings, host, port):
        if settings.workers == 1:
            _serve_alone(settings, listener, told)
        else:
            _serve_together(settings, listener, told)


def worker_app() -> FastAPI:
    """The application of one of several processes; what makes it impossible ends the process."""
    try:
        return _app(load_settings())
    except BelaggError as error:
        print(error, file=sys.stderr)
        sys.exit(STARTUP_FAILURE)


def _app(settings: Settings) -> FastAPI:
    """Ready to answer."""
    # Only here: the process that watches over the others needs no model.
    from server.app import create_app
    from server.opening import open_service

    service = open_service(settings)
    # Whoever asks first shall not wait for the model and the word lists to load.
    service.ask("Vem ansvarar för vad?")
    return create_app(service, settings)


class _Alone(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, told: str) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        OUT.print(self._told)


class _Together(Multiprocess):
    """Tells once when the first of its processes answers."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket], told: str) -> None:
        super().__init__(config, sockets)
        self._told = told
        self.has_answered = False

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        if not self.has_answered and any(process.is_ready() for process in self.processes):
            self.has_answered = True
            OUT.print(self._told)


def _serve_alone(settings: Settings, listener: socket.socket, told: str) -> None:
    # When all is finished, uvicorn sends the signal on that ended it.
    with suppress(KeyboardInterrupt):
        _Alone(_config(_app(settings)), told).run([listener])


def _serve_together(settings: Settings, listener: socket.socket, told: str) -> None:
    # Whatever was given by hand; the rest the processes read from where it stands.
    os.environ[f"{PREFIX}INDEX"] = str(settings.index.absolute())
    os.environ[f"{PREFIX}WORKERS"] = str(settings.workers)
    with TemporaryDirectory(prefix="belagg-") as counts:
        # Where they add up what they count: see server/metrics.py.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        config = _config(_WORKER, factory=True, workers=settings.workers)
        together = _Together(config, [listener], told)
        together.run()
    if not together.has_answered:
        raise ServingError("Belägg gick inte att starta: ingen av processerna kunde svara.")


def _config(app: FastAPI | str, **of_processes: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        **of_processes,
        **UVICORN,
        log_level="warning",
        access_log=False,
        backlog=_WAITING,
        timeout_keep_alive=_SECONDS_KEPT_ALIVE,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_worker_healthcheck=_SECONDS_TO_SIGN,
    )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that takes connections from now on; they wait until somebody answers. Raises
    ListeningError."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=_WAITING)
    except OSError as error:
        raise ListeningError(_refused(host, port, error)) from error
    with listener:
        listener.set_inheritable(True)
        # asyncio leaves it off for a socket that it didn't make: a kept connection's answers
        # would wait 40 ms each for the browser's word that it has the headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


def _refused(host: str, port: int, error: OSError) -> str:
    where = _address(host, port)
    if error.errno == errno.EADDRINUSE:
        return (
            f"Porten är upptagen: något annat lyssnar redan på {where}. Avsluta det, eller välj en "
            f"annan port: belagg serve --port {port + 1 if port < 65535 else port - 1}"
        )
    return (
        f"Det går inte att lyssna på {where} ({error.strerror}). Välj en annan adress eller port "
        "med --host och --port."
    )


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
