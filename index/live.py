"""The index that a server answers from: follows the folder from generation to generation."""

import logging
from pathlib import Path
from threading import Lock
from time import monotonic

from index.embedder import Embedder
from index.errors import IndexFolderError, WithdrawnError
from index.generation import current_mark
from index.last_good import open_last_good
from index.reranker import Reranker
from index.search import Searcher

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_BETWEEN_TRIES = 60.0
_log = logging.getLogger("belagg")


class LiveIndex:
    """Gives the searcher of the current generation, whose checksums have been verified.

    A request keeps the searcher that it was given to its end; a new generation is used from
    the first request after it was noticed, at most a second after the switch. That request
    opens it; others are given the old one meanwhile. One that can't be used is not taken, and is
    tried again: meanwhile the last good one serves on, unless it shows what no longer may be
    shown, and `fallback` says so.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        reranker: Reranker | None = None,
        *,
        verified: bool = True,
    ) -> None:
        """Unless `verified` only sizes are checked: for one question, of a large index."""
        self._folder = folder
        self._embedder = embedder
        self._reranker = reranker
        self._verified = verified
        self._lock = Lock()
        self._searcher: Searcher | None = None
        self._mark: object = None
        self._looked = 0.0
        self._tried = 0.0
        self._fallback: str | None = None

    @property
    def fallback(self) -> str | None:
        """Why another generation than the current one is served, in Swedish; else None."""
        return self._fallback

    def current(self) -> Searcher:
        """Raises what open_index raises while there is no generation to serve."""
        with self._lock:
            if self._searcher is None:
                self._mark = current_mark(self._folder)
                self._searcher, self._fallback = self._open()
            if not self._has_changed():
                return self._searcher
            mark, serving = self._mark, self._searcher
        opened, fallback = self._open_another(serving)
        with self._lock:
            # Unless there has been another change, which another request has taken care of.
            if self._mark == mark:
                self._searcher, self._fallback = opened, fallback
        return opened

    def _has_changed(self) -> bool:
        """True once for each change, for the request that takes care of it."""
        if monotonic() - self._looked <= _SECONDS_BETWEEN_LOOKS:
            return False
        self._looked = monotonic()
        before, self._mark = self._mark, current_mark(self._folder)
        is_due = self._fallback is not None and self._looked - self._tried > _SECONDS_BETWEEN_TRIES
        return is_due or before != self._mark

    def _open_another(self, serving: Searcher) -> tuple[Searcher, str | None]:
        try:
            return self._open()
        except WithdrawnError:
            with self._lock:
                self._searcher = None
            raise
        except (IndexFolderError, OSError) as error:
            fallback = f"{serving.index.generation} används fortfarande: {error}"
            self._warn(fallback)
            return serving, fallback

    def _open(self) -> tuple[Searcher, str | None]:
        self._tried = monotonic()
        index, fallback = open_last_good(
            self._folder, self._embedder.identity, verified=self._verified
        )
        if fallback:
            self._warn(fallback)
        return Searcher(index, self._embedder, self._reranker), fallback

    def _warn(self, fallback: str) -> None:
        """Of each thing once, however often it is tried."""
        if fallback != self._fallback:
            _log.warning("%s", fallback)
