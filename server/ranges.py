"""Which parts of a file are asked for; what can't be understood asks for all of it (RFC 9110,
section 14.2)."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_RANGE = rb"\s*(?:\d{1,18}-\d{0,18}|-\d{1,18})\s*"
_RANGES = re.compile(rb"bytes=%b(?:,%b)*" % (_RANGE, _RANGE), re.I)
_BOUNDS = re.compile(rb"(\d+)-(\d+)")


class UnderstoodRanges:
    """Takes away what Starlette would refuse."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            kept = [one for one in scope["headers"] if one[0] != b"range" or _is_understood(one[1])]
            # In place: what the router writes in the scope is read further out.
            scope["headers"] = kept
        await self._app(scope, receive, send)


def _is_understood(ranges: bytes) -> bool:
    if not _RANGES.fullmatch(ranges):
        return False
    return all(int(first) <= int(last) for first, last in _BOUNDS.findall(ranges))
