"""Puts a generation together from the archive: anew, or from the one before and what changed."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import generation
from index.archive import Vectors
from index.embedder import ModelIdentity
from index.files import storage_errors
from index.generation_writing import GenerationWriter
from index.manifest import FORMAT_VERSION, Entry, Manifest, seal
from index.verification import stored_file
from ingest.covering import file_name
from ingest.document import Content, Document
from ingest.parsing import INGEST_VERSION

# So much may have changed since all was last put together: words are then still divided much
# as by the words of today, the numbers have few gaps, and the nearest vectors are still found.
_MOST_CHANGED = 0.2

Source = Callable[[Entry], tuple[Content, Vectors]]
"""Gives what the archive holds of a document."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a generation has to become: the documents that go and those that come, by passages
    how much that is, and how large the whole was; `base` is None where all comes anew."""

    base: str | None
    gone: tuple[Entry, ...]
    new: tuple[Entry, ...]
    complete: int
    changed: int = 0


def assemble(
    folder: Path,
    entries: Sequence[Entry],
    model: ModelIdentity,
    source: Source,
    manifest: Manifest | None = None,
) -> str:
    """Writes a new generation of these documents, makes it current, and returns its name.

    `manifest` is that of the current generation, where that may be built upon. On any failure
    the old generation stays current and the half-written one is removed.
    """
    change = _change(folder, entries, model, manifest)
    with _new_home(folder) as home:
        base = folder / change.base if change.base else None
        with closing(GenerationWriter(home, model.dimension, base)) as writer:
            writer.remove(entry.id for entry in change.gone)
            for entry in change.new:
                writer.add(_document(entry), *source(entry))
            recall, sentences = writer.finish(), writer.sentences
        files = {path.name: stored_file(path) for path in sorted(home.iterdir())}
        seal(
            home,
            Manifest(
                FORMAT_VERSION,
                INGEST_VERSION,
                model,
                tuple(entries),
                sentences,
                files,
                recall,
                change.complete,
                change.changed,
            ),
        )
    return home.name


@contextmanager
def _new_home(folder: Path) -> Iterator[Path]:
    """A folder for a new generation, which becomes the current one unless something fails."""
    home = folder / generation.new_generation(folder)
    with storage_errors(folder):
        home.mkdir()
        try:
            yield home
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        generation.switch_to(folder, home.name)


def _change(
    folder: Path, entries: Sequence[Entry], model: ModelIdentity, manifest: Manifest | None
) -> _Change:
    anew = _Change(None, (), tuple(entries), _passages(entries))
    current = generation.current_generation(folder)
    if manifest is None or current is None:
        return anew
    before = {_contents(entry) for entry in manifest.entries}
    after = {_contents(entry) for entry in entries}
    gone = tuple(entry for entry in manifest.entries if _contents(entry) not in after)
    new = tuple(entry for entry in entries if _contents(entry) not in before)
    changed = manifest.changed + _passages(gone) + _passages(new)
    may_build_upon = (manifest.ingest_version, manifest.model) == (INGEST_VERSION, model)
    is_small = changed <= _MOST_CHANGED * manifest.complete
    if not (may_build_upon and is_small) or generation.damaged_files(folder):
        return anew
    return _Change(current, gone, new, manifest.complete, changed)


def _contents(entry: Entry) -> tuple[object, ...]:
    """What the files of a generation hold of an entry."""
    return entry.id, entry.vectors, entry.description, Path(entry.path).name


def _passages(entries: Sequence[Entry]) -> int:
    return sum(entry.passages for entry in entries)


def _document(entry: Entry) -> Document:
    return Document(entry.id, file_name(entry.path, entry.description), entry.description)
