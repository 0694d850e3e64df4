"""A tag for every page, known before the page is made: that one hasn't changed costs nothing."""

import hashlib
from datetime import date

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import IndexFolderError
from server.collection import collection_hash
from server.conditional import ANY, asked_tags, not_modified
from server.service import Service
from server.settings import Settings
from server.software import software

# These have tags of their own, or change without any of what a page is made of.
_OTHER_PATHS = (
    "/api/",
    "/logga-",
    "/static/",
    "/metrics",
    "/openapi.json",
    "/widget.js",
    "/personuppgifter.js",
)
_OTHER_FILES = (".png", "/fil")
# Kept by the reader's own browser only, which asks each time whether it has changed.
_CACHING = "private, no-cache"


class PageTags:
    """Gives each page a weak ETag, made of all that it is made of: the index, the software, the
    settings, the day and its whole address."""

    def __init__(self, app: ASGIApp, service: Service, settings: Settings) -> None:
        self._app = app
        self._service = service
        self._settings = settings.model_dump_json()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_page(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        collection = await run_in_threadpool(self._collection)
        made_of = (software(), collection, self._settings, f"{date.today()}", f"{request.url}")
        strong = f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
        headers = {"ETag": f"W/{strong}", "Cache-Control": _CACHING}
        tags = asked_tags(request)
        if strong in tags:
            response = not_modified({**headers, "Vary": "Accept-Encoding"})
            await response(scope, receive, send)
            return
        is_emptied = False

        async def tagged(message: Message) -> None:
            nonlocal is_emptied
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message).update(headers)
                # Whether there is a page at all is known only now.
                if is_emptied := ANY in tags:
                    message["status"] = 304
                    del MutableHeaders(scope=message)["content-length"]
            elif is_emptied:
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, tagged)

    def _collection(self) -> str:
        try:
            return collection_hash(self._service.searcher())
        except IndexFolderError:
            return ""


def _is_page(path: str) -> bool:
    return not path.startswith(_OTHER_PATHS) and not path.endswith(_OTHER_FILES)


class HeadLikeGet:
    """Answers HEAD wherever GET is answered; the web server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        # A copy, for the web server looks at the method; which route it was is told further out.
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, send)
        finally:
            scope["route"] = asked.get("route")
