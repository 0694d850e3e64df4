"""A problem as the asker wants it: JSON from the interface, otherwise a page."""

import logging

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import BelaggError
from server.logs import BrokenOff
from server.observing import route_of
from server.problems import Problem, problem_of
from server.templating import error_page

MEDIA_TYPE = "application/problem+json"
_JSON_PATHS = ("/api/", "/metrics", "/openapi.json")
# Long enough for an index to be swapped in, short enough for somebody who waits.
_SECONDS_UNTIL_READY = 10
_log = logging.getLogger("belagg")


def problem_response(request: Request, problem: Problem) -> Response:
    if request.url.path.startswith(_JSON_PATHS):
        return JSONResponse(problem.as_json(), problem.status, media_type=MEDIA_TYPE)
    return error_page(request, problem)


def failure(request: Request, error: Exception) -> Response:
    """What the asker is told of an error; the log tells the operator the rest."""
    problem = problem_of(error)
    if problem.status >= 500:
        _tell_operator(request, error)
    response = problem_response(request, problem)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    if problem.status == 503:
        response.headers["Retry-After"] = str(_SECONDS_UNTIL_READY)
    return response


def _tell_operator(request: Request, error: Exception) -> None:
    # Not the address: a question is nobody's business but the asker's.
    where = (request.method, route_of(request.scope))
    if isinstance(error, BelaggError):
        _log.error("%s %s: %s", *where, error)
    else:
        _log.error("%s %s", *where, exc_info=error)


class Failures:
    """Answers for whatever nobody foresaw, inside of what is added to a response. Starlette's own
    handler stands outside of all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except BrokenOff:
            raise
        except Exception as error:
            request = Request(scope)
            if not has_begun:
                await failure(request, error)(scope, receive, send)
                return
            # That somebody reads too slowly is no failure of the server's.
            if not isinstance(error, TimeoutError):
                _tell_operator(request, error)
            raise BrokenOff from error
