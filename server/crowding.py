"""How many requests may wait for their turn at once, and how many of one client."""

from collections import Counter

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem
from server.rate_limit import client_of

# A few seconds' work; who comes later had better come back than wait.
_MOST_AT_ONCE = 128
# Who reads its answers a byte at a time can't keep all others out.
_MOST_OF_ONE = 64
_SECONDS_TO_WAIT = 5
# Neither the state of the service nor a file has to wait for a question.
_FREE = ("/static/", "/api/health", "/metrics", "/widget.js", "/personuppgifter.js")
_CROWDED = Problem(503, "Många frågar just nu. Försök igen om några sekunder.")


class Crowding:
    """Turns requests away while too many are being answered, in all or to the same client."""

    def __init__(self, app: ASGIApp, most: int = _MOST_AT_ONCE, of_one: int = _MOST_OF_ONE) -> None:
        self._app = app
        self._most = most
        self._of_one = of_one
        self._inside: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = client_of(scope)
        if self._inside.total() >= self._most or self._inside[client] >= self._of_one:
            response = problem_response(Request(scope), _CROWDED)
            response.headers["Retry-After"] = str(_SECONDS_TO_WAIT)
            await response(scope, receive, send)
            return
        self._inside[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]
