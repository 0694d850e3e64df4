"""Who has logged in, as a signed cookie: nothing is kept on the server.

Whoever holds the key can make one. It comes of the operator's secrets, so that all processes share
it and a changed secret ends every session.
"""

import hashlib
from collections.abc import Mapping
from time import time
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from server.asker import Asker

_SESSION, _FLOW = "belagg", "belagg-login"
LONGEST_SESSION = 12 * 3600
_SECONDS_TO_LOG_IN = 600
_FLOW_PATH = "/logga-in"


class Sessions:
    """Signs and reads the cookies of one server."""

    def __init__(self, key: str) -> None:
        # Each with a salt of its own: one can't be used as the other.
        self._sessions, self._flows = (
            URLSafeTimedSerializer(
                key,
                salt=name,
                signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
            )
            for name in (_SESSION, _FLOW)
        )

    def begin(self, response: Response, request: Request, asker: Asker, until: float) -> None:
        """Logs in, until then (seconds since 1970), for half a day at most."""
        now = int(time())
        groups = None if asker.groups is None else sorted(asker.groups)
        value = self._sessions.dumps({"groups": groups, "until": int(until)})
        seconds = max(0, min(int(until) - now, LONGEST_SESSION))
        _set(response, request, _SESSION, _text(value), "/", seconds)

    def asker(self, request: Request) -> Asker | None:
        """Who has logged in, or None."""
        kept = _read(self._sessions, request.cookies.get(_SESSION), LONGEST_SESSION)
        if kept is None or kept["until"] <= time():
            return None
        return Asker(None if kept["groups"] is None else frozenset(kept["groups"]))

    def end(self, response: Response) -> None:
        response.delete_cookie(_SESSION)

    def begin_flow(self, response: Response, request: Request, flow: Mapping[str, str]) -> None:
        """Keeps what a login under way needs when the browser comes back."""
        value = _text(self._flows.dumps(flow))
        _set(response, request, _FLOW, value, _FLOW_PATH, _SECONDS_TO_LOG_IN)

    def flow(self, request: Request) -> Mapping[str, str] | None:
        flow: Mapping[str, str] | None = _read(
            self._flows, request.cookies.get(_FLOW), _SECONDS_TO_LOG_IN
        )
        return flow

    def end_flow(self, response: Response) -> None:
        response.delete_cookie(_FLOW, path=_FLOW_PATH)


def _set(
    response: Response, request: Request, name: str, value: str, path: str, seconds: int
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _read(serializer: URLSafeTimedSerializer, value: str | None, seconds: int) -> Any:
    try:
        return serializer.loads(value, max_age=seconds) if value else None
    except BadSignature:
        return None


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("ascii")
