"""Every address that the application answers, from its own table of routes."""

from collections.abc import Iterable, Iterator, Mapping

from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route


def addresses(app: FastAPI, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each method and path, with `values` for what varies in a path."""
    return [
        (method, path.format_map(values))
        for route in _routes(app.routes)
        for method in sorted(route.methods or ())
        for path in [route.path]
    ]


def _routes(routes: Iterable[BaseRoute]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif not isinstance(route, Mount):
            # FastAPI keeps the routers that were included as they are.
            yield from _routes(route.original_router.routes)  # type: ignore[attr-defined]
