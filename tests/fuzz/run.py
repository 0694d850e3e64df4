"""The run itself: files are made, read by the workers of an ingest, and judged."""

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from index.build import Builder, Status
from index.embedder import Embedder
from index.generation import damaged_files, open_index
from ingest.errors import UnreadableFileError
from ingest.isolation import Readers, begun_ahead
from ingest.limits import Limits
from tests.fuzz.checks import descendants, faults, files_under, is_finding, kind_of
from tests.fuzz.mutations import mutated

# A worker that is killed has some seconds' start behind it, and its time is by the clock.
_SLACK = 15.0


@dataclass(slots=True)
class Report:
    """How many were read, why the others were not, and what went wrong, by kind."""

    cases: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[Path]] = field(default_factory=dict)
    ingested: int = 0

    def find(self, what: str, path: Path, kept: Path) -> None:
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, kept / path.name)
        self.findings.setdefault(what, []).append(kept / path.name)


def fuzz(
    seeds: Sequence[bytes], seed: int, cases: int, seconds: float, limits: Limits, kept: Path
) -> Report:
    """Reads so many changed files, or those that there is time for. Failing ones are kept."""
    report = Report()
    elsewhere = files_under(Path.cwd() / "ingest")
    with tempfile.TemporaryDirectory(prefix="belagg-fuzz-") as folder:
        cases_made = _made(seeds, seed, cases, time.monotonic() + seconds, Path(folder))
        before = descendants(os.getpid())
        with Readers(limits, 2) as readers:
            begun = begun_ahead(cases_made, lambda path: (path, readers.parse(path)), readers.ahead)
            for path, future in begun:
                report.cases += 1
                try:
                    parsed = future.result(4 * (limits.seconds + _SLACK))
                except UnreadableFileError as error:
                    report.refused[kind_of(error.found)] += 1
                    if is_finding(error.found):
                        report.find(kind_of(error.found), path, kept)
                else:
                    report.read += 1
                    for fault in faults(parsed):
                        report.find(fault.partition(": ")[2] or fault, path, kept)
                path.unlink()
        if left := descendants(os.getpid()) - before:
            report.findings[f"{len(left)} processer blev kvar"] = []
        if left_files := files_under(Path(folder)):
            report.findings[f"{len(left_files)} filer blev kvar"] = []
    if files_under(Path.cwd() / "ingest") - elsewhere:
        report.findings["en fil skrevs i programmets mapp"] = []
    return report


def _made(
    seeds: Sequence[bytes], seed: int, cases: int, deadline: float, folder: Path
) -> Iterator[Path]:
    for number in range(cases):
        if time.monotonic() > deadline:
            return
        # Each by dice of its own: any of them is made again without those before it.
        data, done = mutated(seeds, Random(f"{seed}-{number}"))
        path = folder / f"{seed}-{number:05d}-{'-'.join(done)}.pdf"
        path.write_bytes(data)
        yield path


def ingest_batch(
    seeds: Sequence[bytes], seed: int, cases: int, embedder: Embedder, report: Report, kept: Path
) -> None:
    """Changed files through the whole ingest, beside a good one that must be there afterwards."""
    with tempfile.TemporaryDirectory(prefix="belagg-fuzz-") as folder:
        documents, index = Path(folder, "dokument"), Path(folder, "index")
        documents.mkdir()
        (documents / "00-hel.pdf").write_bytes(seeds[0])
        limits = Limits(seconds=20, megabytes=768)
        Builder(index, embedder, lambda *_: None, limits, 2).ingest([documents])
        paths = list(_made(seeds, seed, cases, float("inf"), documents))
        outcomes = Builder(index, embedder, lambda *_: None, limits, 2).ingest([documents]).outcomes
        report.ingested += len(paths)
        for outcome in outcomes:
            if outcome.status is Status.FAILED and is_finding(outcome.note):
                report.find(kind_of(outcome.note), outcome.path, kept)
        opened = open_index(index)
        if outcomes[0].status is not Status.UNCHANGED or len(outcomes) != len(paths) + 1:
            report.findings["det som fanns i indexet gick förlorat"] = []
        if damaged_files(index) or not len(opened.passages):
            report.findings["indexet är skadat"] = []
        if (
            files_under(Path(folder))
            - files_under(documents)
            - files_under(index)
            - {
                documents,
                index,
            }
        ):
            report.findings["en fil skrevs utanför sina mappar"] = []
