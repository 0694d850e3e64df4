"""What a browser has already is not sent again (RFC 9110, section 13)."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

ANY = "*"


def asked_tags(request: Request) -> frozenset[str]:
    """The tags that the browser has, compared weakly; ANY where it asks for any."""
    field = ",".join(request.headers.getlist("if-none-match"))
    return frozenset(tag.strip().removeprefix("W/") for tag in field.split(",") if tag.strip())


def has_already(request: Request, tag: str) -> bool:
    """Whether the browser has what bears this tag, which must be there."""
    tags = asked_tags(request)
    return tag.removeprefix("W/") in tags or ANY in tags


def not_modified(headers: Mapping[str, str]) -> Response:
    """With the headers that the whole answer would have had."""
    return Response(status_code=304, headers=headers)
