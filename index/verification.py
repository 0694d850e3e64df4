"""Whether files are as they were written: by size, which costs nothing, and by checksum.

SHA-256 stays: where the processor has instructions for it no other is faster (1.1 GB a second and
core here), and the names of documents and generations' manifests rest on it already. Files are
read side by side, so that of a large index the disk sets the pace.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from index.files import sync_file, write_atomically

CHECKSUMS_FILE = "SHA256SUMS"
"""As `sha256sum --check` reads it."""

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class StoredFile:
    size: int
    sha256: str


def stored_file(path: Path) -> StoredFile:
    """Makes what is in the file survive a power cut, and gives its size and checksum."""
    sync_file(path)
    return StoredFile(path.stat().st_size, sha256_of(path))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def misfits(home: Path, files: Mapping[str, StoredFile]) -> Iterator[str]:
    """What is amiss in Swedish: files that are missing or of another size."""
    for name, stored in files.items():
        path = home / name
        if not path.is_file():
            yield f"filen {name} saknas"
        elif path.stat().st_size != stored.size:
            yield f"filen {name} har fel storlek"


def damaged(home: Path, files: Mapping[str, StoredFile]) -> list[str]:
    """The names of files that are missing, or whose checksum is another."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        whole = threads.map(lambda one: _is_whole(home / one[0], one[1]), files.items())
        return [name for name, is_whole in zip(files, whole, strict=True) if not is_whole]


def _is_whole(path: Path, stored: StoredFile) -> bool:
    try:
        return path.stat().st_size == stored.size and sha256_of(path) == stored.sha256
    except OSError:
        return False


def write_checksums(folder: Path, names: Iterable[str]) -> None:
    """Of files that are in the folder and have been synced."""
    lines = (f"{sha256_of(folder / name)}  {name}\n" for name in names)
    write_atomically(folder / CHECKSUMS_FILE, "".join(lines).encode())


def read_checksums(folder: Path) -> dict[str, str]:
    """By name; empty for a folder of a version that kept none, or when they can't be read."""
    try:
        lines = (folder / CHECKSUMS_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
