"""The vectors made last in a run, for texts that come again in the next documents."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

# With 384 numbers each: 77 MB. A report of 100 pages has some 2,000 texts.
MOST = 50_000


class RecentVectors:
    """At most so many vectors, by the names of their texts; the oldest go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._vectors: OrderedDict[int, NDArray[np.float32]] = OrderedDict()

    def among(self, names: Iterable[int]) -> dict[int, NDArray[np.float32]]:
        return {name: self._vectors[name] for name in names if name in self._vectors}

    def keep(self, names: Sequence[int], rows: NDArray[np.float32]) -> None:
        for name, row in zip(names, rows, strict=True):
            # Copied: a row that is only a part would keep its whole array in memory.
            self._vectors[name] = row.copy()
            self._vectors.move_to_end(name)
            if len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
