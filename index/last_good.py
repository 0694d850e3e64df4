"""The newest generation that can be relied on: the current one, or the last good one before it.

One before it may hold what has been taken out since, or show it to more: it is only used where it
shows no more than the current one would, which its list of documents tells.
"""

from pathlib import Path

from index.embedder import ModelIdentity
from index.errors import IndexDamagedError, WithdrawnError
from index.generation import (
    Index,
    current_generation,
    generations,
    open_generation,
    open_index,
)
from index.manifest import Manifest, read_any_manifest


def open_last_good(
    folder: Path, model: ModelIdentity | None = None, *, verified: bool = False
) -> tuple[Index, str | None]:
    """The index, and why it isn't the current generation, in Swedish. Raises what open_index
    raises of the current one when no other can be opened, and WithdrawnError."""
    try:
        return open_index(folder, model, verified=verified), None
    except IndexDamagedError as error:
        for name in generations(folder):
            try:
                index = open_generation(folder, name, model, verified=True)
            except IndexDamagedError:
                continue
            if not shows_no_more(index.manifest, folder):
                raise WithdrawnError(
                    f"{error} Generationen före visar dokument som sedan dess har tagits bort "
                    "eller begränsats till vissa grupper, så den används inte i stället."
                ) from error
            return index, f"{name} används i stället för den senaste: {error}"
        raise


def shows_no_more(manifest: Manifest, folder: Path) -> bool:
    """Whether all documents of an earlier generation are for the same groups in the current one.
    Where its list can't be read that isn't known: then what no group limits is shown."""
    try:
        current = read_any_manifest(folder, str(current_generation(folder)))
    except IndexDamagedError:
        return not any(entry.description.groups for entry in manifest.entries)
    shown = {entry.id: entry.description.groups for entry in current.entries}
    return all(shown.get(entry.id) == entry.description.groups for entry in manifest.entries)
