"""An index as one file: the current generation, what it was made of, and checksums of it all.

A backup is a tar.gz with generation/, documents/ and, last, belagg-backup.json: one that was cut
off has none. It is taken while servers answer and ingest builds: the generation is held, and what
it needs is only changed by an ingest of another version, which is noticed.
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

from index.errors import BackupError, IndexDamagedError
from index.examination import examine
from index.files import storage_errors, sync_folder
from index.generation import Index, open_index
from index.manifest import COPY_FILE, MANIFEST_FILE
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
    whole. Raises what open_index raises, BackupError and StorageError."""
    if place.is_dir():
        raise BackupError(f"{place} är en mapp. Ange en fil: {place / 'belagg.tar.gz'}")
    index = open_index(folder)
    _check(index)
    with storage_errors(place.parent), _new_file(place) as file, _tar(file) as tar:
        files = {name: _add(tar, path, name) for name, path in _kept_files(index)}
        for name, known in index.manifest.files.items():
            if files[f"{GENERATION}/{name}"] != known:
                raise _damaged(folder, name)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        contents = Contents(index.generation, made, len(index.manifest.entries), files)
        told = CONTENTS.dump_json(contents)
        tar.addfile(_member(CONTENTS_FILE, len(told)), BytesIO(told))
    return contents


def _check(index: Index) -> None:
    """What is damaged would take the place of a good backup. Raises IndexDamagedError."""
    relied_on = f"{index.generation}/", "documents/"
    for flaw in examine(index.folder):
        if flaw.file.startswith(relied_on):
            raise _damaged(index.folder, flaw.file)


def _damaged(folder: Path, file: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"Indexet i {folder} är skadat: {file} är inte som den skrevs. Ingen säkerhetskopia "
        "gjordes. Laga indexet: belagg doctor --repair"
    )


def _kept_files(index: Index) -> Iterator[tuple[str, Path]]:
    """The files of a backup by their names in it: the generation, and of each document what is
    known of it and the vectors that the generation was made of."""
    home = index.folder / index.generation
    for name in (MANIFEST_FILE, COPY_FILE, CHECKSUMS_FILE, *index.manifest.files):
        if (home / name).is_file():
            yield f"{GENERATION}/{name}", home / name
    for entry in index.manifest.entries:
        document = index.folder / DOCUMENTS / entry.id
        for path in (*_files_of(document), *_files_of(document / entry.vectors)):
            yield path.relative_to(index.folder).as_posix(), path


def _files_of(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))


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
    """Raises BackupError for a file that is gone."""
    with _still_there(path) as file:
        size = os.fstat(file.fileno()).st_size
        read = _Hashed(file)
        tar.addfile(_member(name, size), read)
    return StoredFile(size, read.digest.hexdigest())


def _still_there(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise BackupError(
            f"{path} försvann medan säkerhetskopian gjordes: en inläsning byter ut det som en "
            "äldre version läste. Ingen säkerhetskopia gjordes. Kör samma kommando igen när "
            "inläsningen är klar."
        ) from error


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
