"""Which files are read at all: ordinary ones, of a size that fits, with names that can be told.

A device or a pipe has no end, and opening a pipe may wait for ever. A name that isn't UTF-8 could
be kept neither in an index nor on a page.
"""

import os
import stat
from pathlib import Path

from ingest.errors import UnreadableFileError


def bytes_of(path: Path, megabytes: int) -> bytes:
    """The file's content. Raises UnreadableFileError."""
    check_name(path)
    try:
        # Without waiting: a pipe that nobody writes to is opened at once.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableFileError(path, "det är ingen vanlig fil")
            if found.st_size > megabytes * 2**20:
                raise UnreadableFileError(path, f"filen är större än {megabytes} MB")
            # No more, should it grow meanwhile.
            return file.read(found.st_size)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise UnreadableFileError(path, f"filen går inte att öppna ({why})") from error


def check_name(path: Path) -> None:
    """Raises UnreadableFileError for a name that isn't UTF-8."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise UnreadableFileError(
            path, "namnet eller mappen är inte skrivna i UTF-8; byt namn och läs in igen"
        ) from error
