"""The setting that names an identity provider."""

import re
from typing import Annotated

from pydantic import AfterValidator

# Over plain HTTP only to the machine itself, where tests and a provider beside Belägg are.
_ISSUER = re.compile(
    r"https://[a-z0-9.-]+(:\d{1,5})?(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?(/[^\s?#]*)?"
)


def _checked(issuer: str) -> str:
    if issuer and not _ISSUER.fullmatch(issuer):
        raise ValueError(
            f"{issuer} är ingen webbadress som börjar med https; skriv till exempel "
            "https://login.exempel.se/realms/vard"
        )
    return issuer


Issuer = Annotated[str, AfterValidator(_checked)]
"""An address such as "https://login.exempel.se/realms/vard", as the provider itself writes it."""
