"""Writing files so that a kill or a full disk leaves the old one in place."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = {
    errno.EACCES: "rättighet saknas",
    errno.EPERM: "rättighet saknas",
    errno.EROFS: "filsystemet är skrivskyddat",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EEXIST: "där ligger redan en fil",
}


def write_atomically(path: Path, data: bytes | memoryview) -> None:
    """Writes beside the place, flushes to disk, then renames."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        # On a full disk half a file is in the way of what comes next.
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Makes a folder that survives a power cut, and those above it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames in the folder survive a power cut."""
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Makes what was written survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turns the system's refusals to write into a StorageError that says what to do."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, RuntimeError) as error:
        if _is_full(error):
            raise StorageError(
                f"Disken är full: det gick inte att skriva i {folder}. Det som redan var "
                "indexerat är orört. Frigör plats och kör samma kommando igen."
            ) from error
        if isinstance(error, OSError) and (why := _REFUSED.get(error.errno or 0)):
            raise StorageError(
                f"Det går inte att skriva i {folder}: {why}. Ge skrivrättighet till "
                "mappen eller välj en annan med --index MAPP."
            ) from error
        raise


def _is_full(error: Exception) -> bool:
    match error:
        case OSError():
            return error.errno in _FULL
        case sqlite3.OperationalError():
            # What SQLite says also of a disk that fills up beneath it.
            return error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
        case _:  # FAISS has no other error.
            return os.strerror(errno.ENOSPC) in str(error)
