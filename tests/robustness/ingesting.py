"""An ingest that can be killed at any of its steps: the process loads the model first, then does
what it is told, a line of JSON each, and tells how far it has come.

    {"index": …, "paths": […], "rebuild": false, "die_at": 17, "late": true}
    begun · phase <what is being done> · done <generation> <file operations> <late ones>

With `die_at` the process kills itself at that file operation in the index folder, where `late`
counted from when the generation is put together.
"""

import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder

_OPERATIONS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect"}
)
_ASSEMBLY = "Sätter samman indexet"


@dataclass(slots=True)
class _Counter:
    """Counts what is done to files in a folder."""

    folder: str
    done: int = 0
    late: int = 0
    die_at: int | None = None
    counts_late: bool = False
    is_late: bool = False

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _OPERATIONS:
            return
        if not str(arguments[0]).startswith(self.folder):
            return
        self.done += 1
        self.late += self.is_late
        if self.die_at == (self.late if self.counts_late else self.done):
            os.kill(os.getpid(), signal.SIGKILL)

    def progress(self, doing: str, done: int, total: int) -> None:
        self.is_late = doing == _ASSEMBLY
        _tell(f"phase {doing}")


def main(cache: Path) -> None:
    embedder = SentenceTransformerEmbedder.load(None, cache)
    embedder.embed_query("Vem ansvarar?")
    counting: list[_Counter] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        for counter in counting:
            counter.hook(event, arguments)

    sys.addaudithook(hook)
    _tell("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        folder = Path(asked["index"])
        counter = _Counter(str(folder), die_at=asked["die_at"], counts_late=asked["late"])
        counting[:] = [counter]
        _tell("begun")
        builder = Builder(folder, embedder, counter.progress, workers=1)
        paths = [Path(path) for path in asked["paths"]]
        report = builder.ingest(paths, prune=True, rebuild=asked["rebuild"])
        _tell(f"done {report.generation} {counter.done} {counter.late}")


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
