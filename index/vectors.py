"""Nearest passages and sentences by cosine of unit vectors.

The vectors themselves lie memory-mapped in one file. While they are few all are looked at;
beyond that an approximate index finds a few times too many, and these are measured exactly.
"""

from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index import approximate
from index.arrays import append, mapped
from index.mask import Mask

VECTORS, SUM = "<f4", "<f8"
# Up to so many vectors looking at all of them is the faster way, or fast enough.
_EXACT = 50_000
# So many that a filter lets through are taken out and looked at alone.
_TAKEN_OUT = 5_000


class VectorIndex:
    """Unit vectors by number, read-only, safe between threads."""

    def __init__(
        self,
        vectors: NDArray[np.float32],
        mean: NDArray[np.float32],
        near: faiss.IndexIVF | None = None,
    ) -> None:
        self.vectors = vectors
        self._mean = mean
        self._near = near

    @classmethod
    def read(cls, home: Path, kind: str, dimension: int) -> "VectorIndex":
        """The vectors of "passages" or "sentences"."""
        vectors = mapped(home / f"{kind}.f32", VECTORS).reshape(-1, dimension)
        near = home / f"{kind}.ivf"
        return cls(
            vectors,
            _mean(mapped(home / f"{kind}.sum", SUM)),
            approximate.read(near) if near.is_file() else None,
        )

    def __len__(self) -> int:
        """With the numbers of what is no longer in the collection."""
        return len(self.vectors)

    @property
    def dimension(self) -> int:
        return int(self.vectors.shape[1])

    def nearest(
        self, query: NDArray[np.float32], limit: int, among: Mask | None = None
    ) -> NDArray[np.int64]:
        """The numbers of the nearest vectors, nearest first; only those `among`, if given."""
        if among and among.count <= _TAKEN_OUT:
            return self._best(query, among.numbers, limit)
        if self._near is None:
            return _nearest_of_all(self.vectors, query, limit, among)
        found = approximate.find(self._near, query, approximate.TIMES * limit, among)
        return self._best(query, np.sort(found), limit)

    def similarities(
        self, query: NDArray[np.float32], numbers: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The cosines of the query to the vectors of these numbers."""
        # Not by @, whose threads wait for each other when the processor is shared.
        cosines: NDArray[np.float32] = np.einsum("nd,d->n", self.vectors[numbers], query)
        return cosines

    def cut_to(self, stretches: Iterable[tuple[int, int]]) -> "VectorIndex":
        """With the mean of those stretches alone; what is searched, a mask tells."""
        summed = np.zeros(self.dimension + 1)
        for start, end in stretches:
            summed += _summed(self.vectors[start:end])
        return VectorIndex(self.vectors, _mean(summed), self._near)

    def mean(self) -> NDArray[np.float32]:
        """The mean of all vectors, (d,); zeros when there are none."""
        return self._mean

    def _best(
        self, query: NDArray[np.float32], numbers: NDArray[np.int64], limit: int
    ) -> NDArray[np.int64]:
        return numbers[_highest(self.similarities(query, numbers), limit)]


class VectorWriter:
    """Writes the vectors of one kind into the folder of a generation, a document at a time;
    or adds to those that are there."""

    def __init__(self, home: Path, kind: str, dimension: int) -> None:
        self._path = home / f"{kind}.f32"
        self._sum_path = home / f"{kind}.sum"
        self._near_path = home / f"{kind}.ivf"
        self._dimension = dimension
        self._path.touch()
        # The sum, and last how many.
        self._sum = np.zeros(dimension + 1)
        if self._sum_path.is_file():
            self._sum = mapped(self._sum_path, SUM).copy()

    @property
    def count(self) -> int:
        """How many there are, without those that were removed."""
        return int(self._sum[-1])

    def add(self, vectors: NDArray[np.float32]) -> None:
        append(self._path, vectors.astype(VECTORS, copy=False))
        self._sum += _summed(vectors)

    def remove(self, numbers: NDArray[np.int64]) -> None:
        """Leaves them out of the mean; they keep their place in the file."""
        self._sum -= _summed(self._vectors()[numbers])

    def finish(self, *, anew: bool) -> float | None:
        """Gives the recall of approximate search, None while search is exact; with `anew` that
        is trained on all vectors, else added to as it was trained before."""
        self._sum_path.write_bytes(self._sum.astype(SUM).data)
        vectors = self._vectors()
        if anew:
            if len(vectors) <= _EXACT:
                return None
            near = approximate.trained(vectors)
        elif self._near_path.is_file():
            near = approximate.read_whole(self._near_path)
            approximate.add(near, vectors, near.ntotal)
        else:
            return None
        recall = approximate.tune(near, vectors)
        approximate.write(near, self._near_path)
        return recall

    def _vectors(self) -> NDArray[np.float32]:
        return mapped(self._path, VECTORS).reshape(-1, self._dimension)


def _summed(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.append(vectors.sum(axis=0, dtype=np.float64), len(vectors))


def _mean(summed: NDArray[np.float64]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = (summed[:-1] / max(summed[-1], 1)).astype(np.float32)
    return mean


def _nearest_of_all(
    vectors: NDArray[np.float32], query: NDArray[np.float32], limit: int, among: Mask | None
) -> NDArray[np.int64]:
    """By FAISS in one thread: numpy's wait for each other when the processor is shared."""
    among = among or Mask(np.ones(len(vectors), np.bool_))
    count = min(limit, len(vectors))
    cosines, numbers = np.empty(count, np.float32), np.empty(count, np.int64)
    if count:
        faiss.knn_inner_product(
            faiss.swig_ptr(np.ascontiguousarray(query, np.float32)),
            faiss.swig_ptr(vectors),
            vectors.shape[1],
            1,
            len(vectors),
            count,
            faiss.swig_ptr(cosines),
            faiss.swig_ptr(numbers),
            among.selector,
        )
    return numbers[numbers >= 0]


def _highest(values: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """The places of the highest values, highest first; of equal ones the first."""
    if not 0 < limit < len(values):
        return np.argsort(-values, kind="stable")[:limit]
    lowest = np.partition(values, len(values) - limit)[len(values) - limit]
    places = np.flatnonzero(values >= lowest)
    return places[np.argsort(-values[places], kind="stable")][:limit]
