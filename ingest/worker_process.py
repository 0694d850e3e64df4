"""A worker as the one who asks it sees it: a plain child with pipes of its own."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ingest.limits import MOST_ANSWERED_MEGABYTES, MOST_RECOGNISED_PAGES, Limits
from ingest.parsing import ParsedFile
from ingest.scratch import scratch_folder
from ingest.worker import ANSWER, FRAME, SECONDS_A_RECOGNISED_PAGE, Unread

_MOST_ANSWERED = MOST_ANSWERED_MEGABYTES * 2**20
_MOST_SECONDS_MORE = MOST_RECOGNISED_PAGES * SECONDS_A_RECOGNISED_PAGE


class WorkerProcess:
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
                **without_settings(),
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
        # As long as it has not said otherwise.
        self.confined = True
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
                self.confined = self._receive() == b"\1"
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


def without_settings() -> dict[str, str]:
    """The environment without what a hostile file has no business with: among the settings are
    the secrets of the server."""
    return {
        name: value
        for name, value in os.environ.items()
        if name == "BELAGG_CACHE" or not name.upper().startswith("BELAGG_")
    }
