"""Where tables and lines with [markup] are shown."""

import re
import sys

from rich.console import Console
from rich.markup import escape

# Into a file or a pipe a table is as wide as it needs to be.
OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
# What a terminal obeys, what turns the direction of writing, and bytes of a name that are no text.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """With what isn't to be obeyed written out, in a way that JSON reads: "\\u001b"."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def cell(text: str) -> str:
    """A text of others on a line of our own: no [markup] in it, and no second line."""
    return escape(harmless(text).replace("\n", "\\u000a"))
