"""The settings that list names on the web: those of other origins, and the server's own."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


def split(value: Any) -> Any:
    """ "a, b" from the environment as a list."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _checked(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin} är ingen webbadress utan sökväg; skriv till exempel "
                "https://intranat.exempel.se"
            )
    return origins


Origins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split), AfterValidator(_checked)]
"""Origins such as "https://intranat.exempel.se"; a string of them is parted by commas."""

Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]
"""Names such as "belagg.exempel.se", without a port; a string of them is parted by commas."""
