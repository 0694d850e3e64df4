"""How whoever runs the service is reached, as the address of a link."""

import re
from typing import Annotated

from pydantic import AfterValidator

_MAIL = re.compile(r"(?:mailto:)?([^\s@:/?#]+@[^\s@:/?#]+\.[^\s@:/?#.]+)")
_WEB = re.compile(r"https://[^\s/?#]+\S*")


def _link(contact: str) -> str:
    """ "a@b.se" becomes "mailto:a@b.se"; a web address stays as it is."""
    if mail := _MAIL.fullmatch(contact):
        return f"mailto:{mail[1]}"
    if contact and not _WEB.fullmatch(contact):
        raise ValueError(
            f"{contact} är varken en e-postadress eller en webbadress; skriv till exempel "
            "belagg@exempel.se eller https://exempel.se/kontakt"
        )
    return contact


Contact = Annotated[str, AfterValidator(_link)]
"""A mailto: or https: address, or nothing."""
