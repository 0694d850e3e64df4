"""What a generation holds and what shaped it, written when all else of it is on the disk."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.embedder import ModelIdentity
from index.errors import IndexDamagedError
from index.files import write_atomically
from index.verification import (
    CHECKSUMS_FILE,
    StoredFile,
    damaged,
    misfits,
    read_checksums,
)
from ingest.document import Description

FORMAT_VERSION = 5
MANIFEST_FILE = "manifest.json"
COPY_FILE = "manifest.copy.json"
"""Without the list nobody could tell which documents there were, and for whom: it is kept twice."""

_MENDING = (
    "Laga det ur de sparade dokumenten: belagg doctor --repair, eller bygg om det: "
    "belagg ingest --rebuild"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the collection: where it was read from, what it is, its size, the key of its
    vectors in the archive, and how many pieces of personal data stand in it."""

    id: str
    path: str
    description: Description
    pages: int
    passages: int
    vectors: str
    personal_data: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and what shaped it.

    `recall` is the share of the ten nearest that approximate search finds, of "passages" and
    "sentences"; a kind that is searched exactly isn't there. Since all was last put together
    anew, of `complete` passages, `changed` passages were added or taken out.
    """

    format_version: int
    ingest_version: str
    model: ModelIdentity
    entries: tuple[Entry, ...]
    sentences: int
    files: dict[str, StoredFile]
    recall: dict[str, float] = field(default_factory=dict)
    complete: int = 0
    changed: int = 0


_ADAPTER = TypeAdapter(Manifest)


def read_manifest(folder: Path, generation: str) -> Manifest:
    """Raises IndexDamagedError when it is missing, unreadable or of another version."""
    manifest = read_any_manifest(folder, generation)
    if manifest.format_version != FORMAT_VERSION:
        raise IndexDamagedError(
            f"Indexet i {folder} har format {manifest.format_version}, men den här versionen läser "
            f"format {FORMAT_VERSION}. Bygg om det ur de sparade dokumenten: "
            "belagg ingest --rebuild"
        )
    return manifest


def read_any_manifest(folder: Path, generation: str) -> Manifest:
    """Also of an older format, to build anew from. Raises IndexDamagedError."""
    home = folder / generation
    if not any((home / name).is_file() for name in (MANIFEST_FILE, COPY_FILE)):
        raise damage(home, f"filen {MANIFEST_FILE} saknas")
    try:
        return _ADAPTER.validate_json(_as_written(home))
    except ValidationError as error:
        raise IndexDamagedError(
            f"Indexet i {folder} är skrivet av en annan version: {MANIFEST_FILE} går inte att "
            f"läsa. {_MENDING}"
        ) from error


def _as_written(home: Path) -> bytes:
    """What two of the manifest, its copy and its checksum say. Raises IndexDamagedError."""
    known = read_checksums(home).get(MANIFEST_FILE)
    held = [data for name in (MANIFEST_FILE, COPY_FILE) if (data := _bytes_of(home / name))]
    for data in held:
        # Older formats have no copy, and the oldest no checksum.
        if known in (None, hashlib.sha256(data).hexdigest()) or held.count(data) > 1:
            return data
    raise damage(home, f"filen {MANIFEST_FILE} är inte som den skrevs")


def _bytes_of(path: Path) -> bytes:
    """Empty for a file that can't be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def seal(home: Path, manifest: Manifest) -> None:
    """Writes the manifest last: a generation without one is incomplete."""
    _write(home, _ADAPTER.dump_json(manifest, indent=1))


def _write(home: Path, data: bytes) -> None:
    checksum = f"{hashlib.sha256(data).hexdigest()}  {MANIFEST_FILE}\n"
    write_atomically(home / CHECKSUMS_FILE, checksum.encode())
    write_atomically(home / COPY_FILE, data)
    write_atomically(home / MANIFEST_FILE, data)


def flawed_copies(home: Path) -> list[str]:
    """Which of the manifest, its copy and its checksum are not as the others tell. Raises
    IndexDamagedError when that can't be told."""
    data = _as_written(home)
    known = read_checksums(home).get(MANIFEST_FILE)
    # A generation of before there were copies has none, and is whole.
    kept = [MANIFEST_FILE, *([COPY_FILE] if (home / COPY_FILE).exists() else [])]
    flawed = [name for name in kept if _bytes_of(home / name) != data]
    return flawed if known == hashlib.sha256(data).hexdigest() else [*flawed, CHECKSUMS_FILE]


def mend_copies(home: Path) -> None:
    """Raises IndexDamagedError as flawed_copies does."""
    if flawed_copies(home):
        _write(home, _as_written(home))


def check_files(home: Path, manifest: Manifest, *, verified: bool) -> None:
    """By size, and when `verified` by checksum. Raises IndexDamagedError."""
    for found in misfits(home, manifest.files):
        raise damage(home, found)
    if verified and (names := damaged(home, manifest.files)):
        raise damage(home, f"innehållet i {', '.join(names)} är inte som det skrevs")


def damage(home: Path, found: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"Indexet i {home.parent} är skadat ({home.name}): {found}. {_MENDING}"
    )
