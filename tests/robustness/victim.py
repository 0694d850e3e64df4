"""The process that is killed, from outside."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tests.sample import ROOT

_PATIENCE = 300.0
_PHASES = {
    "Läser": "läsning",
    "Bäddar in": "inbäddning",
    "Sätter samman": "hopsättning",
}


@dataclass(frozen=True, slots=True)
class Done:
    """An ingest that came to its end, how long it took, and in how many file operations; `late`
    are those from when the generation is put together."""

    generation: str
    seconds: float
    operations: int
    late: int


class Victim:
    """Loads its model when made; `begin` waits for that."""

    def __init__(self, cache: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.robustness.ingesting", str(cache)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read)
        self._reader.start()
        self._is_ready = False
        self.phase = ""

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def begin(
        self,
        index: Path,
        documents: Path,
        *,
        rebuild: bool = False,
        die_at: int | None = None,
        late: bool = False,
    ) -> None:
        """Returns when the work has begun."""
        if not self._is_ready:
            self._until("ready")
            self._is_ready = True
        asked = {
            "index": str(index),
            "paths": [str(documents)],
            "rebuild": rebuild,
            "die_at": die_at,
            "late": late,
        }
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        self.phase = "början"
        self._until("begun")

    def ingest(self, index: Path, documents: Path, *, rebuild: bool = False) -> Done:
        begun = time.perf_counter()
        self.begin(index, documents, rebuild=rebuild)
        _, generation, operations, late = self._until("done").split()
        return Done(generation, time.perf_counter() - begun, int(operations), int(late))

    def wait(self) -> None:
        """Until it has died by its own hand, or is done without that."""
        while self._process.poll() is None and self.phase != "klart":
            self._take(0.05)
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        while not self._lines.empty():
            self._take(0)

    def _until(self, word: str) -> str:
        patience = time.monotonic() + _PATIENCE
        while time.monotonic() < patience:
            line = self._take(0.1)
            if line.split(" ")[0] == word:
                return line
            if not line and self._process.poll() is not None and self._lines.empty():
                break
        raise RuntimeError(f"the ingest said nothing of {word!r}")

    def _take(self, seconds: float) -> str:
        """The next line, empty when none comes; notes how far the work has come."""
        try:
            line = self._lines.get(timeout=seconds) if seconds else self._lines.get_nowait()
        except Empty:
            return ""
        if line.startswith("done"):
            self.phase = "klart"
        for doing, phase in _PHASES.items():
            if line.startswith(f"phase {doing}"):
                self.phase = phase
        return line
