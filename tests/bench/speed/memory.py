"""How much memory a process and all that it has started take, from /proc (Linux)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Adding up the pages of a large process takes milliseconds of the same cores.
_INTERVAL = 1.0
_MB = 1 << 10


@dataclass(slots=True)
class Memory:
    """MB: `pss` counts what processes share once, `rss` as often as it is shared."""

    pss: float = 0.0
    rss: float = 0.0

    def raise_to(self, other: "Memory") -> None:
        self.pss, self.rss = max(self.pss, other.pss), max(self.rss, other.rss)


def memory_of(process: int) -> Memory:
    """Of the process and its descendants, now."""
    total = Memory()
    for member in _family(process):
        found = _rollup(member)
        total.pss += found.get("Pss", 0) / _MB
        total.rss += found.get("Rss", 0) / _MB
    return total


@contextmanager
def peak_memory(process: int) -> Iterator[Memory]:
    """The highest seen until the block ends, once a second."""
    peak, done = Memory(), threading.Event()

    def watch() -> None:
        while not done.is_set():
            peak.raise_to(memory_of(process))
            done.wait(_INTERVAL)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _family(process: int) -> Iterator[int]:
    yield process
    for task in _listed(Path(f"/proc/{process}/task")):
        for child in _read(process, f"task/{task}/children").split():
            yield from _family(int(child))


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _rollup(process: int) -> dict[str, int]:
    """kB by name."""
    rows = (line.split() for line in _read(process, "smaps_rollup").splitlines()[1:])
    return {row[0].rstrip(":"): int(row[1]) for row in rows if len(row) == 3}


def _read(process: int, name: str) -> str:
    """Empty when the process has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/{name}").read_text(encoding="utf-8")
    except OSError:
        return ""
