"""An ingest that can be killed at any of its steps: the process loads the model first, then does
what it is told, a line of JSON each, and tells how far it has come.

    {"index": …, "paths": […], "rebuild": false, "die_at": 17}
    begun · phase <what is being done> · done <generation> <file operations>

With `die_at` the process kills itself at that file operation in the index folder.
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


@dataclass(slots=True)
class _Counter:
    """Counts what is done to files in a folder."""

    folder: str = ""
    done: int = 0
    last: int | None = None

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _OPERATIONS or not self.folder:
            return
        if not str(arguments[0]).startswith(self.folder):
            return
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main(cache: Path) -> None:
    embedder = SentenceTransformerEmbedder.load(None, cache)
    embedder.embed_query("Vem ansvarar?")
    counter = _Counter()
    sys.addaudithook(counter.hook)
    _tell("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        folder = Path(asked["index"])
        counter.folder, counter.done, counter.last = str(folder), 0, asked["die_at"]
        _tell("begun")
        builder = Builder(folder, embedder, _progress, workers=1)
        paths = [Path(path) for path in asked["paths"]]
        report = builder.ingest(paths, prune=True, rebuild=asked["rebuild"])
        _tell(f"done {report.generation} {counter.done}")


def _progress(doing: str, done: int, total: int) -> None:
    _tell(f"phase {doing}")


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
