"""`belagg serve`: one process that answers, or several that share the port and the index.

Several are watched over by uvicorn's supervisor: each is a process of its own with its own model,
and one that dies is replaced. Ctrl+C or SIGTERM lets every request under way be finished, takes no
new ones, and is no failure: the exit status is 0.
"""

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import parent_process
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from index.last_good import open_last_good
from index.seeing import limiting_groups
from ingest.errors import BelaggError
from server.console import OUT
from server.door import open_door
from server.errors import ListeningError, ServingError
from server.http_protocol import UVICORN
from server.logs import set_up_logs
from server.metrics import MULTIPROCESS
from server.question_log import QuestionLog
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
_UNSEEN = (
    "Några dokument är bara för vissa grupper. Utan inloggning visas de inte för någon på webben: "
    "ange BELAGG_ACCESS_SECRET_FILE eller BELAGG_OIDC_ISSUER."
)
_log = logging.getLogger("belagg")


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
    set_up_logs(settings.log_format)
    manifest = open_last_good(settings.index)[0].manifest
    if open_door(settings) is None and limiting_groups(manifest):
        _log.warning(_UNSEEN)
    QuestionLog(settings).expire()
    # uvicorn sends the signal that ended it on to itself when all is finished.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _listening(host, port) as listener, ExitStack() as while_answering:

        def answers() -> None:
            _tell(settings, f"Belägg svarar på http://{_address(host, port)}")
            while_answering.enter_context(announced(settings, host, port))

        serving = _serve_alone if settings.workers == 1 else _serve_together
        serving(settings, listener, answers)


def worker_app() -> FastAPI:
    """The application of one of several processes; what makes it impossible ends the process."""
    Thread(target=_end_with_supervisor, daemon=True).start()
    try:
        settings = load_settings()
        set_up_logs(settings.log_format)
        return _app(settings)
    except BelaggError as error:
        print(error, file=sys.stderr)
        sys.exit(STARTUP_FAILURE)


def _end_with_supervisor() -> None:
    """Killed, it can't end the others: they would go on, watched by nobody, and keep the port."""
    if supervisor := parent_process():
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _app(settings: Settings) -> FastAPI:
    """Ready to answer."""
    # Only here: the process that watches over the others needs no model.
    from server.app import create_app
    from server.opening import open_service

    service = open_service(settings)
    # Whoever asks first shall not wait for the model and the word lists to load.
    service.ask("Vem ansvarar för vad?")
    return create_app(service, settings)


def _tell(settings: Settings, told: str) -> None:
    if settings.log_format == "text":
        OUT.print(f"{told} – avsluta med Ctrl+C.")
    else:
        _log.info(told)


class _Alone(uvicorn.Server):
    """Calls back when it answers."""

    def __init__(self, config: uvicorn.Config, answers: Callable[[], None]) -> None:
        super().__init__(config)
        self._answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._answers()


class _Together(Multiprocess):
    """Calls back once, when the first of its processes answers."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], answers: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self._answers = answers
        self.has_answered = False

    def keep_subprocess_alive(self) -> None:
        if self.has_answered:
            super().keep_subprocess_alive()
        elif any(process.exitcode == STARTUP_FAILURE for process in self.processes):
            # uvicorn would wait for a sign of life from one that has none to give any more.
            self.should_exit.set()
        elif any(process.is_ready(timeout=1) for process in self.processes):
            self.has_answered = True
            self._answers()
        elif not all(process.process.is_alive() for process in self.processes):
            super().keep_subprocess_alive()

    def terminate_all(self) -> None:
        # As long as one process has it open, the system takes connections that nobody answers.
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def _serve_alone(settings: Settings, listener: socket.socket, answers: Callable[[], None]) -> None:
    with suppress(KeyboardInterrupt):
        _Alone(_config(_app(settings)), answers).run([listener])


def _serve_together(
    settings: Settings, listener: socket.socket, answers: Callable[[], None]
) -> None:
    # Whatever was given by hand; the rest the processes read from where it stands.
    os.environ[f"{PREFIX}INDEX"] = str(settings.index.absolute())
    os.environ[f"{PREFIX}WORKERS"] = str(settings.workers)
    with TemporaryDirectory(prefix="belagg-") as counts:
        # Where they add up what they count: see server/metrics.py.
        os.environ[MULTIPROCESS] = counts
        config = _config(_WORKER, factory=True, workers=settings.workers)
        together = _Together(config, [listener], answers)
        together.run()
    if not together.has_answered:
        raise ServingError("Belägg gick inte att starta: ingen av processerna kunde svara.")


def _config(app: FastAPI | str, **of_processes: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        **of_processes,
        # As server/logs.py sets it up.
        log_config=None,
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
