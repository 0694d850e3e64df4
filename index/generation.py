"""Generations of an index: each complete in its own folder, one of them current.

    <index>/CURRENT                    the name of the generation that is served
    <index>/generation-000001/         manifest.json, index.sqlite, memory-mapped arrays, and the
                                       manifest's checksum in SHA256SUMS
    <index>/documents/<id>/            the archive that generations are put together from

A new generation is written beside the old one and becomes current by one rename, so a kill at
any moment leaves a complete one. The last good one before it is kept; who opens a generation
keeps it from being removed. Opening never writes.
"""

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.archive import Archive
from index.audience import Groups
from index.columns import Columns
from index.embedder import ModelIdentity
from index.errors import IndexDamagedError, IndexMissingError, ModelMismatchError
from index.files import sync_folder, write_atomically
from index.holding import Hold, hold, remove_unless_held
from index.keywords import KeywordIndex
from index.manifest import (
    MANIFEST_FILE,
    Manifest,
    check_files,
    damage,
    read_any_manifest,
    read_manifest,
)
from index.selection import Selector
from index.store import Store
from index.vectors import VectorIndex
from index.verification import damaged

STORE_FILE = "index.sqlite"
PASSAGES, SENTENCES = "passages", "sentences"
_CURRENT = "CURRENT"
_NAME = re.compile(r"generation-(\d{6})")
_NAMES = "generation-*"
STAGING = ".restoring-"
"""How the folder begins that a backup is unpacked into."""


@dataclass(frozen=True, slots=True)
class Index:
    """An opened generation: read-only, safe to share between threads. `hold` keeps it from
    being removed for as long as this lives."""

    folder: Path
    generation: str
    manifest: Manifest
    store: Store
    archive: Archive
    passages: VectorIndex
    sentences: VectorIndex
    keywords: KeywordIndex
    columns: Columns
    selector: Selector
    hold: Hold
    seen_by: Groups | None = None
    """The groups of the asker that it has been cut to; None is all of it."""


def current_generation(folder: Path) -> str | None:
    """The name of the current generation, or None where no index has been built."""
    try:
        # What is damaged names no generation.
        return (folder / _CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None


def current_mark(folder: Path) -> object:
    """Equal as long as the same generation is the current one; a restored backup's may have the
    same name."""
    try:
        written = (folder / _CURRENT).stat()
    except FileNotFoundError:
        return None
    return current_generation(folder), written.st_mtime_ns, written.st_ino


def open_index(
    folder: Path, model: ModelIdentity | None = None, *, verified: bool = False
) -> Index:
    """Opens the current generation; `verified` by all its checksums, else by its sizes.

    Raises IndexMissingError, IndexDamagedError, and ModelMismatchError when `model` is given
    and is not the one that made the vectors.
    """
    generation = current_generation(folder)
    while generation is not None:
        try:
            return open_generation(folder, generation, model, verified=verified)
        except IndexDamagedError:
            # Read just before it was replaced and removed: then there is another by now.
            before, generation = generation, current_generation(folder)
            if generation == before:
                raise
    raise IndexMissingError(
        f"Det finns inget index i {folder}. Bygg ett av dina PDF-filer: "
        "belagg ingest MAPP – eller av exemplen: belagg ingest corpus/exempel"
    )


def open_generation(
    folder: Path, generation: str, model: ModelIdentity | None = None, *, verified: bool = False
) -> Index:
    """One of those in the folder. Raises what open_index raises."""
    home = folder / generation
    try:
        held = hold(home / MANIFEST_FILE)
    except FileNotFoundError as error:
        raise damage(home, f"filen {MANIFEST_FILE} saknas") from error
    except OSError as error:
        raise damage(
            home, f"filen {MANIFEST_FILE} går inte att öppna ({error.strerror})"
        ) from error
    manifest = read_manifest(folder, generation)
    if model is not None:
        check_model(manifest.model, model)
    check_files(home, manifest, verified=verified)
    store, columns = Store(home / STORE_FILE), Columns.read(home)
    dimension = manifest.model.dimension
    try:
        return Index(
            folder,
            generation,
            manifest,
            store,
            Archive(folder / "documents"),
            VectorIndex.read(home, PASSAGES, dimension),
            VectorIndex.read(home, SENTENCES, dimension),
            KeywordIndex(home),
            columns,
            Selector(columns, store),
            held,
        )
    except RuntimeError as error:  # what FAISS raises for a file that it can't read
        raise damage(home, "en vektorfil går inte att läsa") from error


def check_model(stored: ModelIdentity, asked: ModelIdentity) -> None:
    """Raises ModelMismatchError when the weights differ."""
    if stored.weights == asked.weights:
        return
    raise ModelMismatchError(
        f"Indexet är byggt med modellen {stored.name} ({stored.weights[:8]}), men nu är "
        f"{asked.name} ({asked.weights[:8]}) vald. Välj den första med BELAGG_MODEL, eller bygg "
        "om indexet för den nya: belagg ingest --rebuild"
    )


def damaged_files(folder: Path) -> list[str]:
    """Names of files of the current generation whose checksum is not the manifest's."""
    generation = current_generation(folder)
    if generation is None:
        return []
    return damaged(folder / generation, read_manifest(folder, generation).files)


def generations(folder: Path) -> list[str]:
    """The names of all, newest first, complete or not."""
    return sorted((path.name for path in folder.glob(_NAMES)), reverse=True)


def is_whole(folder: Path, generation: str) -> bool:
    """Whether a server could rely on it."""
    try:
        check_files(folder / generation, read_manifest(folder, generation), verified=True)
    except IndexDamagedError:
        return False
    return True


def new_generation(folder: Path) -> str:
    """A name not yet in use, above all others."""
    numbers = [int(match[1]) for path in folder.glob("*") if (match := _NAME.search(path.name))]
    return f"generation-{max(numbers, default=0) + 1:06d}"


def number_of(generation: str) -> int:
    """17 for generation-000017."""
    return int(generation.rpartition("-")[2])


def switched_at(folder: Path) -> float:
    """When the current generation became so, as Unix time; 0.0 where none has."""
    try:
        return (folder / _CURRENT).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def switch_to(folder: Path, generation: str) -> None:
    """Makes a sealed generation the current one and removes all but that and the last good one
    before it."""
    sync_folder(folder)
    write_atomically(folder / _CURRENT, generation.encode("ascii"))
    others = (name for name in generations(folder) if name != generation)
    last_good = next((name for name in others if is_whole(folder, name)), None)
    for name in generations(folder):
        if name not in (generation, last_good):
            remove_unless_held(folder / name / MANIFEST_FILE)


def clear(folder: Path) -> None:
    """Removes what builds and restorings that were cut off have left."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    current = current_generation(folder)
    for name in generations(folder):
        if name != current and not (folder / name / MANIFEST_FILE).is_file():
            shutil.rmtree(folder / name)


def vectors_in_use(folder: Path) -> dict[str, set[str]]:
    """The keys of the vectors of each document that a generation in the folder is made of: a
    server may still answer from any of them."""
    used: dict[str, set[str]] = {}
    for name in generations(folder):
        with suppress(IndexDamagedError):
            for entry in read_any_manifest(folder, name).entries:
                used.setdefault(entry.id, set()).add(entry.vectors)
    return used
