"""Approximate search for collections where looking at every vector takes too long.

FAISS' inverted lists of vectors in 8 bits a dimension: the vectors are grouped around centres,
and only the groups nearest to a query are looked at. How many is chosen when the index is
written, by what it finds of the true nearest.
"""

from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.mask import Mask

RECALL_AT = 10
TIMES = 4
"""So many times too many are found, for the best of them to be picked exactly."""

# Of real questions' nearest about 0.01 less is found than of what stands for them here,
# measured at a million sentences: 0.98 is meant.
_RECALL = 0.99
_CENTRES = 4  # times the square root of the number of vectors
_SAMPLE = 64  # vectors a centre to train on
_ITERATIONS = 8
_CHUNK = 65_536
_TRIED = 200
_SEED = 6


def trained(vectors: NDArray[np.float32]) -> faiss.IndexIVF:
    """An index of all vectors; equal vectors give an equal index."""
    count, dimension = vectors.shape
    centres = int(_CENTRES * count**0.5)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        centres,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # the vectors themselves, not what they differ from their centre by
    )
    index.cp.niter, index.cp.seed = _ITERATIONS, _SEED
    index.cp.max_points_per_centroid = _SAMPLE
    index.cp.min_points_per_centroid = 1
    index.train(_sample(vectors, _SAMPLE * centres))
    add(index, vectors, 0)
    return index


def add(index: faiss.IndexIVF, vectors: NDArray[np.float32], first: int) -> None:
    """Adds the vectors from number `first` on."""
    for start in range(first, len(vectors), _CHUNK):
        index.add(np.ascontiguousarray(vectors[start : start + _CHUNK]))


def tune(index: faiss.IndexIVF, vectors: NDArray[np.float32]) -> float:
    """Sets how many groups are looked at, the fewest that find enough; gives the recall.

    A question lies farther from all sentences than they from each other: sums of two vectors
    stand for questions.
    """
    chosen = np.random.default_rng(_SEED).integers(0, len(vectors), (2, _TRIED))
    queries = vectors[chosen[0]] + vectors[chosen[1]]
    queries /= np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-9)
    least = _least_similarities(queries, vectors)
    index.nprobe = max(1, index.nlist // 64)
    while (recall := _recall(index, vectors, queries, least)) < _RECALL:
        if index.nprobe == index.nlist:
            break
        index.nprobe = min(index.nlist, index.nprobe * 5 // 4 + 1)
    return recall


def find(
    index: faiss.IndexIVF, query: NDArray[np.float32], count: int, among: Mask | None
) -> NDArray[np.int64]:
    """About `count` numbers near the query, in no order. Where a filter lets little through,
    more groups are looked at."""
    share = among.count / len(among.allowed) if among else 1.0
    groups = min(index.nlist, round(index.nprobe / max(share, 1e-3)))
    parameters = faiss.SearchParametersIVF(  # type: ignore[call-arg]
        nprobe=groups, sel=among.selector if among else None
    )
    _, numbers = index.search(query[None, :], count, params=parameters)
    found: NDArray[np.int64] = numbers[0]
    return found[found >= 0]


def read(path: Path) -> faiss.IndexIVF:
    """Memory-mapped, for searching."""
    index: faiss.IndexIVF = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)  # type: ignore[assignment]
    # Reading ahead starts threads for each query.
    if isinstance(index.invlists, faiss.OnDiskInvertedLists):
        index.invlists.prefetch_nthread = 0
    return index


def read_whole(path: Path) -> faiss.IndexIVF:
    """In memory, to add to."""
    return faiss.read_index(str(path))  # type: ignore[return-value]


def write(index: faiss.IndexIVF, path: Path) -> None:
    faiss.write_index(index, str(path))


def _sample(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    if len(vectors) <= count:
        return np.ascontiguousarray(vectors)
    chosen = np.random.default_rng(_SEED).choice(len(vectors), count, replace=False)
    chosen.sort()
    return vectors[chosen]


def _least_similarities(
    queries: NDArray[np.float32], vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each query the cosine that all its nearest have at least."""
    nearest = np.full((len(queries), RECALL_AT), -1, np.float32)
    for chunk in _chunks(vectors):
        both = np.concatenate((nearest, queries @ chunk.T), axis=1)
        nearest = np.partition(both, -RECALL_AT, axis=1)[:, -RECALL_AT:]
    least: NDArray[np.float32] = nearest.min(axis=1)
    return least


def _chunks(vectors: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    return (vectors[start : start + _CHUNK] for start in range(0, len(vectors), _CHUNK))


def _recall(
    index: faiss.IndexIVF,
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    least: NDArray[np.float32],
) -> float:
    """The share of the true nearest that is among what is found; of equally near ones any."""
    found = 0
    for query, lowest in zip(queries, least, strict=True):
        numbers = find(index, query, RECALL_AT * TIMES, None)
        near = np.count_nonzero(vectors[numbers] @ query >= lowest - 1e-6)
        found += min(RECALL_AT, int(near))
    return found / (RECALL_AT * len(queries))
