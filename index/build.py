"""From files to a new generation: incremental, atomic, resumable.

Each file is read and embedded into the archive, then a generation is put together from there
and switched to. What the archive already has is not done again, so a run that was cut off goes
on where it was, and a file that has not changed costs its checksum.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.assembly import assemble
from index.copies import limited_by, told_of_copy, with_copy
from index.embedder import Embedder
from index.errors import UnknownDocumentError
from index.examination import newest_manifest
from index.generation import (
    check_model,
    clear,
    current_generation,
    damaged_files,
    vectors_in_use,
)
from index.lock import building
from index.manifest import Entry, Manifest, read_manifest
from index.preparation import Preparer, Progress
from index.repair import repair
from ingest.collecting import pdf_files
from ingest.errors import NoDocumentsError, UnreadableFileError
from ingest.isolation import Readers
from ingest.limits import Limits, default_workers
from ingest.parsing import INGEST_VERSION
from ingest.reading import Reading


class Status(StrEnum):
    """What became of a file."""

    NEW = "ny"
    REPLACED = "ersatt"
    UNCHANGED = "oförändrad"
    READ_ANEW = "omläst"
    DUPLICATE = "dubblett"
    FAILED = "oläslig"
    REMOVED = "borttagen"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file of an ingest; `note` says why it failed or what it doubles, `reading` how it was
    read, unless nothing was."""

    path: Path
    status: Status
    pages: int = 0
    passages: int = 0
    note: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `generation` is the one now served."""

    outcomes: tuple[Outcome, ...]
    generation: str
    documents: int


class Builder:
    """Builds in one index folder with one model, holding the folder's lock while at work."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        progress: Progress,
        limits: Limits | None = None,
        workers: int | None = None,
        wait: float = 0,
    ) -> None:
        """`wait` is for how many seconds to wait for another that builds."""
        self._folder = folder
        self._embedder = embedder
        self._progress = progress
        self._limits = limits or Limits()
        self._workers = workers or default_workers()
        self._wait = wait

    def ingest(
        self, paths: Sequence[Path], *, prune: bool = False, rebuild: bool = False
    ) -> Report:
        """Takes in the PDFs of `paths`. Other documents stay; with `prune` those go whose
        file is gone.

        With `rebuild` all is embedded anew with this model, also documents whose file is
        gone. Without it an index made with another model raises ModelMismatchError.
        """
        with self._at_work() as preparer:
            manifest = self._manifest(rebuild=rebuild)
            stored = {entry.id: entry for entry in manifest.entries} if manifest else {}
            if not paths and not stored:
                raise NoDocumentsError("Ange minst en PDF-fil eller en mapp med PDF-filer.")
            files = pdf_files(paths) if paths else []
            same_reading = manifest is not None and manifest.ingest_version == INGEST_VERSION
            taken, outcomes = self._take(files, stored, preparer, same_reading=same_reading)
            kept, removed = self._keep(stored, taken, prune=prune)
            if rebuild or (manifest and manifest.ingest_version != INGEST_VERSION):
                kept, lost = _renewed(kept, preparer)
                removed += lost
            unchanged = None if rebuild else manifest
            entries = [*taken.values(), *kept]
            return self._finish(entries, unchanged, [*outcomes, *removed], preparer)

    def remove(self, document_id: str) -> Report:
        """Takes a document out of the index. Raises UnknownDocumentError."""
        with self._at_work() as preparer:
            manifest = self._manifest(rebuild=False)
            entries = manifest.entries if manifest else ()
            gone = [entry for entry in entries if entry.id == document_id]
            if not gone:
                raise UnknownDocumentError(
                    f"Det finns inget dokument med beteckningen {document_id!r} i indexet. "
                    "De som finns står i dokumentlistan: belagg documents"
                )
            left = [entry for entry in entries if entry.id != document_id]
            outcome = Outcome(Path(gone[0].path), Status.REMOVED)
            return self._finish(left, manifest, [outcome], preparer)

    def repair(self) -> list[Entry]:
        """Makes the index whole again as far as that can be done; gives the documents that were
        lost. Raises IndexMissingError."""
        with self._at_work() as preparer:
            return repair(self._folder, preparer, self._embedder.identity)

    @contextmanager
    def _at_work(self) -> Iterator[Preparer]:
        """Holds the lock. Raises IndexLockedError."""
        with (
            building(self._folder, self._wait),
            Readers(self._limits, self._workers) as readers,
        ):
            clear(self._folder)
            yield Preparer(self._folder, self._embedder, self._progress, readers)

    def _manifest(self, *, rebuild: bool) -> Manifest | None:
        current = current_generation(self._folder)
        if current is None:
            return None
        if rebuild:
            return newest_manifest(self._folder)
        manifest = read_manifest(self._folder, current)
        check_model(manifest.model, self._embedder.identity)
        return manifest

    def _take(
        self,
        files: Sequence[Path],
        stored: dict[str, Entry],
        preparer: Preparer,
        *,
        same_reading: bool,
    ) -> tuple[dict[str, Entry], list[Outcome]]:
        taken: dict[str, Entry] = {}
        outcomes: list[Outcome] = []
        begun = preparer.begun(files)
        settled = stored if same_reading else {}
        for number, path in enumerate(files):
            self._progress(f"Läser {path.name}", number, len(files))
            try:
                entry = preparer.entry(next(begun), settled)
            except UnreadableFileError as error:
                outcomes.append(Outcome(path, Status.FAILED, note=error.found))
                continue
            if first := taken.get(entry.id):
                taken[entry.id] = limited_by(first, path)
                note = told_of_copy(Path(first.path).name, taken[entry.id])
                outcomes.append(Outcome(path, Status.DUPLICATE, note=note))
                continue
            taken[entry.id], note = with_copy(entry, stored.get(entry.id))
            status = _status(taken[entry.id], stored)
            reading = None if status is Status.UNCHANGED else preparer.reading(entry)
            outcomes.append(Outcome(path, status, entry.pages, entry.passages, note, reading))
        return taken, outcomes

    def _keep(
        self, stored: dict[str, Entry], taken: dict[str, Entry], *, prune: bool
    ) -> tuple[list[Entry], list[Outcome]]:
        """The documents not among the files: kept, unless their file has new content or,
        when pruning, is gone."""
        replaced = {entry.path for entry in taken.values()}
        kept: list[Entry] = []
        removed: list[Outcome] = []
        for entry in stored.values():
            if entry.id in taken or entry.path in replaced:
                continue
            if prune and not Path(entry.path).is_file():
                removed.append(Outcome(Path(entry.path), Status.REMOVED))
            else:
                kept.append(entry)
        return kept, removed

    def _finish(
        self,
        entries: list[Entry],
        manifest: Manifest | None,
        outcomes: list[Outcome],
        preparer: Preparer,
    ) -> Report:
        entries.sort(key=lambda entry: entry.id)
        current = current_generation(self._folder)
        if not (current and manifest and self._is_current(entries, manifest)):
            self._progress("Sätter samman indexet", 0, 1)
            model = self._embedder.identity
            current = assemble(self._folder, entries, model, preparer.stored, manifest)
        preparer.archive.prune(vectors_in_use(self._folder))
        return Report(tuple(outcomes), current, len(entries))

    def _is_current(self, entries: list[Entry], manifest: Manifest) -> bool:
        made_of = (tuple(entries), INGEST_VERSION, self._embedder.identity)
        stored = (manifest.entries, manifest.ingest_version, manifest.model)
        return made_of == stored and not damaged_files(self._folder)


def _renewed(kept: list[Entry], preparer: Preparer) -> tuple[list[Entry], list[Outcome]]:
    """The entries by this version and model; a document that can't be read again is lost."""
    renewed: list[Entry] = []
    lost: list[Outcome] = []
    for entry, _ in preparer.read_anew(kept):
        try:
            renewed.append(preparer.anew(entry))
        except UnreadableFileError as error:
            lost.append(Outcome(Path(entry.path), Status.FAILED, note=error.found))
    return renewed, lost


def _status(entry: Entry, stored: dict[str, Entry]) -> Status:
    if stored.get(entry.id) == entry:
        return Status.UNCHANGED
    if entry.id in stored:
        return Status.READ_ANEW
    same_place = any(other.path == entry.path for other in stored.values())
    return Status.REPLACED if same_place else Status.NEW
