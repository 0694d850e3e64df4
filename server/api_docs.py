"""The page of the interface: Swagger UI, from the server itself and without a script of its own in
the page."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from server.templating import page

_FILES = Path(fastapi_offline.__file__).parent / "static"
# Swagger UI draws its icons from data addresses, and sets styles on elements that it makes of
# markup.
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)


def add_api_docs(app: FastAPI) -> None:
    app.mount("/api/docs/static", StaticFiles(directory=_FILES), name="api-docs")

    @app.get("/api/docs", include_in_schema=False)
    def api_docs(request: Request) -> HTMLResponse:
        response = page(request, "api_docs.html")
        policy = _POLICY.format(nonce=request.state.nonce)
        response.headers["Content-Security-Policy"] = policy
        return response
