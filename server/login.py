"""The login page, and the ways from it: the shared secret, the organisation's login, and out."""

import re
from collections.abc import Callable
from hmac import compare_digest
from time import time
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.audience import Groups
from server.asker import OPERATOR
from server.door import Door
from server.errors import LoginError, RequestError, TooManyTriesError
from server.known_origins import is_from_elsewhere
from server.sessions import LONGEST_SESSION
from server.templating import page

# A path on this server, and nothing that a browser could take for another one.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")
_MOST_BYTES = 10_000
_UNSTORED = {"Cache-Control": "no-store"}

To = Annotated[str, Query(alias="till")]
"""The page that was asked for."""


def login_routes(door: Door, limiting: Callable[[], Groups]) -> APIRouter:
    """`limiting` gives the groups that documents are limited to now."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    provider, sessions = door.provider, door.sessions

    def login_page(request: Request, to: str, error: RequestError | None = None) -> Response:
        response = page(
            request,
            "logga-in.html",
            status=error.status if error else 200,
            to=own_path(to),
            fault=str(error) if error else "",
            has_secret=door.secret is not None,
            has_provider=provider is not None,
        )
        response.headers.update(_UNSTORED)
        if isinstance(error, TooManyTriesError):
            response.headers["Retry-After"] = str(error.seconds)
        return response

    @routes.get("/logga-in")
    def ask_who(request: Request, to: To = "/") -> Response:
        return login_page(request, to)

    @routes.post("/logga-in")
    async def by_secret(request: Request) -> Response:
        form = await _form(request)
        to = form.get("till", "/")
        try:
            _check_sender(request)
            if not door.is_secret(request, form.get("hemlighet", "").encode()):
                raise LoginError("Hemligheten stämmer inte. Kontrollera den och försök igen.")
        except RequestError as error:
            return login_page(request, to, error)
        response = _back(to)
        sessions.begin(response, request, OPERATOR, time() + LONGEST_SESSION, limiting)
        return response

    @routes.post("/logga-ut")
    def leave(request: Request) -> Response:
        try:
            _check_sender(request)
        except RequestError as error:
            return login_page(request, "/", error)
        response = RedirectResponse("/logga-in", 303, _UNSTORED)
        # What the browser has kept is not for whoever uses it next.
        response.headers["Clear-Site-Data"] = '"cache"'
        sessions.end(response)
        return response

    if provider is None:
        return routes

    @routes.get("/logga-in/konto")
    async def by_provider(request: Request, to: To = "/") -> Response:
        try:
            flow = await provider.reached(provider.begin, _redirect_uri(request))
        except RequestError as error:
            return login_page(request, to, error)
        response = RedirectResponse(flow.address, 303, _UNSTORED)
        kept = {"state": flow.state, "nonce": flow.nonce, "verifier": flow.verifier}
        sessions.begin_flow(response, request, {**kept, "to": own_path(to)})
        return response

    @routes.get("/logga-in/klar")
    async def back_from_provider(request: Request, code: str = "", state: str = "") -> Response:
        flow = sessions.flow(request)
        to = flow["to"] if flow else "/"
        try:
            if flow is None or not compare_digest(state.encode(), flow["state"].encode()):
                raise LoginError(
                    "Inloggningen påbörjades inte här, eller tog för lång tid. Försök igen."
                )
            if not code:
                raise LoginError("Inloggningen avbröts. Försök igen.")
            uri = _redirect_uri(request)
            told = (uri, code, flow["verifier"], flow["nonce"])
            logged_in = await provider.reached(provider.finish, *told)
            response: Response = _back(to)
            sessions.begin(response, request, logged_in.asker, logged_in.until, limiting)
        except RequestError as error:
            response = login_page(request, to, error)
        # Each login has its own.
        sessions.end_flow(response)
        return response

    return routes


def own_path(to: str) -> str:
    """A path of this server, whatever was asked for.

    >>> own_path("/dokument?sok=a"), own_path("//annan.se"), own_path("https://annan.se")
    ('/dokument?sok=a', '/', '/')
    """
    is_own = _OWN_PATH.fullmatch(to) and not to.startswith("/logga-")
    return to if is_own else "/"


def _back(to: str) -> RedirectResponse:
    return RedirectResponse(own_path(to), 303, _UNSTORED)


def _redirect_uri(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}/logga-in/klar"


def _check_sender(request: Request) -> None:
    """Raises LoginError for a form on a page of another site."""
    if is_from_elsewhere(request.headers):
        raise LoginError("Inloggningen kom från en annan webbplats. Logga in härifrån.")


async def _form(request: Request) -> dict[str, str]:
    """The first value of each field; of too large a form nothing."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}
