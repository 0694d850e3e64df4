"""The chat widget for pages of other sites: its script, and the page that tells how to use it."""

import hashlib
import json
from pathlib import Path

import rcssmin
import rjsmin
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from server.conditional import has_already, not_modified
from server.templating import page

# Any page may fetch the script, and so find out that the server lives; who may ask is told
# by server/known_origins.py.
_PUBLIC = {
    "Cache-Control": "public, max-age=600",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


_STATIC = Path(__file__).parent / "static"


def widget_routes() -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    script = _script()
    tag = f'"{hashlib.sha256(script).hexdigest()[:32]}"'
    # The same tag is borne by each compression.
    headers = {**_PUBLIC, "ETag": f"W/{tag}"}

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    async def widget(request: Request) -> Response:
        if has_already(request, tag):
            return not_modified({**headers, "Vary": "Accept-Encoding"})
        return Response(script, media_type="text/javascript", headers=headers)

    @routes.get("/chatt")
    def chat_page(request: Request) -> HTMLResponse:
        return page(request, "chatt.html", origin=str(request.base_url).rstrip("/"))

    return routes


def _script() -> bytes:
    """The chat with what it is made of, in a scope of their own: nothing is left in the page that
    it is put on."""
    style = rcssmin.cssmin(_text("widget.css"))
    parts = (_text("personal_data.js"), f"const STYLE = {json.dumps(style)};", _text("widget.js"))
    script: str = rjsmin.jsmin("\n".join(("(() => {", *parts, "})();")))
    return script.encode()


def _text(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
