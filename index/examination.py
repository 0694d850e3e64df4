"""Looks through every file of an index: those of all generations, and what the archive holds of
the documents of the newest."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.archive import Archive
from index.errors import IndexDamagedError
from index.generation import current_generation, generations
from index.manifest import MANIFEST_FILE, Entry, Manifest, flawed_copies, read_any_manifest
from index.preparation import fits
from index.verification import damaged
from ingest.parsing import INGEST_VERSION

_MISSING = "saknas"
_CHANGED = "är inte som den skrevs"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A file, as a path in the index folder, and what is amiss with it in Swedish."""

    file: str
    found: str


def examine(folder: Path) -> list[Flaw]:
    manifest = newest_manifest(folder)
    archived = manifest.entries if manifest else ()
    is_ours = manifest is not None and manifest.ingest_version == INGEST_VERSION
    archive = Archive(folder / "documents")
    return [
        *(flaw for name in generations(folder) for flaw in _of_generation(folder, name)),
        *(flaw for entry in archived for flaw in _of_document(archive, entry, is_ours=is_ours)),
    ]


def newest_manifest(folder: Path) -> Manifest | None:
    """The current one, or an older one when it is damaged; None when none can be read."""
    for name in (current_generation(folder), *generations(folder)):
        try:
            return read_any_manifest(folder, str(name))
        except IndexDamagedError:
            continue
    return None


def _of_generation(folder: Path, name: str) -> Iterator[Flaw]:
    home = folder / name
    # Being built, or what a build that was cut off has left: the next one takes it away.
    if not (home / MANIFEST_FILE).is_file() and name != current_generation(folder):
        return
    try:
        files = read_any_manifest(folder, name).files
        flawed = flawed_copies(home)
    except IndexDamagedError:
        is_there = (home / MANIFEST_FILE).is_file()
        yield Flaw(f"{name}/{MANIFEST_FILE}", _CHANGED if is_there else _MISSING)
        return
    for file in [*flawed, *damaged(home, files)]:
        yield Flaw(f"{name}/{file}", _CHANGED if (home / file).is_file() else _MISSING)


def _of_document(archive: Archive, entry: Entry, *, is_ours: bool) -> Iterator[Flaw]:
    """Unless `is_ours` another version has read the document, and this one will read it again."""
    place = f"documents/{entry.id}"
    if not archive.has_pdf(entry.id):
        is_there = archive.pdf_path(entry.id).is_file()
        yield Flaw(f"{place}/original.pdf", _CHANGED if is_there else _MISSING)
    if not is_ours:
        return
    if not archive.is_as_read(entry.id):
        yield Flaw(place, "det som lästes ur PDF-filen är inte som det skrevs")
    vectors, content = archive.vectors(entry.id, entry.vectors), archive.content(entry.id)
    if vectors is None or (content and not fits(vectors, content)):
        yield Flaw(f"{place}/{entry.vectors}", "vektorerna är inte som de skrevs")
