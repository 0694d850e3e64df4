"""A long list cut into pages."""

from math import ceil

from server.errors import UnknownPageError


def number_of_pages(total: int, on_a_page: int, asked: int) -> int:
    """At least one. Raises UnknownPageError when the page asked for is beyond the last."""
    pages = max(1, ceil(total / on_a_page))
    if asked > pages:
        raise UnknownPageError(f"Listan har sidorna 1–{pages}; sidan {asked} finns inte.")
    return pages
