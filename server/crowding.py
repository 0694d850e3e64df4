"""How many requests may wait for their turn at once."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem

# A few seconds' work; who comes later had better come back than wait.
_MOST_AT_ONCE = 128
_SECONDS_TO_WAIT = 5
# Neither the state of the service nor a file has to wait for a question.
_FREE = ("/static/", "/api/health", "/metrics", "/widget.js")
_CROWDED = Problem(503, "Många frågar just nu. Försök igen om några sekunder.")


class Crowding:
    """Turns requests away while too many are being answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        if self._inside >= _MOST_AT_ONCE:
            response = problem_response(Request(scope), _CROWDED)
            response.headers["Retry-After"] = str(_SECONDS_TO_WAIT)
            await response(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1
