"""The web application: routes, static files, and one handler for every failure."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette_compress import CompressMiddleware, add_compress_type
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ingest.errors import BelaggError
from ingest.limits import cores
from server.about_pages import about_routes
from server.access import Access
from server.answers import Answers
from server.api import api_routes
from server.api_docs import add_api_docs
from server.chat_page import chat_page_routes
from server.crowding import Crowding
from server.document_files import document_routes
from server.document_pages import document_page_routes
from server.door import open_door
from server.drawing import Drawing
from server.exports import export_routes
from server.health import health_routes
from server.image_cache import ImageCache
from server.known_origins import KnownOrigins
from server.login import login_routes
from server.masked_address import MaskedAddress
from server.metrics import Metrics
from server.observing import Observed
from server.own_hosts import OwnHosts
from server.page_tags import HeadLikeGet, PageTags
from server.pages import page_routes
from server.problem_response import Failures, failure
from server.public_scripts import public_script_routes
from server.question_log import QuestionLog
from server.ranges import UnderstoodRanges
from server.rate_limit import RateLimit
from server.request_limits import RequestLimits
from server.security_headers import SecurityHeaders
from server.service import Service
from server.settings import Settings
from server.state_metrics import ServedState
from server.static_files import VersionedFiles

_STATIC = Path(__file__).parent / "static"
_TEXTS = (
    "application/problem+json",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "text/csv",
)


@asynccontextmanager
async def _at_work(app: FastAPI) -> AsyncIterator[None]:
    """As many requests are computed at once as keep the cores at work while one waits for the
    model. More threads wait for each other, and each holds memory: of 40, 32 clients got fewer
    answers, and the slowest waited twice as long."""
    current_default_thread_limiter().total_tokens = 2 * cores() + 2
    yield
    app.state.drawing.close()


def create_app(service: Service, settings: Settings) -> FastAPI:
    app = FastAPI(
        title="Belägg",
        lifespan=_at_work,
        summary="Svar med belägg ur svenska dokument",
        version=version("belagg"),
        docs_url=None,
        redoc_url=None,
        # Nobody is led from one address to another by what they say the server is called.
        redirect_slashes=False,
    )
    add_api_docs(app)
    metrics = Metrics()
    answers = Answers(service)
    log = QuestionLog(settings)
    app.state.drawing = Drawing()
    images = ImageCache(settings.cache, settings.image_megabytes)
    app.include_router(api_routes(service, answers, metrics, ServedState(service, images), log))
    app.include_router(health_routes(service))
    app.include_router(document_routes(service, images, app.state.drawing))
    app.include_router(page_routes(service, answers, metrics, log))
    app.include_router(document_page_routes(service))
    app.include_router(export_routes(service, answers))
    app.include_router(about_routes(settings))
    app.include_router(public_script_routes())
    app.include_router(chat_page_routes())
    app.mount("/static", VersionedFiles(directory=_STATIC), name="static")
    door = open_door(settings)
    if door is not None:
        app.include_router(login_routes(door, service.limiting_groups))
    for kind in (BelaggError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, failure)
    # From here on each stands outside of the one before.
    app.add_middleware(PageTags, service=service, settings=settings)
    app.add_middleware(Access, door=door)
    for media_type in _TEXTS:
        add_compress_type(media_type)
    app.add_middleware(CompressMiddleware, zstd=False)
    app.add_middleware(Crowding)
    app.add_middleware(RateLimit, per_minute=settings.rate_per_minute / settings.workers)
    # An address that is refused or leads to the login page is one too.
    app.add_middleware(MaskedAddress)
    app.add_middleware(RequestLimits)
    app.add_middleware(Failures)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.widget_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type"],
        expose_headers=["retry-after"],
    )
    app.add_middleware(KnownOrigins, listed=settings.widget_origins)
    app.add_middleware(OwnHosts, listed=settings.hosts)
    app.add_middleware(HeadLikeGet)
    app.add_middleware(UnderstoodRanges)
    # Again, for what stands between.
    app.add_middleware(Failures)
    app.add_middleware(SecurityHeaders, https_days=settings.https_days)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    app.add_middleware(Observed, metrics=metrics, tells=settings.access_log)
    return app
