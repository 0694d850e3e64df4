"""Arrays as files that are memory-mapped: opening costs nothing, and processes share the pages."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_CHUNK = 1_000_000


def mapped(path: Path, dtype: DTypeLike) -> NDArray[Any]:
    """The whole file as one array, read-only."""
    if not path.stat().st_size:
        return np.empty(0, dtype)
    # A plain array: memmap's own class is slow to cut.
    return np.memmap(path, dtype, mode="r").view(np.ndarray)


def new_mapped(path: Path, dtype: DTypeLike, length: int) -> NDArray[Any]:
    """A new file of so many zeros, to be filled in any order."""
    # Written, not only made long: a map with no room on the disk behind it ends the process.
    with path.open("wb") as file:
        for start in range(0, length, _CHUNK):
            file.write(np.zeros(min(_CHUNK, length - start), dtype).data)
    return np.memmap(path, dtype, mode="r+") if length else np.empty(0, dtype)


def append(path: Path, array: NDArray[Any]) -> None:
    """Adds to the end of the file."""
    with path.open("ab") as file:
        file.write(np.ascontiguousarray(array).data)


def write_all(home: Path, arrays: Iterable[tuple[str, NDArray[Any]]]) -> None:
    for name, array in arrays:
        (home / name).write_bytes(np.ascontiguousarray(array).data)
