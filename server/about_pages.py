"""What the law asks a public service to tell: how accessible it is, and what becomes of data.

What the pages say of the software is written to be checked: tests/test_about_pages.py.
"""

from datetime import date
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from server.settings import Settings, has_login
from server.templating import page

# When the templates' text was last held against what the software does.
_WRITTEN = date(2026, 11, 22)


def about_routes(settings: Settings) -> APIRouter:
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    stated: dict[str, Any] = {
        "operator": settings.operator,
        "contact": settings.contact,
        "reviewed": settings.accessibility_reviewed,
        "log_days": settings.question_log_days,
        "written": _WRITTEN,
        "has_login": has_login(settings),
        "version": version("belagg"),
    }

    @routes.get("/tillganglighet")
    def accessibility(request: Request) -> HTMLResponse:
        return page(request, "tillganglighet.html", **stated)

    @routes.get("/integritet")
    def privacy(request: Request) -> HTMLResponse:
        return page(request, "integritet.html", **stated)

    return routes
