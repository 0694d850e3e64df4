"""`belagg inspect`."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from server.inspection_file import default_name, write_inspection
from server.terminal import print_result


def inspect(
    file: Annotated[Path, typer.Argument(help="PDF-filen.", metavar="FIL.pdf")],
    pages: Annotated[str | None, typer.Option(help="Bara dessa sidor.", metavar="3-7,9")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Filen att skriva.", metavar="FIL.html")
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Öppna den i webbläsaren.")] = False,
) -> None:
    """Granska hur en PDF läses, sida för sida, i en HTML-fil."""
    written = output or default_name(file)
    write_inspection(file, written, pages)
    print_result(str(written))
    if open_it:
        webbrowser.open(written.resolve().as_uri())
