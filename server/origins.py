"""Which pages of other origins may use the interface from a browser.

A browser says which page a request comes from. Pages of an origin that the settings don't list
are refused, not only kept from reading the answer (Fetch standard, CORS).
"""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problems import Problem

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")
_SAME_SITE = ("same-origin", "none")
_FORBIDDEN = Problem(
    403,
    "Sidan som frågar finns på en adress som inte får använda Belägg. Den som driver tjänsten kan "
    "lägga till den i BELAGG_WIDGET_ORIGINS.",
)


def _split(value: Any) -> Any:
    """ "a, b" from the environment as a list."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _checked(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin} är ingen webbadress utan sökväg; skriv till exempel "
                "https://intranat.exempel.se"
            )
    return origins


Origins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_checked)]
"""Origins such as "https://intranat.exempel.se"; a string of them is parted by commas."""


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
                app = JSONResponse(
                    _FORBIDDEN.as_json(),
                    _FORBIDDEN.status,
                    media_type="application/problem+json",
                )
        await app(scope, receive, send)


def _is_own(origin: str, headers: Headers) -> bool:
    """Behind a proxy the host may be another name; what the browser itself says still holds."""
    if site := headers.get("sec-fetch-site"):
        return site in _SAME_SITE
    return urlsplit(origin).netloc == headers.get("host")
