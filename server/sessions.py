"""Who has logged in, as a signed cookie: nothing is kept on the server.

Whoever holds the key can make one. It comes of the operator's secrets, so that all processes share
it and a changed secret ends every session.
"""

import hashlib
from collections.abc import Callable, Mapping
from time import time
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from index.audience import Groups
from server.asker import Asker
from server.errors import LoginError

_SESSION, _FLOW = "belagg", "belagg-login"
LONGEST_SESSION = 12 * 3600
_SECONDS_TO_LOG_IN = 600
_FLOW_PATH = "/logga-in"
_SALT = b"belagg session"
# Browsers take 4,096 bytes with the name and all that is said of it.
_LONGEST_COOKIE = 3800


class Sessions:
    """Signs and reads the cookies of one server."""

    def __init__(self, secret: str) -> None:
        # Everybody is given what is signed with it, and may guess at home: let each guess cost.
        key = hashlib.scrypt(secret.encode(), salt=_SALT, n=2**14, r=8, p=1)
        # Each with a salt of its own: one can't be used as the other.
        self._sessions, self._flows = (
            URLSafeTimedSerializer(
                key,
                salt=name,
                signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
            )
            for name in (_SESSION, _FLOW)
        )

    def begin(
        self,
        response: Response,
        request: Request,
        asker: Asker,
        until: float,
        limiting: Callable[[], Groups],
    ) -> None:
        """Logs in, until then (seconds since 1970), for half a day at most. Of more groups than a
        cookie has room for, those are kept that are `limiting` something. Raises LoginError."""
        value = self._signed(asker.groups, until)
        if len(value) > _LONGEST_COOKIE and asker.groups is not None:
            value = self._signed(asker.groups & limiting(), until)
        if len(value) > _LONGEST_COOKIE:
            raise LoginError(
                "Du är med i fler grupper än vad inloggningen har plats för. Den som driver "
                "tjänsten kan låta inloggningstjänsten bara skicka grupper som gäller Belägg."
            )
        seconds = max(0, min(int(until) - int(time()), LONGEST_SESSION))
        _set(response, request, _SESSION, value, "/", seconds)

    def _signed(self, groups: Groups | None, until: float) -> str:
        kept = {"groups": None if groups is None else sorted(groups), "until": int(until)}
        return _text(self._sessions.dumps(kept))

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
