"""A real server on a port of its own, in a thread of the test process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from server.http_protocol import UVICORN


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The address of a server that runs the application until the block ends."""
    # Its log goes where the test's goes, as in `belagg serve`.
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, log_level="error", **UVICORN
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
