"""Where tables and lines with [markup] are shown."""

import sys

from rich.console import Console
from rich.markup import escape

from server.harmless import harmless

# Into a file or a pipe a table is as wide as it needs to be.
OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 200)


def cell(text: str) -> str:
    """A text of others on a line of our own: no [markup] in it, and no second line."""
    return escape(harmless(text).replace("\n", "\\u000a"))
