"""The scripts that pages of other sites load: the chat, and the warning before personal data is
sent, which Belägg's own pages load too."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import rcssmin
import rjsmin
from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.conditional import has_already, not_modified

CHAT = "/widget.js"
WARNING = "/personuppgifter.js"
# Any page may fetch them, and so find out that the server lives; who may ask is told by
# server/known_origins.py.
_PUBLIC = {
    "Cache-Control": "public, max-age=600",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}
_STATIC = Path(__file__).parent / "static"
_PERSONAL = (
    *("rules", "patterns", "digit_groups", "identity_numbers", "written_numbers"),
    *("person_names", "named_persons", "personal_data", "warning"),
)


def public_script_routes() -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    for path, script in ((CHAT, _chat()), (WARNING, _warning())):
        routes.add_api_route(path, _sent(script), methods=["GET", "HEAD"])
    return routes


def _sent(script: bytes) -> Callable[[Request], Response]:
    tag = f'"{hashlib.sha256(script).hexdigest()[:32]}"'
    # The same tag is borne by each compression.
    headers = {**_PUBLIC, "ETag": f"W/{tag}"}

    def sent(request: Request) -> Response:
        if has_already(request, tag):
            return not_modified(headers)
        return Response(script, media_type="text/javascript", headers=headers)

    return sent


def _chat() -> bytes:
    """With its style, in a scope of their own: nothing is left in the page that it is put on."""
    style = f"const STYLE = {json.dumps(rcssmin.cssmin(_text('widget.css')))};"
    return _small("(() => {", style, _text("widget.js"), "})();")


def _warning() -> bytes:
    """A module, which lets out no more than the chat and belagg.js need."""
    parts = (_text(f"personal/{name}.js") for name in _PERSONAL)
    return _small(*parts, "export { personalData, personalHint, warnedOfPersonalData };")


def _small(*parts: str) -> bytes:
    script: str = rjsmin.jsmin("\n".join(parts))
    return script.encode()


def _text(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
