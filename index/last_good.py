"""The newest generation that can be relied on: the current one, or the last good one before it."""

from pathlib import Path

from index.embedder import ModelIdentity
from index.errors import IndexDamagedError
from index.generation import Index, generations, open_generation, open_index


def open_last_good(
    folder: Path, model: ModelIdentity | None = None, *, verified: bool = False
) -> tuple[Index, str | None]:
    """The index, and why it isn't the current generation, in Swedish. Raises what open_index
    raises of the current one when no other can be opened."""
    try:
        return open_index(folder, model, verified=verified), None
    except IndexDamagedError as error:
        for name in generations(folder):
            try:
                index = open_generation(folder, name, model, verified=True)
            except IndexDamagedError:
                continue
            return index, f"{name} används i stället för den senaste: {error}"
        raise
