"""An HTML file that needs nothing but itself, from a template."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from server.errors import OutputError


def write_html(output: Path, template: str, **context: Any) -> None:
    """Written as the template is filled, so that what it iterates over is held one at a time.
    Raises OutputError."""
    _write(output, _environment().get_template(template).generate(**context))


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _write(output: Path, chunks: Iterable[str]) -> None:
    """Whole or not at all: what was there before stays until the new one is done."""
    unfinished = output.with_name(f"{output.name}.part")
    try:
        # Half a surrogate pair, which broken fonts give, is no reason not to show the rest.
        with unfinished.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines(chunks)
        unfinished.replace(output)
    except OSError as error:
        raise OutputError(
            f"{output} går inte att skriva ({error.strerror}). Ange en annan plats."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
