"""By which names the server may be reached.

A page elsewhere can have its own name lead to this server, and would then be one of its own pages
to a browser ("DNS rebinding"): only what the browser says that the server is called tells.
"""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem_response import problem_response
from server.problems import Problem

# No page elsewhere has these, and what watches over the server uses them.
_OF_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
_OTHER = Problem(
    421,
    "Belägg nås inte på den här adressen. Den som driver tjänsten kan lägga till värdnamnet i "
    "BELAGG_HOSTS.",
)


class OwnHosts:
    """Lets requests through that call the server by a listed name; all, where none is."""

    def __init__(self, app: ASGIApp, listed: tuple[str, ...]) -> None:
        self._app = app
        self._known = frozenset(name.lower() for name in (*listed, *_OF_THIS_COMPUTER))
        self._lets_all = not listed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and not (self._lets_all or _host(scope) in self._known):
            app = problem_response(Request(scope), _OTHER)
        await app(scope, receive, send)


def _host(scope: Scope) -> str | None:
    """Without its port; None where it is no name."""
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname
    except ValueError:
        return None
