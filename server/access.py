"""Nobody comes past who has not shown who it is, where the operator asks for that; and every
request is answered from what its asker may see."""

from urllib.parse import quote

from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.asker import ANYBODY, ASKER, STRANGER, Asker
from server.door import Door
from server.errors import RequestError, TooManyTriesError
from server.problems import Problem, problem_of
from server.public_scripts import WARNING
from server.templating import error_page

LOGIN = "/logga-in"
# What the login page is made of, the ways in and out, and what tells a proxy that the server lives.
_OPEN = frozenset(
    {
        LOGIN,
        "/logga-in/konto",
        "/logga-in/klar",
        "/logga-ut",
        "/static/belagg.css",
        "/static/belagg.js",
        WARNING,
        "/static/ikon.svg",
        "/api/health",
        "/api/health/live",
        "/api/health/ready",
    }
)
_OPERATORS = "/metrics"
_PROGRAMS = ("/api/", _OPERATORS, "/openapi.json")
_UNKNOWN = Problem(
    401,
    "Den här samlingen är stängd: skicka hemligheten eller ett intyg från inloggningstjänsten som "
    "Authorization: Bearer …",
)
_UNSTORED = {"Cache-Control": "no-store"}


class Access:
    """Sets the ASKER of each request. Without a door everybody comes in, and sees what is for
    everybody."""

    def __init__(self, app: ASGIApp, door: Door | None) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif self._door is None:
            await self._answered_to(ANYBODY, scope, receive, send)
        else:
            await self._through(self._door, scope, receive, send)

    async def _through(self, door: Door, scope: Scope, receive: Receive, send: Send) -> None:
        request, path = Request(scope), scope["path"]
        try:
            asker = door.asker(request)
            if asker is None and door.provider and (token := door.token(request)):
                asker = await door.provider.reached(door.provider.bearer, token)
        except RequestError as error:
            if path not in _OPEN:
                await _refusal(request, error)(scope, receive, send)
                return
            asker = None
        if asker is not None and path == _OPERATORS and asker.groups is not None:
            # Its counts are of all that was asked.
            asker = None
        if asker is None and path not in _OPEN:
            await _invitation(request)(scope, receive, send)
            return
        scope["logged_in"] = asker is not None
        await self._answered_to(asker or STRANGER, scope, receive, _unshared(path, send))

    async def _answered_to(self, asker: Asker, scope: Scope, receive: Receive, send: Send) -> None:
        before = ASKER.set(asker)
        try:
            await self._app(scope, receive, send)
        finally:
            ASKER.reset(before)


def _unshared(path: str, send: Send) -> Send:
    """Nobody else is given what was sent to one: no cache between keeps it, and the browser's own
    asks each time whether its user still may see it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and path not in _OPEN:
            headers = MutableHeaders(scope=message)
            if headers.get("cache-control") != "no-store":
                headers["Cache-Control"] = "private, no-cache"
        await send(message)

    return sent


def _invitation(request: Request) -> Response:
    """People are sent to the login page, and from there back to what they asked for."""
    if _is_program(request):
        return _problem(_UNKNOWN, {"WWW-Authenticate": 'Bearer realm="Belagg"'})
    path = request.url.path
    # To send a form anew would be to do it for somebody.
    wanted = f"{path}?{request.url.query}" if request.url.query else path
    back = f"?till={quote(wanted)}" if request.method in ("GET", "HEAD") and wanted != "/" else ""
    return RedirectResponse(f"{LOGIN}{back}", 303, _UNSTORED)


def _refusal(request: Request, error: RequestError) -> Response:
    problem, headers = problem_of(error), dict[str, str]()
    if isinstance(error, TooManyTriesError):
        headers["Retry-After"] = str(error.seconds)
    if _is_program(request):
        return _problem(problem, headers)
    response = error_page(request, problem)
    response.headers.update({**_UNSTORED, **headers})
    return response


def _problem(problem: Problem, headers: dict[str, str]) -> Response:
    return JSONResponse(
        problem.as_json(),
        problem.status,
        {**_UNSTORED, **headers},
        media_type="application/problem+json",
    )


def _is_program(request: Request) -> bool:
    return request.url.path.startswith(_PROGRAMS) or "authorization" in request.headers
