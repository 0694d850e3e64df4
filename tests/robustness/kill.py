"""Kills an ingest (SIGKILL) at random moments while a server answers from the same index.

    python -m tests.robustness.kill --kills 200

A third of the kills come after a time drawn from the whole of an undisturbed run, a third at a file
operation drawn from all that such a run makes in the index folder, and a third at one from when
the generation is put together: that and the switch take so little time that few of the first would
hit them. After each the index must be,
byte for byte, the generation that it was or a complete new one. Now and then, and at the end, the
next run completes it; put together anew it must have the same bytes as an index that has been
built undisturbed of the same files.
"""

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from index.generation import current_generation, generations, is_whole
from index.manifest import read_manifest
from tests.robustness.asking import asked_server
from tests.robustness.changing import ChangingFolder
from tests.robustness.victim import Done, Victim
from tests.sample import ROOT, kept_model

_OUT = ROOT / "build" / "robustness"
_BETWEEN_COMPARISONS = 10
_MORE_OPERATIONS = 1.5


@dataclass(slots=True)
class Losses:
    """What went wrong, each with where; empty lists are what is hoped for."""

    not_whole: list[str] = field(default_factory=list)
    neither_old_nor_new: list[str] = field(default_factory=list)
    other_bytes: list[str] = field(default_factory=list)
    failed_answers: list[str] = field(default_factory=list)
    mixed_answers: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(asdict(self).values())


@dataclass(slots=True)
class Result:
    """`hit` counts the kills by what the ingest was doing, `left` by what they left."""

    kills: int = 0
    by_time: int = 0
    by_operation: int = 0
    seconds: float = 0.0
    operations: int = 0
    answers: int = 0
    answers_with_sources: int = 0
    comparisons: int = 0
    losses: Losses = field(default_factory=Losses)
    hit: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__slots__}
        return {**told, "losses": asdict(self.losses)}


class _Run:
    def __init__(self, work: Path, seed: int) -> None:
        self._random = Random(seed)
        self._work = work
        self._index = work / "index"
        self._documents = ChangingFolder(work / "dokument", self._random)
        self._cache = kept_model()
        # While one is at work the next loads its model.
        self._next = Victim(self._cache)
        self._held: dict[str, frozenset[str]] = {}
        self.result = Result()

    def kill_often(self, kills: int) -> None:
        try:
            usual = self._begin()
            with asked_server(self._index, self._cache) as asker:
                for number in range(1, kills + 1):
                    self._kill_once(usual, kind=number % 3)
                    if number % _BETWEEN_COMPARISONS == 0 or number == kills:
                        self._compare()
                    _say(f"{number} av {kills} avbrott, {len(asker.cited)} svar")
                asker.stop()
            self.result.answers = len(asker.cited)
            self.result.answers_with_sources = sum(map(bool, asker.cited))
            self.result.losses.failed_answers += asker.failures
            self._look_for_mixed(asker.cited)
        finally:
            self._next.kill()

    def _begin(self) -> Done:
        """Builds the index, and measures a run over a change like those that will be cut off."""
        victim = self._another()
        victim.ingest(self._index, self._documents.folder)
        self._note()
        self._documents.change()
        usual = victim.ingest(self._index, self._documents.folder)
        self._note()
        victim.kill()
        self.result.seconds, self.result.operations = usual.seconds, usual.operations
        return usual

    def _another(self) -> Victim:
        victim, self._next = self._next, Victim(self._cache)
        return victim

    def _kill_once(self, usual: Done, *, kind: int) -> None:
        self._documents.change()
        before, bytes_before = self._current(), _bytes_of(self._home())
        victim = self._another()
        if kind != 0:
            # With more documents, and older generations to remove, a run makes more of them.
            most = _MORE_OPERATIONS * (usual.late if kind == 1 else usual.operations)
            at = self._random.randint(1, round(most))
            victim.begin(self._index, self._documents.folder, die_at=at, late=kind == 1)
            victim.wait()
            self.result.by_operation += 1
        else:
            victim.begin(self._index, self._documents.folder)
            time.sleep(self._random.uniform(0, usual.seconds))
            victim.kill()
            self.result.by_time += 1
        self.result.kills += 1
        self.result.hit[victim.phase] += 1
        self._judge(f"avbrott {self.result.kills}, {victim.phase}", before, bytes_before)

    def _judge(self, where: str, before: str, bytes_before: dict[str, bytes]) -> None:
        losses = self.result.losses
        now = self._current()
        if not is_whole(self._index, now):
            losses.not_whole.append(where)
            return
        held = self._note()
        if now == before:
            self.result.left["den gamla"] += 1
            is_right = _bytes_of(self._home()) == bytes_before
        else:
            self.result.left["den nya"] += 1
            is_right = held == self._documents.ids()
        if not is_right:
            losses.neither_old_nor_new.append(where)

    def _compare(self) -> None:
        """Lets the next run complete the index, and builds one undisturbed beside it."""
        self.result.comparisons += 1
        where = f"efter {self.result.kills} avbrott"
        beside = self._work / "ostört"
        victim = self._another()
        victim.ingest(self._index, self._documents.folder)
        if self._note() != self._documents.ids():
            self.result.losses.neither_old_nor_new.append(where)
        victim.ingest(self._index, self._documents.folder, rebuild=True)
        self._note()
        undisturbed = victim.ingest(beside, self._documents.folder)
        victim.kill()
        if _bytes_of(self._home()) != _bytes_of(beside / undisturbed.generation):
            self.result.losses.other_bytes.append(where)
        leftovers = [name for name in generations(self._index) if not is_whole(self._index, name)]
        self.result.losses.not_whole += [f"{where}: {name} låg kvar" for name in leftovers]
        shutil.rmtree(beside)

    def _look_for_mixed(self, answers: Sequence[frozenset[str]]) -> None:
        generations_held = set(self._held.values())
        self.result.losses.mixed_answers += [
            f"svar {number}: {', '.join(sorted(cited))}"
            for number, cited in enumerate(answers)
            if not any(cited <= held for held in generations_held)
        ]

    def _current(self) -> str:
        return str(current_generation(self._index))

    def _home(self) -> Path:
        return self._index / self._current()

    def _note(self) -> frozenset[str]:
        """The documents of the current generation."""
        name = self._current()
        entries = read_manifest(self._index, name).entries
        self._held[name] = frozenset(entry.id for entry in entries)
        return self._held[name]


def killed(work: Path, kills: int, seed: int) -> Result:
    run = _Run(work, seed)
    run.kill_often(kills)
    return run.result


def _bytes_of(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(home.iterdir())}


def _table(result: Result) -> Table:
    table = Table("Vad", "Antal")
    for name, value in (
        ("avbrott", result.kills),
        ("… efter en slumpad tid", result.by_time),
        ("… vid en slumpad filoperation", result.by_operation),
        *((f"träffade: {phase}", count) for phase, count in result.hit.most_common()),
        *((f"lämnade: {left}", count) for left, count in result.left.most_common()),
        ("svar under tiden", result.answers),
        ("… som visar dokument", result.answers_with_sources),
        ("jämförelser med ostört bygge", result.comparisons),
        *((f"förlust: {name}", len(found)) for name, found in asdict(result.losses).items()),
    ):
        table.add_row(name, str(value))
    return table


def _say(what: str) -> None:
    print(f"{datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="belagg-kill-") as work:
        result = killed(Path(work), options.kills, options.seed)
    Console().print(_table(result))
    _OUT.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"seed": options.seed, **result.as_json()}, ensure_ascii=False, indent=2)
    (_OUT / "kill.json").write_text(told, encoding="utf-8")
    sys.exit(1 if result.losses else 0)


if __name__ == "__main__":
    main()
