"""Addresses that hold personal data lead on to the same address without it."""

from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.masking import LONGEST_READ, masked

# What readers type; the rest is chosen from lists.
_TYPED = frozenset({"fraga", "tidigare", "sok"})
_INTERFACE = "/api/"


class MaskedAddress:
    """Redirects every page, so that neither the address bar, a bookmark nor a shared link holds
    what was hidden. Who asks by the interface has no such thing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and scope["query_string"] and _is_page(scope):
            query = scope["query_string"].decode("latin-1")
            if (shown := await run_in_threadpool(_masked, query)) is not None:
                # The query alone: a path of two slashes would be another site's name.
                headers = {"Location": f"?{shown}", "Cache-Control": "no-store"}
                app = Response(status_code=303, headers=headers)
        await app(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and not scope["path"].startswith(_INTERFACE)


def _masked(query: str) -> str | None:
    """The query with its personal data hidden; None where it has none."""
    fields = parse_qsl(query, keep_blank_values=True)
    shown = [(name, masked(value) if _is_typed(name, value) else value) for name, value in fields]
    return urlencode(shown) if shown != fields else None


def _is_typed(name: str, value: str) -> bool:
    # A longer one is refused by every page.
    return name in _TYPED and len(value) <= LONGEST_READ
