"""Builds a synthetic index in a process of its own: python -m tests.bench.speed.building."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.assembly import assemble
from index.manifest import Entry
from tests.bench.speed.memory import Memory, peak_memory
from tests.bench.speed.running import environment
from tests.bench.speed.synthetic import Collection
from tests.sample import ROOT


@dataclass(frozen=True, slots=True)
class Built:
    """`seconds` of putting the index together, with what making up its documents takes."""

    passages: int
    sentences: int
    seconds: float
    size: int
    memory: Memory


def built(real: Path, folder: Path, passages: int) -> Built:
    """An index of at least so many passages in `folder`, out of the real one's documents."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.bench.speed.building", str(real), str(folder)]
    process = subprocess.Popen(
        [*command, str(passages)], env=environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with peak_memory(process.pid) as peak:
        output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"det syntetiska indexet med {passages} stycken gick inte att bygga")
    size = sum(path.stat().st_size for path in folder.glob("generation-*/*"))
    return Built(**json.loads(output), size=size, memory=peak)


def main(arguments: Sequence[str]) -> None:
    real, folder, passages = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    collection = Collection(real)
    entries = list(collection.entries(passages))
    began = time.perf_counter()
    assemble(folder, entries, collection.index.manifest.model, collection.source)
    seconds = time.perf_counter() - began
    _link_pdfs(collection, folder, entries)
    found = {"passages": sum(entry.passages for entry in entries), "seconds": seconds}
    found["sentences"] = sum(len(collection.vectors(entry).sentences) for entry in entries)
    print(json.dumps(found))


def _link_pdfs(collection: Collection, folder: Path, entries: Sequence[Entry]) -> None:
    """Each copy's PDF is that of the document it was made of: quotes are looked up there."""
    for entry in entries:
        place = folder / "documents" / entry.id
        place.mkdir(parents=True)
        (place / "original.pdf").symlink_to(collection.pdf(entry).resolve())


if __name__ == "__main__":
    main(sys.argv[1:])
