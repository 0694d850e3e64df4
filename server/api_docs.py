"""The page of the interface: Swagger UI, from the server itself and without a script of its own in
the page."""

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from server.problem_response import MEDIA_TYPE
from server.schema import ProblemOut
from server.templating import page

_FILES = Path(fastapi_offline.__file__).parent / "static"
# Swagger UI draws its icons from data addresses, and sets styles on elements that it makes of
# markup.
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemOut, "description": description}
    for status, description in {
        400: "Innehållet går inte att läsa.",
        401: "Samlingen är stängd: skicka `Authorization: Bearer` med hemligheten eller ett intyg.",
        403: "Sidan som frågar finns på en adress som inte får använda Belägg.",
        408: "Hela begäran kom inte fram i tid.",
        413: "Begäran är för stor.",
        414: "Adressen är för lång.",
        421: "Belägg nås inte på det här värdnamnet.",
        422: "Ett värde går inte att använda.",
        429: "För många frågor; `Retry-After` säger hur många sekunder det är att vänta.",
        503: "Inte redo, eller för många frågar samtidigt; `Retry-After` säger hur många sekunder "
        "det är att vänta.",
    }.items()
}
"""What any part of the interface may answer instead."""

_BEARER = "Authorization"


def add_api_docs(app: FastAPI) -> None:
    described = app.openapi

    def with_problems() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = described()
            _name_responses(schema)
            # A collection may be closed; then this opens it.
            schema["components"]["securitySchemes"] = {
                _BEARER: {"type": "http", "scheme": "bearer"}
            }
            schema["security"] = [{}, {_BEARER: []}]
        return described()

    # FastAPI takes it for granted that whatever has a model is application/json.
    app.openapi = with_problems  # type: ignore[method-assign]
    app.mount("/api/docs/static", StaticFiles(directory=_FILES), name="api-docs")

    @app.get("/api/docs", include_in_schema=False)
    def api_docs(request: Request) -> HTMLResponse:
        response = page(request, "api_docs.html")
        policy = _POLICY.format(nonce=request.state.nonce)
        response.headers["Content-Security-Policy"] = policy
        return response


def _name_responses(schema: dict[str, Any]) -> None:
    for operations in schema["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                if response["description"] == "Successful Response":
                    response["description"] = "Svaret."
                content = response.get("content", {})
                if "ProblemOut" in str(content):
                    response["content"] = {MEDIA_TYPE: content["application/json"]}
