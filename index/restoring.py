"""A backup becomes an index again: verified in whole before anything that is there is touched.

A backup may come from anywhere. Only files with names that a backup has are taken out of it, no
link and no folder, each written by its name in a folder of its own, and no more than fits.
"""

import hashlib
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Self

from index.backup import CONTENTS, CONTENTS_FILE, DOCUMENTS, GENERATION, Contents
from index.errors import BackupError
from index.files import make_folder, storage_errors, sync_file, sync_folder
from index.generation import STAGING, clear, current_generation, new_generation, switch_to
from index.lock import building
from index.manifest import FORMAT_VERSION, read_any_manifest
from index.verification import StoredFile

_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,120}"
_NAME = re.compile(rf"{GENERATION}/{_PART}|{DOCUMENTS}/{_PART}(/{_PART}){{1,2}}")
_MOST_FILES = 2_000_000
_MOST_CONTENTS = 500_000_000
_LONGEST_SAID = 10_000
# So much larger than the backup itself can what is in it be: texts shrink to a tenth.
_MOST_TIMES_LARGER = 100
_FREE_LEFT = 200_000_000
_BLOCK = 1 << 20


def restore(place: Path, folder: Path, *, replace: bool = False, wait: float = 0) -> Contents:
    """Makes the backup the current generation of the folder, which has none unless `replace`;
    the one before is kept as the last good one. `wait` is for how many seconds to wait for
    another that builds. Raises BackupError with all as it was, IndexLockedError and
    StorageError."""
    with building(folder, wait), storage_errors(folder), _staging(folder) as staged:
        if not replace and current_generation(folder) is not None:
            raise BackupError(
                f"Det finns redan ett index i {folder}. Ersätt det med --replace, eller välj en "
                "annan mapp med --index MAPP."
            )
        contents = _unpacked(place, staged)
        _check_format(staged, folder)
        generation = new_generation(folder)
        for document in sorted((staged / DOCUMENTS).iterdir()):
            _merge(document, folder / DOCUMENTS / document.name)
        sync_folder(folder / DOCUMENTS)
        (staged / GENERATION).replace(folder / generation)
        switch_to(folder, generation)
    return contents


def is_older(folder: Path) -> bool:
    """Whether the current generation must be built anew before this version can open it."""
    manifest = read_any_manifest(folder, str(current_generation(folder)))
    return manifest.format_version != FORMAT_VERSION


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    clear(folder)
    staged = Path(mkdtemp(prefix=STAGING, dir=folder))
    try:
        yield staged
    finally:
        shutil.rmtree(staged)


def _unpacked(place: Path, staged: Path) -> Contents:
    """All files of the backup, each as it was when it was taken."""
    (staged / DOCUMENTS).mkdir()
    try:
        with _opened(place) as file, tarfile.open(fileobj=file, mode="r|gz", tarinfo=_Plain) as tar:
            found, contents = _taken_out(tar, staged, _room(place, staged))
    # What tarfile and pydantic find wrong with what they are given are ValueErrors too.
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise _unusable(place, "den är avbruten eller trasig") from error
    except _Hostile as error:
        raise _unusable(place, str(error)) from error
    if contents is None:
        raise _unusable(place, "den är avbruten: innehållsförteckningen sist i den saknas")
    if wrong := sorted(
        name for name in {*found, *contents.files} if found.get(name) != contents.files.get(name)
    ):
        raise _unusable(place, f"{wrong[0]} är inte som den sparades")
    return contents


def _opened(place: Path) -> IO[bytes]:
    try:
        return place.open("rb")
    except FileNotFoundError as error:
        raise BackupError(f"Det finns ingen säkerhetskopia som heter {place}.") from error
    except OSError as error:
        raise _unusable(place, f"den går inte att öppna ({error.strerror})") from error


class _Hostile(Exception):
    """What no backup has."""


class _Plain(tarfile.TarInfo):
    """A file, or what is said of the next one where its size needs more than a head's digits.
    tarfile reads all of that into memory before anybody can ask how much it is."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        member = super().frombuf(buf, encoding, errors)
        is_said = member.type == tarfile.XHDTYPE and member.size <= _LONGEST_SAID
        if not is_said and member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise _Hostile("den innehåller annat än filer")
        return member


def _taken_out(
    tar: tarfile.TarFile, staged: Path, room: int
) -> tuple[dict[str, StoredFile], Contents | None]:
    found: dict[str, StoredFile] = {}
    for member in tar:
        file = tar.extractfile(member) if member.isreg() else None
        if file is None:
            raise _Hostile("den innehåller annat än filer")
        if member.name == CONTENTS_FILE:
            if member.size > _MOST_CONTENTS:
                raise _Hostile("innehållsförteckningen är orimligt stor")
            return found, CONTENTS.validate_json(file.read())
        if not _NAME.fullmatch(member.name) or ".." in member.name or member.name in found:
            raise _Hostile("en fil i den har ett otillåtet namn")
        room -= member.size
        if room < 0 or len(found) >= _MOST_FILES:
            raise _Hostile("den innehåller mer än vad som får plats")
        found[member.name] = _written(file, staged / member.name)
    return found, None


def _written(file: IO[bytes], path: Path) -> StoredFile:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as out:
        while block := file.read(_BLOCK):
            digest.update(block)
            out.write(block)
    sync_file(path)
    return StoredFile(path.stat().st_size, digest.hexdigest())


def _room(place: Path, staged: Path) -> int:
    free = shutil.disk_usage(staged).free - _FREE_LEFT
    return min(free, place.stat().st_size * _MOST_TIMES_LARGER)


def _check_format(staged: Path, folder: Path) -> None:
    manifest = read_any_manifest(staged, GENERATION)
    if manifest.format_version != FORMAT_VERSION and current_generation(folder) is not None:
        raise BackupError(
            f"Säkerhetskopian har format {manifest.format_version}, men den här versionen läser "
            f"format {FORMAT_VERSION}, och i {folder} finns ett index som används. Återställ den i "
            "en tom mapp och bygg om den där: belagg ingest --rebuild --index MAPP"
        )


def _merge(document: Path, into: Path) -> None:
    """Replaces files one by one: a server may be reading those that are there."""
    for path in sorted(document.rglob("*")):
        if path.is_file():
            place = into / path.relative_to(document)
            make_folder(place.parent)
            path.replace(place)
            sync_folder(place.parent)


def _unusable(place: Path, found: str) -> BackupError:
    return BackupError(
        f"Säkerhetskopian {place} går inte att använda: {found}. Inget har ändrats. Försök med en "
        "annan säkerhetskopia."
    )
