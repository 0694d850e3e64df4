"""Parsing in processes of their own: a file that hangs, swells or crashes is only itself lost.

multiprocessing would import the program's main module, and with it the server, into each
worker, and its pools (pebble's too) break when a worker dies between two files. So each worker
is a plain child with pipes of its own, and a thread here waits for it.
"""

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ingest.errors import UnreadableFileError
from ingest.limits import Limits
from ingest.parsing import ParsedFile
from ingest.scratch import sweep
from ingest.worker import Unread
from ingest.worker_process import WorkerProcess

_UNCONFINED = (
    "Systemet kan inte stänga in läsningen av PDF-filer (Landlock): en fientlig fil som tar över "
    "läsaren kan skriva i andra mappar och nå nätet. Det behövs Linux 5.13 eller senare, och att "
    "tjänsten eller containern tillåter anropen landlock_*."
)
_log = logging.getLogger("belagg")

T = TypeVar("T")
U = TypeVar("U")


def begun_ahead(items: Iterable[T], begin: Callable[[T], U], ahead: int) -> Iterator[U]:
    """What `begin` gives for each item, in order; the next `ahead` ones are begun by then."""
    begun: deque[U] = deque()
    for item in items:
        begun.append(begin(item))
        if len(begun) > ahead:
            yield begun.popleft()
    while begun:
        yield begun.popleft()


class Readers:
    """Worker processes that parse, each started when first needed; none is left on exit."""

    def __init__(self, limits: Limits, count: int) -> None:
        self.limits = limits
        # More than are read at once, so that no worker rests while a document is embedded.
        # As many parsed files lie in memory at most.
        self.ahead = 2 * count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        self._lock = threading.Lock()
        self._alive: set[WorkerProcess] = set()
        self._idle: list[WorkerProcess] = []
        self._closed = False
        # Only Linux has what confines.
        self._told = sys.platform != "linux"

    def __enter__(self) -> Self:
        sweep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends all workers at once, also those at work."""
        with self._lock:
            self._closed = True
            for worker in self._alive:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._alive:
            worker.end()

    def parse(self, path: Path) -> Future[ParsedFile]:
        """What parse_pdf gives; UnreadableFileError also where a limit is passed.

        CancelledError when the readers are closed before it is done.
        """
        return self._threads.submit(self._parse, path)

    def _parse(self, path: Path) -> ParsedFile:
        answer, again = self._read(path)
        while again:
            answer, again = self._read(path)
        if isinstance(answer, Unread):
            raise UnreadableFileError(path, answer.found)
        return answer

    def _read(self, path: Path) -> tuple[ParsedFile | Unread, bool]:
        """The answer, and whether the file is to be read again.

        That is when the worker failed and had read other files: what becomes of this one must
        not depend on them. A used worker that fails is gone, so at last a fresh one reads it.
        """
        worker = self._take()
        used = worker.started
        answer = worker.read(path, self.limits.seconds)
        again = isinstance(answer, Unread) and used and worker.failed
        self._tell(worker)
        self._give_back(worker)
        return answer, again

    def _tell(self, worker: WorkerProcess) -> None:
        """Once, however many workers are free to do what they shouldn't."""
        with self._lock:
            if not worker.confined and not self._told:
                self._told = True
                _log.warning(_UNCONFINED)

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise CancelledError
            while self._idle:
                worker = self._idle.pop()
                if worker.usable:
                    return worker
                self._end(worker)
            worker = WorkerProcess(self.limits)
            self._alive.add(worker)
            return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if self._closed:
                # The file may have failed only because its worker was ended.
                raise CancelledError
            if worker.usable:
                self._idle.append(worker)
            else:
                self._end(worker)

    def _end(self, worker: WorkerProcess) -> None:
        self._alive.discard(worker)
        worker.end()
