"""Templates, and what every page of them may use."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from server.masking import masked_in
from server.masking import LONGEST_READ, masked
from server.problems import Problem

_HERE = Path(__file__).parent
_TEMPLATES = Jinja2Templates(_HERE / "templates")
_TEMPLATES.env.trim_blocks = True
_TEMPLATES.env.lstrip_blocks = True


def page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """The template with what it shows; see the templates for the names."""
    return _TEMPLATES.TemplateResponse(request, template, shown, status_code=status)


def error_page(request: Request, problem: Problem) -> HTMLResponse:
    # Whatever is refused before its address has been looked at.
    asked = masked(request.query_params.get("fraga", "")[:LONGEST_READ])
    return page(request, "error.html", status=problem.status, problem=problem, asked=asked)


@cache
def static_url(name: str) -> str:
    """The address of a static file, a new one when its content is new."""
    content = (_HERE / "static" / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:8]}"


def grouped(number: int) -> str:
    """ "2599", "12 345": Swedish parts the thousands from five figures on."""
    return f"{number:,}".replace(",", "\u00a0") if number >= 10_000 else str(number)


def around(passage: str, quote: str) -> tuple[str, str, str] | None:
    """A passage parted into what is before a quote, the quote, and what is after it, each with its
    own lines; None where the quote is all of it."""
    found = re.search(r"\s+".join(map(re.escape, quote.split())), passage)
    if found is None or found[0] == passage:
        return None
    return passage[: found.start()], found[0], passage[found.end() :]


_TEMPLATES.env.globals["static_url"] = static_url
_TEMPLATES.env.filters["around"] = around
_TEMPLATES.env.filters["grouped"] = grouped
_TEMPLATES.env.filters["masked_in"] = masked_in
