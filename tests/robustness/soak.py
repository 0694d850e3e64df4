"""A server under load while the collection changes: `python -m tests.robustness.soak`.

Clients ask, search, stream, and look at pages, images and lists, of `belagg serve` as it is run,
while `belagg ingest` switches between two editions of the same documents. Counted are failures,
answers mixed of two generations, and what the server's processes take of memory, by PSS: what
they share is counted once.
"""

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import copy
from statistics import median, quantiles
from subprocess import PIPE, STDOUT, run
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic

import psutil

from index.generation import open_index
from server.settings import Settings
from tests.pdfs import Heading, make_pdf, paragraph
from tests.robustness.soak_client import Cited, Client, Tally
from tests.sample import ROOT, SAMPLE, kept_model
from tests.served import Served, served

_MOST_GROWTH = 0.05
_LONG_ENOUGH = 5.0


@dataclass(frozen=True, slots=True)
class Result:
    requests: int
    failures: Mapping[str, int]
    answers_checked: int
    mixed: int
    switches: int
    ms: Mapping[str, tuple[int, float, float]]
    megabytes: tuple[float, ...]
    growth: float

    def is_good(self, minutes: float) -> bool:
        """Growth means something only after some minutes."""
        grown = minutes >= _LONG_ENOUGH and self.growth >= _MOST_GROWTH
        return not (self.failures or self.mixed or grown)


def write_edition(folder: Path, edition: str) -> None:
    """Two documents that are never both as they are in the other edition."""
    for subject in ("ansvar", "enkat"):
        text = (
            f"Kommunen ansvarar för att rutinen för avvikelser är känd enligt utgåva {edition}. "
            f"Av enkäten framgår att 41 procent av enheterna saknar en rutin för delegering i "
            f"utgåva {edition}. MAS ansvarar för läkemedel och {subject} i utgåva {edition}."
        )
        make_pdf(folder / f"{subject}.pdf", [[Heading(subject.title()), *paragraph(text)]])


class Editions(Thread):
    """Takes in one edition after the other, and keeps what each generation held."""

    def __init__(self, index: Path, documents: Path, seconds: float, stop: Event) -> None:
        super().__init__()
        self._index, self._documents = index, documents
        self._seconds, self._ending = seconds, stop
        self.held: list[dict[str, frozenset[str]]] = []
        self.failures: Counter[str] = Counter()

    def take_in(self) -> None:
        write_edition(self._documents, "AB"[len(self.held) % 2])
        command = [sys.executable, "-m", "server.cli", "ingest", "--prune", str(self._documents)]
        command += ["--index", str(self._index)]
        done = run(command, cwd=ROOT, env=_environment(), stdout=PIPE, stderr=STDOUT, text=True)
        if done.returncode:
            self.failures[f"ingest: {done.stdout.strip().splitlines()[-1]}"] += 1
        store = open_index(self._index).store
        self.held.append(
            {
                document.id: frozenset(p.text for p in store.passages_of(document.id))
                for document in store.documents()
            }
        )

    def run(self) -> None:
        begun = monotonic()
        while not self._ending.wait(max(0.0, self._seconds - (monotonic() - begun))):
            begun = monotonic()
            self.take_in()


def is_of_one(cited: Cited, held: Sequence[Mapping[str, frozenset[str]]]) -> bool:
    """Whether some generation holds all that an answer is made of."""
    return any(
        all(passage in generation.get(document, ()) for document, passage in cited)
        for generation in held
    )


def megabytes(server: Served) -> float:
    """Of all the server's processes."""
    supervisor = psutil.Process(server.process.pid)
    total = 0
    for process in (supervisor, *supervisor.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total / 1e6


def soak(
    minutes: float, clients: int, switch_seconds: float, workers: int, permanent: int = 3
) -> Result:
    """`permanent` documents are the same in both editions."""
    stop = Event()
    with TemporaryDirectory(prefix="belagg-soak-") as made:
        documents = Path(made) / "dokument"
        documents.mkdir()
        for pdf in sorted(SAMPLE.glob("*.pdf"))[:permanent]:
            copy(pdf, documents)
        editions = Editions(Path(made) / "index", documents, switch_seconds, stop)
        editions.take_in()
        with served(Path(made) / "index", kept_model(), workers, settings=_settings()) as server:
            server.wait_until_ready()
            askers = [Client(server.url, number, stop) for number in range(clients)]
            for thread in (*askers, editions):
                thread.start()
            memory = tuple(_watched(server, minutes * 60))
            stop.set()
            for thread in (*askers, editions):
                thread.join()
    return _result([asker.tally for asker in askers], editions, memory, minutes)


def _watched(server: Served, seconds: float) -> Iterator[float]:
    """Memory once a second for so long."""
    begun = monotonic()
    pause = Event()
    while monotonic() - begun < seconds:
        yield megabytes(server)
        pause.wait(1)


def _result(
    tallies: Sequence[Tally], editions: Editions, memory: tuple[float, ...], minutes: float
) -> Result:
    failures: Counter[str] = Counter(editions.failures)
    seconds: dict[str, list[float]] = defaultdict(list)
    for tally in tallies:
        failures += tally.failures
        for kind, taken in tally.seconds.items():
            seconds[kind] += taken
    cited = set().union(*(tally.cited for tally in tallies))
    return Result(
        requests=sum(map(len, seconds.values())) + failures.total(),
        failures=dict(failures),
        answers_checked=len(cited),
        mixed=sum(not is_of_one(one, editions.held) for one in cited),
        switches=len(editions.held) - 1,
        ms={kind: _figures(taken) for kind, taken in sorted(seconds.items())},
        megabytes=memory,
        growth=growth(memory, min(120.0, 12 * minutes)),
    )


def _figures(taken: Sequence[float]) -> tuple[int, float, float]:
    """Number, median and 99th percentile, the latter two in ms."""
    p99 = quantiles(taken, n=100)[-1] if len(taken) > 1 else taken[0]
    return len(taken), round(1000 * median(taken), 1), round(1000 * p99, 1)


def growth(memory: Sequence[float], start: float) -> float:
    """From the second `start` to the end, as a share; each the median of a tenth of the run."""
    width = max(1, len(memory) // 10)
    first = int(min(start, len(memory) - width))
    before, after = median(memory[first : first + width]), median(memory[-width:])
    return after / before - 1


def _settings() -> dict[str, str]:
    """All clients have one address: as one, they would be too many."""
    return {"BELAGG_RATE_PER_MINUTE": "0"} if "rate_per_minute" in Settings.model_fields else {}


def _environment() -> dict[str, str]:
    return {**os.environ, "BELAGG_CACHE": str(kept_model()), "PYTHONPATH": str(ROOT)}


def told(result: Result) -> str:
    lines = [f"{'begäran':<12}{'antal':>8}{'p50 ms':>10}{'p99 ms':>10}"]
    lines += [f"{k:<12}{n:>8}{a:>10}{b:>10}" for k, (n, a, b) in result.ms.items()]
    first, last = result.megabytes[0], result.megabytes[-1]
    lines += [
        f"begäran: {result.requests}, fel: {sum(result.failures.values())} {dict(result.failures)}",
        f"byten av generation: {result.switches}, olika svar prövade: {result.answers_checked}, "
        f"blandade: {result.mixed}",
        f"minne: {first:.0f} MB i början, {last:.0f} MB i slutet, tillväxt {result.growth:.1%}",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--switch-seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, default=Path("build/soak.json"))
    given = parser.parse_args()
    result = soak(given.minutes, given.clients, given.switch_seconds, given.workers)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(asdict(result), indent=1), encoding="utf-8")
    print(told(result))
    sys.exit(not result.is_good(given.minutes))


if __name__ == "__main__":
    main()
