"""One build at a time in an index folder, and who is at it.

The lock is the system's, on a file: a process that is killed lets go of it. What is written of the
holder beside it is only told, never relied on.
"""

import json
import os
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLockedError
from index.files import make_folder, storage_errors

_LOCK_FILE = "lock"
_HOLDER_FILE = "lock.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that builds: `since` is ISO 8601 with the time zone."""

    pid: int
    host: str
    since: str
    command: str

    def __str__(self) -> str:
        since = datetime.fromisoformat(self.since).astimezone()
        return (
            f"{self.command} (process {self.pid} på {self.host}, sedan {since:%Y-%m-%d kl. %H.%M})"
        )


@contextmanager
def building(folder: Path, wait: float = 0) -> Iterator[None]:
    """Holds the folder's lock; waits for it so many seconds. Raises IndexLockedError and
    StorageError."""
    with storage_errors(folder):
        make_folder(folder)
        lock = FileLock(folder / _LOCK_FILE)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise IndexLockedError(_told(folder)) from error
    try:
        with storage_errors(folder):
            _write(folder)
        yield
    finally:
        (folder / _HOLDER_FILE).unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> Holder | None:
    """Who took the lock last, unless it was given back; None also where that can't be read."""
    try:
        return Holder(**json.loads((folder / _HOLDER_FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _write(folder: Path) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    command = shlex.join((Path(sys.argv[0]).name, *sys.argv[1:]))
    written = Holder(os.getpid(), socket.gethostname(), now, command)
    # Not synced: no more than a note, of no use after a power cut.
    # All ASCII: a file name on the command line need not be text.
    (folder / _HOLDER_FILE).write_text(json.dumps(asdict(written)), encoding="ascii")


def _told(folder: Path) -> str:
    found = holder(folder)
    who = f": {found}" if found else ""
    return (
        f"En annan körning bygger redan i {folder}{who}. Vänta tills den är klar och kör samma "
        "kommando igen, eller låt kommandot vänta: --wait SEKUNDER"
    )
