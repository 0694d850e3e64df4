"""Writing files so that a kill or a full disk leaves the old one in place."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError


def write_atomically(path: Path, data: bytes) -> None:
    """Writes beside the place, flushes to disk, then renames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


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


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turns the system's refusals to write into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(
                f"Disken är full: det gick inte att skriva i {folder}. Det som redan var "
                "indexerat är orört. Frigör plats och kör samma kommando igen."
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise StorageError(
                f"Det går inte att skriva i {folder} ({error.strerror}). Ge skrivrättighet till "
                "mappen eller välj en annan med --index MAPP."
            ) from error
        raise
