"""Generations of an index: each complete in its own folder, one of them current.

    <index>/CURRENT                    the name of the generation that is served
    <index>/generation-000001/         manifest.json, index.sqlite, memory-mapped arrays
    <index>/documents/<id>/            the archive that generations are put together from

A new generation is written beside the old one and becomes current by one rename, so a kill at
any moment leaves a complete one. Opening never writes.
"""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.archive import Archive
from index.columns import Columns
from index.embedder import ModelIdentity
from index.errors import IndexDamagedError, IndexMissingError, ModelMismatchError
from index.files import sha256_of, sync_file, sync_folder, write_atomically
from index.keywords import KeywordIndex
from index.selection import Selector
from index.store import Store
from index.vectors import VectorIndex
from ingest.document import Description

FORMAT_VERSION = 4
STORE_FILE = "index.sqlite"
MANIFEST_FILE = "manifest.json"
PASSAGES, SENTENCES = "passages", "sentences"
_CURRENT = "CURRENT"
_NAME = re.compile(r"generation-(\d{6})")
_KEPT = 2


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
class StoredFile:
    size: int
    sha256: str


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


@dataclass(frozen=True, slots=True)
class Index:
    """An opened generation: read-only, safe to share between threads."""

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


def current_generation(folder: Path) -> str | None:
    """The name of the current generation, or None where no index has been built."""
    try:
        return (folder / _CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


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
    path = folder / generation / MANIFEST_FILE
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexDamagedError(
            f"Indexet i {folder} är ofullständigt eller skrivet av en annan version: {path.name} "
            "går inte att läsa. Bygg om det ur de sparade dokumenten: belagg ingest --rebuild"
        ) from error


def open_index(folder: Path, model: ModelIdentity | None = None) -> Index:
    """Opens the current generation.

    Raises IndexMissingError, IndexDamagedError, and ModelMismatchError when `model` is given
    and is not the one that made the vectors.
    """
    generation = current_generation(folder)
    if generation is None:
        raise IndexMissingError(
            f"Det finns inget index i {folder}. Bygg ett av dina PDF-filer: "
            "belagg ingest MAPP – eller av exemplen: belagg ingest corpus/exempel"
        )
    manifest = read_manifest(folder, generation)
    if model is not None:
        check_model(manifest.model, model)
    home = folder / generation
    _check_sizes(home, manifest)
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
        )
    except RuntimeError as error:  # what FAISS raises for a file that it can't read
        raise _damaged(home, "en vektorfil går inte att läsa") from error


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
    home = folder / generation
    files = read_manifest(folder, generation).files
    return [
        name
        for name, stored in files.items()
        if not (home / name).is_file() or sha256_of(home / name) != stored.sha256
    ]


def is_complete(folder: Path, manifest: Manifest) -> bool:
    """True when the current generation has all files that its manifest names, at their size."""
    try:
        _check_sizes(folder / str(current_generation(folder)), manifest)
    except IndexDamagedError:
        return False
    return True


def new_generation(folder: Path) -> str:
    """A name not yet in use, above all others."""
    numbers = [int(match[1]) for path in folder.glob("*") if (match := _NAME.search(path.name))]
    return f"generation-{max(numbers, default=0) + 1:06d}"


def seal(home: Path, manifest: Manifest) -> None:
    """Writes the manifest last: a generation without one is incomplete."""
    write_atomically(home / MANIFEST_FILE, _ADAPTER.dump_json(manifest, indent=1))


def switch_to(folder: Path, generation: str) -> None:
    """Makes a sealed generation the current one and removes all but the latest two."""
    sync_folder(folder)
    write_atomically(folder / _CURRENT, generation.encode("ascii"))
    complete = sorted(path for path in folder.glob("generation-*") if path.name != generation)
    for path in complete[: max(0, len(complete) - _KEPT + 1)]:
        shutil.rmtree(path)


def stored_file(path: Path) -> StoredFile:
    """Makes what is in the file survive a power cut, and gives its size and checksum."""
    sync_file(path)
    return StoredFile(path.stat().st_size, sha256_of(path))


def _check_sizes(home: Path, manifest: Manifest) -> None:
    for name, stored in manifest.files.items():
        path = home / name
        if not path.is_file():
            raise _damaged(home, f"filen {name} saknas")
        if path.stat().st_size != stored.size:
            raise _damaged(home, f"filen {name} har fel storlek")


def _damaged(home: Path, found: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"Indexet i {home.parent} är skadat: {found}. Bygg om det ur de sparade dokumenten: "
        "belagg ingest --rebuild"
    )
