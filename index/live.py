"""The index that a server answers from: follows the folder from generation to generation."""

from pathlib import Path
from threading import Lock
from time import monotonic

from index.embedder import Embedder
from index.generation import current_generation, open_index
from index.reranker import Reranker
from index.search import Searcher

_SECONDS_BETWEEN_LOOKS = 1.0


class LiveIndex:
    """Gives the searcher of the current generation.

    A request keeps the searcher that it was given to its end; a new generation is used from
    the first request after it was noticed, at most a second after the switch.
    """

    def __init__(self, folder: Path, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self._folder = folder
        self._embedder = embedder
        self._reranker = reranker
        self._lock = Lock()
        self._searcher: Searcher | None = None
        self._looked = 0.0

    def current(self) -> Searcher:
        """Raises what open_index raises while there is no generation to serve."""
        with self._lock:
            if self._searcher is None:
                self._searcher = self._open()
            elif monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS:
                self._looked = monotonic()
                if current_generation(self._folder) != self._searcher.index.generation:
                    self._searcher = self._open()
            return self._searcher

    def _open(self) -> Searcher:
        self._looked = monotonic()
        index = open_index(self._folder, self._embedder.identity)
        return Searcher(index, self._embedder, self._reranker)
