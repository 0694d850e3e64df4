"""A server that is running over the same index: it has its model loaded, and answers at once.

`belagg serve` leaves word of itself in the cache folder. What is asked there is answered as this
process would have: by the same version and models, from the index's current generation.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.files import write_atomically
from server.settings import Settings

# Nothing leaves the machine: a server for others is asked at its own machine's address.
_LOOPBACK = {
    "localhost": "localhost",
    "127.0.0.1": "127.0.0.1",
    "0.0.0.0": "127.0.0.1",
    "::1": "::1",
    "::": "::1",
}
_SECONDS_TO_GREET = 3
_SECONDS_TO_ANSWER = 20


@contextmanager
def announced(settings: Settings, host: str, port: int) -> Iterator[None]:
    """Other commands find the server for as long as this lasts, if it answers on loopback."""
    word = {**_kind(settings), "host": _LOOPBACK.get(host), "port": port, "pid": os.getpid()}
    place = _place(settings)
    if word["host"]:
        # Without it every command answers itself.
        with suppress(OSError):
            write_atomically(place, json.dumps(word).encode())
    try:
        yield
    finally:
        if _read(place) == word:
            place.unlink(missing_ok=True)


def asked(settings: Settings, path: str, body: Mapping[str, Any]) -> bytes | None:
    """The running server's JSON for a request; None when there is none, or it has no answer."""
    word = _read(_place(settings))
    if not word or any(word.get(name) != value for name, value in _kind(settings).items()):
        return None
    connection = HTTPConnection(word["host"], word["port"], timeout=_SECONDS_TO_GREET)
    try:
        health = json.loads(_response(connection, "GET", "/api/health") or "{}")
        generation = _generation(settings)
        if health.get("generation") != generation or _is_limited(settings, str(generation)):
            return None
        connection.sock.settimeout(_SECONDS_TO_ANSWER)
        return _response(connection, "POST", path, json.dumps(body))
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _response(
    connection: HTTPConnection, method: str, path: str, body: str | None = None
) -> bytes | None:
    connection.request(method, path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    return content if response.status == 200 else None


def _kind(settings: Settings) -> dict[str, str]:
    """What answers depend on, apart from the generation."""
    return {
        "index": str(settings.index.resolve()),
        "model": settings.model,
        "reranker": settings.reranker,
        "version": version("belagg"),
    }


def _place(settings: Settings) -> Path:
    name = sha256(os.fsencode(settings.index.resolve())).hexdigest()[:16]
    return settings.cache / "servers" / f"{name}.json"


def _read(place: Path) -> dict[str, Any] | None:
    """Left by this user, and by a process that lives."""
    try:
        if hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return None
        word: dict[str, Any] = json.loads(place.read_bytes())
        os.kill(word["pid"], 0)
    except (OSError, ValueError):
        return None
    return word


def _is_limited(settings: Settings, generation: str) -> bool:
    """Whether some documents are for some groups only: the command line sees more than the server
    would show it. Read as it is written: what opens an index takes a second to load."""
    manifest = json.loads((settings.index / generation / "manifest.json").read_bytes())
    return any(entry["description"].get("groups") for entry in manifest["entries"])


def _generation(settings: Settings) -> str | None:
    try:
        return (settings.index / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        return None
