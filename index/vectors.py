"""FAISS: nearest passages and sentences by cosine of unit vectors."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray


class VectorIndex:
    """Unit vectors by number, searched exactly."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "VectorIndex":
        """From (n, d) unit vectors."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> "VectorIndex":
        return cls(faiss.read_index(str(path)))

    def write(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def nearest(
        self, query: NDArray[np.float32], limit: int, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """The numbers of the nearest vectors, nearest first; only those `among`, if given."""
        count = min(limit, len(self) if among is None else len(among))
        if count == 0:
            return np.empty(0, np.int64)
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        _, numbers = self._index.search(query[None, :], count, params=parameters)
        found: NDArray[np.int64] = numbers[0]
        return found[found >= 0]

    def similarities(
        self, query: NDArray[np.float32], numbers: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The cosines of the query to the vectors of these numbers."""
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(numbers, np.int64))
        cosines: NDArray[np.float32] = vectors @ query
        return cosines

    def mean(self) -> NDArray[np.float32]:
        """The mean of all vectors, (d,); zeros when there are none."""
        if not len(self):
            return np.zeros(self.dimension, np.float32)
        vectors: NDArray[np.float32] = self._index.reconstruct_n(0, len(self))
        mean: NDArray[np.float32] = vectors.mean(axis=0)
        return mean
