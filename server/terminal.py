"""What every command shares: its two options, how results are written, and what is told beside."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from server.harmless import harmless
from server.masking import MaskedOut

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Mappen med indexet.", metavar="MAPP")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Skriv resultatet som JSON.")]

WaitOption = Annotated[
    float,
    typer.Option(
        "--wait",
        min=0,
        help="Vänta högst så länge på en annan körning som bygger i samma mapp.",
        metavar="SEKUNDER",
    ),
]


def print_result(result: Any) -> None:
    """Text as it is; anything else as JSON."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=2)
    # Not by rich: an answer may hold [brackets] that are its own.
    print(harmless(text))


def tell_masked(hidden: Sequence[MaskedOut]) -> None:
    """Beside the result, which another program may be reading."""
    for one in hidden:
        print(one.message, file=sys.stderr)
    if hidden:
        print("Kommandot kan finnas kvar i skalets historik.", file=sys.stderr)
