"""How many questions a client may ask a minute.

The generic cell rate algorithm (ITU-T I.371): for each client one moment, when all it has asked
for would be paid off. Each process counts its own share, so that all together never answer more
than the setting says.
"""

from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic

from cachetools import LRUCache
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem

_SECONDS = 60.0
# Some MB; the one who hasn't asked for longest is forgotten.
_MOST_CLIENTS = 20_000
_NETWORK_BITS = 64
_PATHS_OF_QUESTIONS = ("/api/ask", "/api/ask/stream", "/api/search", "/trad.docx")
_FREE = (
    "/static/",
    "/api/docs",
    "/api/health",
    "/metrics",
    "/widget.js",
    "/personuppgifter.js",
    "/openapi.json",
)
# Pages, images and lists are a reader's own steps, and many to a question.
_SHARE_OF_A_QUESTION = 0.1


class RateLimit:
    """Refuses clients that have asked more than `per_minute` questions; 0 is no limit."""

    def __init__(self, app: ASGIApp, per_minute: float) -> None:
        self._app = app
        self._seconds_each = _SECONDS / per_minute if per_minute else 0.0
        self._paid_off: LRUCache[str, float] = LRUCache(_MOST_CLIENTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait(scope) if scope["type"] == "http" else 0
        if not wait:
            await self._app(scope, receive, send)
            return
        problem = Problem(429, f"Det kom för många frågor härifrån. Vänta {wait} sekunder.")
        response = problem_response(Request(scope), problem)
        response.headers["Retry-After"] = str(wait)
        await response(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        """Whole seconds until this may be asked; 0 is now."""
        price = _price(scope) * self._seconds_each
        if not price:
            return 0
        client = client_of(scope)
        now = monotonic()
        paid_off = max(now, self._paid_off.get(client, 0.0)) + price
        # A share of less than a question a minute still lets one through.
        if (over := paid_off - now - max(_SECONDS, price)) > 0:
            return ceil(over)
        self._paid_off[client] = paid_off
        return 0


def _price(scope: Scope) -> float:
    path = scope["path"]
    if path.startswith(_FREE):
        return 0.0
    given = Request(scope).query_params
    asks = path in _PATHS_OF_QUESTIONS or path.startswith("/kallor.")
    if asks or (path == "/" and "fraga" in given):
        return 1.0 + sum(bool(before.strip()) for before in given.getlist("tidigare"))
    return _SHARE_OF_A_QUESTION


def client_of(scope: Scope) -> str:
    """The address that the request comes from; of IPv6 the network, within which a client may take
    any address (RFC 4941)."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(int(address) >> (128 - _NETWORK_BITS))
