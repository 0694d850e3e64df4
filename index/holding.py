"""Keeps generations that are in use from being removed.

Who opens a generation holds a shared lock on its manifest; who would remove it must have the
lock alone. The system lets go of a lock when its process ends, however it ends.
"""

import os
import shutil
import weakref
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows lets no file be removed that is open.
    fcntl = None  # type: ignore[assignment]


class Hold:
    """Lasts for as long as this lives."""

    def __init__(self, descriptor: int) -> None:
        weakref.finalize(self, os.close, descriptor)


def hold(manifest: Path) -> Hold:
    """Raises FileNotFoundError when the generation isn't there, or is just being removed."""
    descriptor = os.open(manifest, os.O_RDONLY)
    held = Hold(descriptor)
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    # It may have been removed between opening and locking.
    if os.fstat(descriptor).st_ino != manifest.stat().st_ino:
        raise FileNotFoundError(manifest)
    return held


def remove_unless_held(manifest: Path) -> None:
    """Removes the manifest's folder; where somebody has it open it stays until a later time."""
    if not manifest.is_file():
        shutil.rmtree(manifest.parent)
        return
    # NFS gives a lock that is to be had alone only to who could write.
    descriptor = os.open(manifest, os.O_RDWR)
    try:
        if _has_alone(descriptor):
            # First, so that what is left when this is cut off is no generation.
            manifest.unlink()
            shutil.rmtree(manifest.parent)
    finally:
        os.close(descriptor)


def _has_alone(descriptor: int) -> bool:
    """False also where the file system can't tell."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
