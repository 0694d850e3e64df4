"""How large a request may be, and how long it may take to come.

What waits for a client costs a place in the server: one that sends a byte a minute holds it for
nothing ("slow loris"). How slowly an answer may be read: see server/http_protocol.py.
"""

from asyncio import timeout

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem

# Ten questions of a thousand letters, most of them percent-encoded, are no address for anybody.
_LONGEST_ADDRESS = 32 * 1024
_MOST_FIELDS = 500
# A question of a thousand letters with all its filters has some ten thousand.
_LARGEST_BODY = 64 * 1024
_SECONDS_TO_SEND = 15

_ADDRESS = Problem(414, "Adressen är för lång. Korta frågan, eller börja om på startsidan.")
_BODY = Problem(413, f"Begäran är för stor: högst {_LARGEST_BODY // 1024} kB går.")
_TIME = Problem(408, "Hela begäran kom inte fram i tid. Skicka den på nytt.")


class RequestLimits:
    """Refuses what is too long, too large or too slow before anything is done with it."""

    def __init__(self, app: ASGIApp, seconds_to_send: float = _SECONDS_TO_SEND) -> None:
        self._app = app
        self._seconds_to_send = seconds_to_send

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        whole = await _whole_body(scope, receive, self._seconds_to_send)
        if whole is None:
            return
        if isinstance(whole, Problem):
            response = problem_response(Request(scope), whole)
            # The rest of it is still on its way.
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        unread: list[Message] = [{"type": "http.request", "body": whole}]

        async def receiving() -> Message:
            return unread.pop() if unread else await receive()

        await self._app(scope, receiving, send)


async def _whole_body(scope: Scope, receive: Receive, seconds: float) -> bytes | Problem | None:
    """None where the client has gone before all had come."""
    query = scope["query_string"]
    if len(scope.get("raw_path", b"")) + len(query) > _LONGEST_ADDRESS:
        return _ADDRESS
    if query.count(b"&") >= _MOST_FIELDS:
        return _ADDRESS
    if _told_size(Headers(scope=scope)) > _LARGEST_BODY:
        return _BODY
    try:
        async with timeout(seconds):
            return await _received(receive)
    except TimeoutError:
        return _TIME


async def _received(receive: Receive) -> bytes | Problem | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > _LARGEST_BODY:
            return _BODY
        if not message.get("more_body"):
            return bytes(body)


def _told_size(headers: Headers) -> int:
    """h11 has checked that it is a number."""
    return int(headers.get("content-length", "0"))
