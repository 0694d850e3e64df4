"""Parsing in processes of their own: a file that hangs, swells or crashes is only itself lost.

multiprocessing would import the program's main module, and with it the server, into each
worker, and its pools (pebble's too) break when a worker dies between two files. So each worker
is a plain child with pipes of its own, and a thread here waits for it.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from pydantic import ValidationError

from ingest.errors import UnreadableFileError
from ingest.limits import MOST_ANSWERED_MEGABYTES, MOST_RECOGNISED_PAGES, Limits
from ingest.parsing import ParsedFile
from ingest.scratch import scratch_folder, sweep
from ingest.worker import ANSWER, FRAME, SECONDS_A_RECOGNISED_PAGE, Unread

T = TypeVar("T")
U = TypeVar("U")

_MOST_ANSWERED = MOST_ANSWERED_MEGABYTES * 2**20
_MOST_SECONDS_MORE = MOST_RECOGNISED_PAGES * SECONDS_A_RECOGNISED_PAGE


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
        self._alive: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closed = False

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
        self._give_back(worker)
        return answer, again

    def _take(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise CancelledError
            while self._idle:
                worker = self._idle.pop()
                if worker.usable:
                    return worker
                self._end(worker)
            worker = _Worker(self.limits)
            self._alive.add(worker)
            return worker

    def _give_back(self, worker: "_Worker") -> None:
        with self._lock:
            if self._closed:
                # The file may have failed only because its worker was ended.
                raise CancelledError
            if worker.usable:
                self._idle.append(worker)
            else:
                self._end(worker)

    def _end(self, worker: "_Worker") -> None:
        self._alive.discard(worker)
        worker.end()


class _Worker:
    """One process: answers file after file until it fails or is worn out."""

    def __init__(self, limits: Limits) -> None:
        self._megabytes = limits.megabytes
        # The only folder that it writes in; it goes with the worker, however that ends.
        self._folder = scratch_folder()
        self._process = subprocess.Popen(
            # -P: the folder that one stands in must not lend the worker its modules.
            [
                *(sys.executable, "-P", "-m", "ingest.worker"),
                *(str(limits.megabytes), str(limits.file_megabytes)),
            ],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "TMPDIR": self._folder.name,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C goes to the parent alone, which ends the workers.
            process_group=0 if os.name == "posix" else None,
        )
        assert self._process.stdin and self._process.stdout
        self._paths: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        self.started = False
        self._worn = False
        self._late = False

    @property
    def failed(self) -> bool:
        """It crashed or ran out of memory (or only had its last file, where this is asked)."""
        return self._worn and not self._late

    @property
    def usable(self) -> bool:
        return not self._worn and not self._late and self._process.poll() is None

    def read(self, path: Path, seconds: float) -> ParsedFile | Unread:
        try:
            if not self.started:
                # Its start is not on the file's time.
                self._receive()
                self.started = True
            return ANSWER.validate_json(self._ask(path, seconds))
        except (EOFError, OSError, ValidationError):
            self._worn = True
            if self._late:
                return Unread(f"filen tog längre tid än {seconds:g} s att läsa")
            return Unread(f"filen kraschade PDF-läsaren ({self._how_it_ended()})")

    def _ask(self, path: Path, seconds: float) -> bytes:
        self._paths.write(json.dumps(str(path)).encode() + b"\n")
        self._paths.flush()
        answer = self._receive_within(seconds)
        if isinstance(answer, int):
            # Asked for once, and no more than for the pages that are recognised at most.
            answer = self._receive_within(seconds + min(answer, _MOST_SECONDS_MORE))
        if isinstance(answer, int):
            raise EOFError
        return answer

    def _receive_within(self, seconds: float) -> bytes | int:
        """The answer, or the seconds that the worker asks for more."""
        timer = threading.Timer(seconds, self._expire)
        timer.start()
        try:
            return self._receive()
        finally:
            timer.cancel()
            # Having run out just now, it must not kill the worker at its next file.
            timer.join()

    def _expire(self) -> None:
        self._late = True
        self.kill()

    def _receive(self) -> bytes | int:
        self._worn, more, length = FRAME.unpack(self._exactly(FRAME.size))
        if length > _MOST_ANSWERED:
            # The worker knows the limit: what passes it is no longer ours.
            raise EOFError
        return more or self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        data = self._answers.read(length)
        if len(data) < length:
            raise EOFError
        return data

    def _how_it_ended(self) -> str:
        self.kill()
        status = self._process.wait()
        if status == -signal.SIGABRT:
            # How pdfium and the C library end when they get no more memory.
            likely = f"troligen för att {self._megabytes} MB minne inte räckte"
            return f"signal {-status}, {likely}"
        return f"signal {-status}" if status < 0 else f"slutstatus {status}"

    def kill(self) -> None:
        """Also what it has started itself: recognition is done by programs."""
        if os.name == "posix" and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def end(self) -> None:
        self.kill()
        self._process.wait()
        # A path that it never took can't be flushed to it.
        with suppress(OSError):
            self._paths.close()
        self._answers.close()
        self._folder.cleanup()
