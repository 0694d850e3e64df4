"""The web application: routes, static files, and one handler for every failure."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette_compress import CompressMiddleware, add_compress_type

from ingest.errors import BelaggError
from ingest.limits import cores
from server.about_pages import about_routes
from server.access import Access
from server.answers import Answers
from server.api import api_routes
from server.document_files import document_routes
from server.document_pages import document_page_routes
from server.door import open_door
from server.exports import export_routes
from server.health import health_routes
from server.image_cache import ImageCache
from server.known_origins import KnownOrigins
from server.login import login_routes
from server.logs import request_id
from server.masked_address import MaskedAddress
from server.metrics import Metrics
from server.observing import REQUEST_ID, Observed, route_of
from server.page_tags import HeadLikeGet, PageTags
from server.pages import page_routes
from server.problems import problem_of
from server.question_log import QuestionLog
from server.service import Service
from server.settings import Settings
from server.state_metrics import ServedState
from server.static_files import VersionedFiles
from server.templating import error_page, static_url
from server.widget_pages import widget_routes

_STATIC = Path(__file__).parent / "static"
_JSON_PATHS = ("/api/", "/metrics", "/openapi.json")
_TEXTS = (
    "application/problem+json",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "text/csv",
)
_log = logging.getLogger("belagg")


@asynccontextmanager
async def _few_threads(_: FastAPI) -> AsyncIterator[None]:
    """As many requests are computed at once as keep the cores at work while one waits for the
    model. More threads wait for each other, and each holds memory: of 40, 32 clients got fewer
    answers, and the slowest waited twice as long."""
    current_default_thread_limiter().total_tokens = 2 * cores() + 2
    yield


def create_app(service: Service, settings: Settings) -> FastAPI:
    # FastAPI's own page of the interface fetches its script from elsewhere.
    app = FastAPIOffline(
        title="Belägg",
        lifespan=_few_threads,
        summary="Svar med belägg ur svenska dokument",
        version=version("belagg"),
        docs_url="/api/docs",
        redoc_url=None,
        static_url="/api/docs/static",
        favicon_url=static_url("ikon.svg"),
    )
    metrics = Metrics()
    answers = Answers(service)
    log = QuestionLog(settings)
    images = ImageCache(settings.cache, settings.image_megabytes)
    app.include_router(api_routes(service, answers, metrics, ServedState(service, images), log))
    app.include_router(health_routes(service))
    app.include_router(document_routes(service, images))
    app.include_router(page_routes(service, answers, metrics, log))
    app.include_router(document_page_routes(service))
    app.include_router(export_routes(service, answers))
    app.include_router(about_routes(settings))
    app.include_router(widget_routes())
    app.mount("/static", VersionedFiles(directory=_STATIC), name="static")
    for kind in (BelaggError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _failure)
    door = open_door(settings)
    if door is not None:
        app.include_router(login_routes(door))
    app.add_middleware(PageTags, service=service, settings=settings)
    app.add_middleware(Access, door=door)
    # Outside: an address that leads to the login page is one too.
    app.add_middleware(MaskedAddress)
    for media_type in _TEXTS:
        add_compress_type(media_type)
    app.add_middleware(CompressMiddleware, zstd=False)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.widget_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type"],
        expose_headers=["retry-after"],
    )
    app.add_middleware(KnownOrigins, listed=settings.widget_origins)
    app.add_middleware(HeadLikeGet)
    app.add_middleware(Observed, metrics=metrics, tells=settings.access_log)
    return app


def _failure(request: Request, error: Exception) -> Response:
    response = _told(request, error)
    # What nobody foresaw is answered outside of all that is added to the application.
    response.headers[REQUEST_ID] = request_id.get()
    return response


def _told(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status >= 500:
        # Not the address: a question is nobody's business but the asker's.
        _log.error("%s %s", request.method, route_of(request.scope), exc_info=error)
    if request.url.path.startswith(_JSON_PATHS):
        return JSONResponse(
            problem.as_json(), problem.status, media_type="application/problem+json"
        )
    return error_page(request, problem)
