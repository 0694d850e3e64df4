"""A disk that is full at several moments, and one that can't be written: for real.

    unshare --map-root-user --mount python -m tests.robustness.disk FOLDER MODEL_CACHE

mounts a small file system on a folder of its own, which nobody else sees, and prints what became
of each ingest as JSON.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.errors import StorageError
from index.generation import current_generation, is_whole
from index.live import LiveIndex
from index.manifest import read_manifest
from tests.robustness.changing import ChangingFolder

_ROOMY = 64 << 20
# Of what an undisturbed ingest takes.
_SHARES = (0.0, 0.3, 0.6, 0.9)


@dataclass(frozen=True, slots=True)
class Case:
    """An ingest on a disk with so many bytes left; `error` is what the user is told, empty when
    there was room. `is_old` says that the old generation is the current one, `is_whole` that it
    is as it was written, `answers` that a server answers from it, and `completed` that the next
    run, with room, takes in all."""

    disk: str
    doing: str
    error: str
    is_old: bool
    is_whole: bool
    answers: bool
    completed: bool


class Disk:
    """An index on a file system of its own."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._mount = folder / "disk"
        self._index = self._mount / "index"
        self._documents = ChangingFolder(folder / "dokument", Random(7))
        self._embedder = SentenceTransformerEmbedder.load(None, cache)
        self._doing = ""
        self._mount.mkdir()
        _run("mount", "-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", str(self._mount))

    def cases(self) -> Iterator[Case]:
        self._ingest()
        self._documents.change()
        before = self._used()
        self._ingest()
        needed = self._used() - before
        for share in _SHARES:
            room = int(share * needed)
            yield self._case(f"plats för {room // 1024} kB", self._leave(room), self._make_room)
        yield self._case("skrivskyddad", self._forbid, self._allow)

    def _case(self, disk: str, spoil: Callable[[], None], mend: Callable[[], None]) -> Case:
        self._documents.change()
        before = current_generation(self._index)
        spoil()
        error = self._ingest()
        doing, now = self._doing, str(current_generation(self._index))
        whole, answers = is_whole(self._index, now), self._answers()
        mend()
        self._ingest()
        held = {entry.id for entry in read_manifest(self._index, self._current()).entries}
        completed = held == self._documents.ids()
        return Case(disk, doing, error, now == before, whole, answers, completed)

    def _ingest(self) -> str:
        """What the user is told went wrong; empty when nothing did."""
        self._doing = "början"
        builder = Builder(self._index, self._embedder, self._note, workers=1)
        try:
            builder.ingest([self._documents.folder], prune=True)
        except StorageError as error:
            return str(error)
        return ""

    def _note(self, doing: str, done: int, total: int) -> None:
        self._doing = doing

    def _answers(self) -> bool:
        searcher = LiveIndex(self._index, self._embedder).current()
        return bool(searcher.search("Vem ansvarar för rutinen?", 3).hits)

    def _current(self) -> str:
        return str(current_generation(self._index))

    def _used(self) -> int:
        return shutil.disk_usage(self._mount).used

    def _leave(self, room: int) -> Callable[[], None]:
        return lambda: self._resize(self._used() + room)

    def _make_room(self) -> None:
        self._resize(_ROOMY)

    def _resize(self, size: int) -> None:
        _run("mount", "-o", f"remount,size={size}", str(self._mount))

    def _forbid(self) -> None:
        """Over what was mounted lies the same again, only to be read."""
        _run("mount", "--bind", str(self._mount), str(self._mount))
        _run("mount", "-o", "remount,bind,ro", str(self._mount))

    def _allow(self) -> None:
        # Lazily: the index that was opened there may not have been let go of yet.
        _run("umount", "--lazy", str(self._mount))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    folder, cache = map(Path, sys.argv[1:])
    print(json.dumps([asdict(case) for case in Disk(folder, cache).cases()], ensure_ascii=False))
