"""An index as one file: the current generation, what it was made of, and checksums of it all.

A backup is a tar.gz with generation/, documents/ and, last, belagg-backup.json: one that was cut
off has none. It is taken while servers answer and ingest builds: the generation is held, and of
what it needs nothing is ever changed in place.
"""

import gzip
import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter

from index.errors import IndexDamagedError
from index.files import storage_errors, sync_folder
from index.generation import open_index
from index.manifest import MANIFEST_FILE
from index.verification import CHECKSUMS_FILE, StoredFile

CONTENTS_FILE = "belagg-backup.json"
GENERATION, DOCUMENTS = "generation", "documents"
# PDFs and vectors hardly get smaller; the slower levels gain a few percent.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds; `made` is ISO 8601 in UTC, `files` by their names in it."""

    generation: str
    made: str
    documents: int
    files: dict[str, StoredFile]


CONTENTS = TypeAdapter(Contents)


def back_up(folder: Path, place: Path) -> Contents:
    """Writes a backup of the current generation; what was in its place gives way when it is
    whole. Raises what open_index raises, and StorageError."""
    index = open_index(folder)
    home = folder / index.generation
    stored = index.manifest.files
    with storage_errors(place.parent), _new_file(place) as file, _tar(file) as tar:
        files = {}
        for name in (MANIFEST_FILE, CHECKSUMS_FILE, *stored):
            if (home / name).is_file():
                files[f"{GENERATION}/{name}"] = _add(tar, home / name, f"{GENERATION}/{name}")
        for name, known in stored.items():
            if files[f"{GENERATION}/{name}"] != known:
                raise IndexDamagedError(
                    f"Indexet i {folder} är skadat: {name} är inte som den skrevs. Ingen "
                    "säkerhetskopia gjordes. Laga indexet: belagg doctor --repair"
                )
        for entry in index.manifest.entries:
            for path in _kept_files(folder / DOCUMENTS / entry.id, entry.vectors):
                name = path.relative_to(folder).as_posix()
                files[name] = _add(tar, path, name)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        contents = Contents(index.generation, made, len(index.manifest.entries), files)
        told = CONTENTS.dump_json(contents)
        tar.addfile(_member(CONTENTS_FILE, len(told)), BytesIO(told))
    return contents


def _kept_files(folder: Path, vectors: str) -> Iterator[Path]:
    """What is known of a document, and the vectors that the generation was made of."""
    yield from sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    yield from sorted(p for p in (folder / vectors).iterdir() if not p.name.startswith("."))


@contextmanager
def _new_file(place: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when all has been written to it."""
    part = place.with_name(f".{place.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(place.parent)


@contextmanager
def _tar(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    # Without time and name in its head: the same index gives the same bytes but for the time.
    with (
        gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        yield tar


def _add(tar: tarfile.TarFile, path: Path, name: str) -> StoredFile:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        read = _Hashed(file)
        tar.addfile(_member(name, size), read)
    return StoredFile(size, read.digest.hexdigest())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o644
    return member


class _Hashed(BytesIO):
    """A file whose checksum is taken as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int | None = -1) -> bytes:
        data = self._file.read(-1 if size is None else size)
        self.digest.update(data)
        return data
