"""Pages drawn in a process of their own: one of a hostile file may take hours, and what draws it
can't be interrupted but by ending the process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from cachetools import TTLCache

from ingest.worker_process import without_settings
from server.drawing_process import LENGTH
from server.errors import UndrawablePageError
from server.page_image import Encoding
from server.proof import Run

# A page takes some tens of ms; the heaviest maps and drawings a second or two.
_SECONDS = 20.0
_SECONDS_REMEMBERED = 3600
_MOST_REMEMBERED = 10_000
_MOST_BYTES = 200_000_000


class Drawing:
    """Draws one page after the other; what can't be drawn in time is remembered for an hour. Safe
    between threads."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._undrawable: TTLCache[tuple[Path, int], bool] = TTLCache(
            _MOST_REMEMBERED, _SECONDS_REMEMBERED
        )

    def image(
        self,
        pdf: Path,
        number: int,
        runs: Iterable[Run],
        encoding: Encoding,
        *,
        hidden: Iterable[Run] = (),
        recognised: bool = False,
    ) -> bytes:
        """As page_image gives it. Raises UndrawablePageError."""
        asked = {
            "pdf": str(pdf),
            "number": number,
            "runs": list(runs),
            "encoding": encoding,
            "hidden": list(hidden),
            "recognised": recognised,
        }
        with self._lock:
            image = b"" if (pdf, number) in self._undrawable else self._answer(asked)
            if not image:
                self._undrawable[pdf, number] = True
                raise UndrawablePageError(
                    f"Sidan {number} går inte att visa som bild: den tar för lång tid eller för "
                    "mycket minne att rita. Läs den som text, eller öppna PDF-filen."
                )
            return image

    def close(self) -> None:
        """Ends the process; the next page starts another."""
        with self._lock:
            self._end()

    def _answer(self, asked: dict[str, Any]) -> bytes:
        """Empty for a page that can't be drawn."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _started()
        timer = Timer(self._seconds, self._process.kill)
        timer.start()
        try:
            image = _asked(self._process, asked)
        except OSError:
            image = b""
        finally:
            timer.cancel()
            timer.join()
        if not image:
            self._end()
        return image

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What it never took can't be sent to it.
            with suppress(OSError):
                assert pipe
                pipe.close()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: the folder that one stands in must not lend the process its modules.
        [sys.executable, "-P", "-m", "server.drawing_process"],
        env={**without_settings(), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C goes to the server alone, which finishes what it has been asked.
        process_group=0 if os.name == "posix" else None,
    )


def _asked(process: subprocess.Popen[bytes], asked: dict[str, Any]) -> bytes:
    """The image; empty where the process has none or ended. Raises OSError."""
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    process.stdin.flush()
    head = process.stdout.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    if length > _MOST_BYTES:
        return b""
    image = process.stdout.read(length)
    return image if len(image) == length else b""
