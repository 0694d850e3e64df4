"""How many of the nearest vectors an index finds, beside looking at them all."""

import numpy as np
from numpy.typing import NDArray

from index.generation import Index
from tests.bench.speed.synthetic import Collection, Rows

_COUNT = 10


def recalls(
    collection: Collection, passages: int, index: Index, queries: Rows
) -> tuple[float, float]:
    """Of passages and of sentences, for an index of that many of the collection's passages."""
    by_passage, by_sentence = _Nearest(queries), _Nearest(queries)
    # Made again a document at a time: a million passages have ten gigabytes of sentences.
    for entry in collection.entries(passages):
        vectors = collection.vectors(entry)
        by_passage.take(vectors.passages)
        by_sentence.take(vectors.sentences)
    found = []
    for exact, searched in ((by_passage, index.passages), (by_sentence, index.sentences)):
        shares = [
            len(set(exact.numbers[row]) & set(searched.nearest(query, _COUNT).tolist())) / _COUNT
            for row, query in enumerate(queries)
        ]
        found.append(float(np.mean(shares)))
    return found[0], found[1]


class _Nearest:
    """The numbers of the nearest of all rows taken, (queries, 10)."""

    def __init__(self, queries: Rows) -> None:
        self._queries = queries
        self._cosines = np.full((len(queries), _COUNT), -2, np.float32)
        self._taken = 0
        self.numbers: NDArray[np.int64] = np.full((len(queries), _COUNT), -1, np.int64)

    def take(self, rows: Rows) -> None:
        cosines = np.hstack([self._cosines, self._queries @ rows.T])
        fresh = np.arange(self._taken, self._taken + len(rows))
        numbers = np.hstack([self.numbers, np.tile(fresh, (len(self._queries), 1))])
        best = np.argpartition(-cosines, _COUNT - 1, axis=1)[:, :_COUNT]
        self._cosines = np.take_along_axis(cosines, best, axis=1)
        self.numbers = np.take_along_axis(numbers, best, axis=1)
        self._taken += len(rows)
