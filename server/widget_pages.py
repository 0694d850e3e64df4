"""The chat widget for pages of other sites: its script, and the page that tells how to use it."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from server.templating import page

# Any page may fetch the script, and so find out that the server lives; who may ask is told
# by server/known_origins.py.
_PUBLIC = {
    "Cache-Control": "public, max-age=600",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def widget_routes() -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    files = StaticFiles(directory=Path(__file__).parent / "static")

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    async def script(request: Request) -> Response:
        response = await files.get_response("widget.js", request.scope)
        response.headers.update(_PUBLIC)
        return response

    @routes.get("/chatt")
    def chat_page(request: Request) -> HTMLResponse:
        return page(request, "chatt.html", origin=str(request.base_url).rstrip("/"))

    return routes
