"""Which pages of other origins may use the interface from a browser.

A browser says which page a request comes from. Pages of an origin that the settings don't list
are refused, not only kept from reading the answer (Fetch standard, CORS).
"""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem

_SAME_SITE = ("same-origin", "none")
_FORBIDDEN = Problem(
    403,
    "Sidan som frågar finns på en adress som inte får använda Belägg. Den som driver tjänsten kan "
    "lägga till den i BELAGG_WIDGET_ORIGINS.",
)


class KnownOrigins:
    """Lets requests to the interface through that come from the server's own pages, from listed
    origins, or from no page at all."""

    def __init__(self, app: ASGIApp, listed: tuple[str, ...]) -> None:
        self._app = app
        self._listed = frozenset(listed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin and origin not in self._listed and not _is_own(origin, headers):
                app = problem_response(Request(scope), _FORBIDDEN)
        await app(scope, receive, send)


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another site sent it; a program says nothing."""
    origin = headers.get("origin")
    return origin is not None and not _is_own(origin, headers)


def _is_own(origin: str, headers: Headers) -> bool:
    """Behind a proxy the host may be another name; what the browser itself says still holds."""
    if site := headers.get("sec-fetch-site"):
        return site in _SAME_SITE
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False
