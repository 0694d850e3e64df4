"""The setting that lists networks."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from server.origins import split


def _checked(networks: tuple[str, ...]) -> tuple[str, ...]:
    for network in networks:
        try:
            ip_network(network)
        except ValueError as error:
            raise ValueError(
                f"{network} är varken en IP-adress eller ett nät; skriv till exempel 10.1.2.3 "
                "eller 10.1.0.0/16"
            ) from error
    return networks


Networks = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split), AfterValidator(_checked)]
"""IP addresses and networks such as "10.0.0.0/8"; a string of them is parted by commas."""
