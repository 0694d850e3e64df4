"""Page images kept on disk, so that none is drawn twice; the longest unused give way.

Several processes may share the folder. Where it can't be written, every image is drawn.
"""

import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock

_FOLDER = "page-images"
# The folder is gone through each time that this share of it has been written.
_SHARE_BETWEEN_SWEEPS = 1 / 16
# So much is left, so that several processes together keep below the limit between their sweeps.
_SHARE_LEFT = 3 / 4
_LOCKS = 16
_log = logging.getLogger("belagg")


class ImageCache:
    """At most `megabytes` of images in a folder of the cache; none where that is 0."""

    def __init__(self, cache: Path, megabytes: int) -> None:
        self._folder = cache / _FOLDER
        self._most = megabytes * 1_000_000
        self._locks = tuple(Lock() for _ in range(_LOCKS))
        self._sweeping = Lock()
        # The first image written finds what earlier processes have left.
        self._unswept = self._most
        self._has_failed = False

    def get(self, key: str, draw: Callable[[], bytes]) -> bytes:
        """The image of this key, which can be the name of a file and begins with the document and
        a dash; drawn where there is none, and once where two ask for it at the same moment."""
        if not self._most:
            return draw()
        path = self._folder / key
        with self._locks[hash(key) % _LOCKS]:
            if kept := _read(path):
                return kept
            drawn = draw()
            try:
                self._write(path, drawn)
            except OSError as error:
                self._tell_once(error)
            return drawn

    def forget(self, documents: Iterable[str]) -> None:
        """Removes all images of documents that are no longer shown."""
        for document in documents:
            for path in self._folder.glob(f"{document}-*"):
                path.unlink(missing_ok=True)

    def size(self) -> int:
        """In bytes. What gives way meanwhile may be counted or not."""
        with suppress(OSError), os.scandir(self._folder) as found:
            return sum(entry.stat().st_size for entry in found)
        return 0

    def _write(self, path: Path, image: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Another process may be writing the same image.
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            temporary.write_bytes(image)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        with self._sweeping:
            self._unswept += len(image)
            if self._unswept > self._most * _SHARE_BETWEEN_SWEEPS:
                self._sweep()
                self._unswept = 0

    def _sweep(self) -> None:
        """Removes the longest unused images where there are too many."""
        found = [(path, path.stat()) for path in self._folder.iterdir()]
        size = sum(stat.st_size for _, stat in found)
        if size <= self._most * (1 - 2 * _SHARE_BETWEEN_SWEEPS):
            return
        for path, stat in sorted(found, key=lambda one: one[1].st_mtime_ns):
            path.unlink(missing_ok=True)
            size -= stat.st_size
            if size <= self._most * _SHARE_LEFT:
                return

    def _tell_once(self, error: OSError) -> None:
        if not self._has_failed:
            self._has_failed = True
            _log.warning(
                "Sidbilder kan inte sparas i %s (%s). De ritas på nytt varje gång.",
                self._folder,
                error.strerror,
            )


def _read(path: Path) -> bytes:
    """Empty where there is none. That it was read is told by its time."""
    try:
        image = path.read_bytes()
    except OSError:
        return b""
    # What can't be touched can still be read.
    with suppress(OSError):
        os.utime(path)
    return image
