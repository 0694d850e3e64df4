"""Makes an index whole again out of what is left of it, and does no more than it must.

A stored PDF that is lost is fetched from where it was read; what was read and embedded is made
again from the PDF; a generation is put together again from the archive.
"""

from collections.abc import Iterator
from pathlib import Path

from index.assembly import assemble
from index.embedder import ModelIdentity
from index.errors import IndexMissingError
from index.examination import newest_manifest
from index.files import storage_errors
from index.generation import check_model, current_generation, generations, is_whole
from index.holding import remove_unless_held
from index.manifest import MANIFEST_FILE, Entry, mend_copies
from index.preparation import Preparer
from ingest.errors import UnreadableFileError
from ingest.reader import content_id


def repair(folder: Path, preparer: Preparer, model: ModelIdentity) -> list[Entry]:
    """Gives the documents that could not be had again and are no longer in the index; what else
    can't be mended is left as it is. Raises IndexMissingError when no generation tells which
    documents there are."""
    manifest = newest_manifest(folder)
    if manifest is None:
        raise IndexMissingError(
            f"Ingen generation i {folder} går att läsa, så det går inte att se vilka dokument som "
            "fanns. Läs in dem igen: belagg ingest MAPP --rebuild"
        )
    check_model(manifest.model, model)
    with storage_errors(folder):
        entries = tuple(_mended(manifest.entries, preparer))
    current = current_generation(folder)
    is_served = current is not None and is_whole(folder, current)
    lost: list[Entry] = []
    # A document that can't be had again may still be whole in the generation.
    if not is_served or any(entry not in manifest.entries for entry in entries):
        current = assemble(folder, entries, model, preparer.stored)
        there = {entry.id for entry in entries}
        lost = [entry for entry in manifest.entries if entry.id not in there]
    for name in generations(folder):
        if is_whole(folder, name):
            mend_copies(folder / name)
        elif name != current:
            remove_unless_held(folder / name / MANIFEST_FILE)
    return lost


def _mended(entries: tuple[Entry, ...], preparer: Preparer) -> Iterator[Entry]:
    """Those that the archive holds again all that a generation needs of."""
    archive = preparer.archive
    for entry in entries:
        if not archive.has_pdf(entry.id):
            _fetch_pdf(entry, preparer)
        if archive.has_pdf(entry.id) and not archive.is_as_read(entry.id):
            archive.forget_reading(entry.id)
        try:
            yield preparer.anew(entry)
        except UnreadableFileError:
            continue


def _fetch_pdf(entry: Entry, preparer: Preparer) -> None:
    """From where it was read, if what is there still is the same."""
    try:
        data = Path(entry.path).read_bytes()
    except OSError:
        return
    if content_id(data) == entry.id:
        preparer.archive.keep_pdf(entry.id, data)
