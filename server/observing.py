"""Every request seen from outside: counted, named, and told of in a line where that is asked for.

What is counted and told is the route, never the address: that of a page holds the question.
"""

import logging
import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import request_id
from server.masking import masked
from server.metrics import Metrics

REQUEST_ID = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_log = logging.getLogger("belagg.requests")


class Observed:
    """Outermost of all: also what others refuse is counted."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, tells: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._tells = tells

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id.set(_name(Headers(scope=scope).get(REQUEST_ID, "")))
        # What an exception ends is answered further out, with 500.
        status, sent, begun = 500, 0, perf_counter()

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id.get()
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            route = route_of(scope)
            self._metrics.count_request(route, status)
            if self._tells:
                self._tell(_method(scope), route, status, 1000 * (perf_counter() - begun), sent)

    def _tell(self, method: str, route: str, status: int, ms: float, sent: int) -> None:
        told = {"method": method, "route": route, "status": status, "ms": round(ms), "bytes": sent}
        _log.info(" ".join(map(str, told.values())), extra=told)


def route_of(scope: Scope) -> str:
    """The pattern that the address matched, such as /api/documents/{document_id}; "-" where
    there is none."""
    if path := getattr(scope.get("route"), "path", ""):
        return str(path)
    return "/static" if scope["path"].startswith("/static/") else "-"


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "-"


def _name(given: str) -> str:
    """That which a proxy gave the request, if it can stand in a log; else a new one."""
    return given if _SANE.fullmatch(given) and masked(given) == given else uuid4().hex
