"""The page that tells how the chat is put on other pages."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from server.templating import page


def chat_page_routes() -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/chatt")
    def chat_page(request: Request) -> HTMLResponse:
        return page(request, "chatt.html", origin=str(request.base_url).rstrip("/"))

    return routes
