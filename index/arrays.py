"""Arrays as files that are memory-mapped: opening costs nothing, and processes share the pages."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def mapped(path: Path, dtype: DTypeLike) -> NDArray[Any]:
    """The whole file as one array, read-only."""
    if not path.stat().st_size:
        return np.empty(0, dtype)
    # A plain array: memmap's own class is slow to cut.
    return np.memmap(path, dtype, mode="r").view(np.ndarray)


def new_mapped(path: Path, dtype: DTypeLike, length: int) -> NDArray[Any]:
    """A new file of so many zeros, to be filled in any order."""
    if not length:
        path.write_bytes(b"")
        return np.empty(0, dtype)
    return np.memmap(path, dtype, mode="w+", shape=(length,))


def append(path: Path, array: NDArray[Any]) -> None:
    """Adds to the end of the file."""
    with path.open("ab") as file:
        file.write(np.ascontiguousarray(array).data)


def write_all(home: Path, arrays: Iterable[tuple[str, NDArray[Any]]]) -> None:
    for name, array in arrays:
        (home / name).write_bytes(np.ascontiguousarray(array).data)
