"""What every command shares: its two options, and how results are written."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from server.console import harmless

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Mappen med indexet.", metavar="MAPP")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Skriv resultatet som JSON.")]


def print_result(result: Any) -> None:
    """Text as it is; anything else as JSON."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=2)
    # Not by rich: an answer may hold [brackets] that are its own.
    print(harmless(text))
