"""Where tables and lines with [markup] are shown."""

import sys

from rich.console import Console

# Into a file or a pipe a table is as wide as it needs to be.
OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
