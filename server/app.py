"""The web application: routes, static files, and one handler for every failure."""

import logging
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from ingest.errors import BelaggError
from server.api import api_routes
from server.document_files import document_routes
from server.metrics import Metrics
from server.pages import error_page, page_routes
from server.problems import problem_of
from server.service import Service

_STATIC = Path(__file__).parent / "static"
_JSON_PATHS = ("/api/", "/metrics", "/openapi.json")
_log = logging.getLogger("belagg")


def create_app(service: Service) -> FastAPI:
    app = FastAPI(
        title="Belägg",
        summary="Svar med belägg ur svenska dokument",
        version=version("belagg"),
        docs_url="/api/docs",
        redoc_url=None,
    )
    metrics = Metrics()
    app.include_router(api_routes(service, metrics))
    app.include_router(document_routes(service))
    app.include_router(page_routes(service, metrics))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    for kind in (BelaggError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _failure)
    return app


def _failure(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status >= 500:
        # The path without its query: a question is nobody's business but the asker's.
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    if request.url.path.startswith(_JSON_PATHS):
        return JSONResponse(
            problem.as_json(), problem.status, media_type="application/problem+json"
        )
    return error_page(request, problem)
