"""`python -m tests.fuzz --cases 5000 --minutes 10 --seed 1 --pdfs ../shared/corpus`."""

import argparse
import logging
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from index.embedder import SentenceTransformerEmbedder
from ingest.isolation import Readers
from ingest.limits import Limits
from tests.fuzz.checks import is_finding
from tests.fuzz.run import Report, fuzz, ingest_batch
from tests.fuzz.seeds import seeds_of
from tests.hostile_bombs import BOMBS, HUGE
from tests.hostile_damage import DAMAGE
from tests.hostile_loops import LOOPS
from tests.sample import ROOT, SAMPLE, kept_model

_KEPT = ROOT / "build" / "fuzz"
# Of all cases, and at most: each of them is embedded.
_INGESTED_SHARE, _MOST_INGESTED = 50, 60


def main() -> int:
    asked = _arguments()
    logging.getLogger("ingest").addHandler(logging.NullHandler())
    seed = asked.seed if asked.seed is not None else time.time_ns() % 2**32
    print(f"Frö: {seed}", flush=True)
    if not asked.ocr:
        # Where no program is found no page is recognised, which takes a quarter of a minute each.
        os.environ["PATH"] = ""
    if asked.hostile:
        return _hostile()
    paths = sorted(SAMPLE.glob("*.pdf"))
    paths += [path for folder in asked.pdfs for path in sorted(folder.rglob("*.pdf"))]
    seeds = seeds_of(paths, Random(seed))
    begun = time.monotonic()
    limits = Limits(seconds=20, megabytes=768)
    report = fuzz(seeds, seed, asked.cases, asked.minutes * 60, limits, _KEPT)
    taken = time.monotonic() - begun
    if not asked.no_ingest:
        embedder = SentenceTransformerEmbedder.load(None, kept_model())
        share = min(_MOST_INGESTED, asked.cases // _INGESTED_SHARE)
        ingest_batch(seeds, seed + 1, share, embedder, report, _KEPT)
    _show(report, len(seeds), taken)
    return 1 if report.findings else 0


def _hostile() -> int:
    """Every file of the hostile set, also those too slow for each run of the tests."""
    wrong = 0
    with TemporaryDirectory() as folder, Readers(Limits(seconds=30), 1) as readers:
        for name, make in {**LOOPS, **BOMBS, **HUGE, **DAMAGE}.items():
            path = make(Path(folder, "a.pdf"))
            error = readers.parse(path).exception()
            found = "läst" if error is None else str(getattr(error, "found", repr(error)))
            wrong += error is not None and is_finding(found)
            print(f"{name}: {found}", flush=True)
    print(f"{wrong} fynd.")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--pdfs", type=Path, action="append", default=[])
    parser.add_argument("--no-ingest", action="store_true", help="bara läsningen")
    parser.add_argument("--hostile", action="store_true", help="bara de fientliga filerna")
    parser.add_argument("--ocr", action="store_true", help="läs in bildsidor med OCR (långsamt)")
    return parser.parse_args()


def _show(report: Report, seeds: int, taken: float) -> None:
    print(
        f"{report.cases} fall av {seeds} frön på {taken:.0f} s ({report.cases / taken:.1f}/s), "
        f"{report.read} lästes; {report.ingested} genom hela inläsningen."
    )
    for reason, count in report.refused.most_common():
        print(f"{count:6} {reason}")
    for what, paths in sorted(report.findings.items()):
        print(f"FYND: {what}: {len(paths)} filer, {paths[0] if paths else ''}")
    print("Inga fynd." if not report.findings else f"{len(report.findings)} slags fynd.")


if __name__ == "__main__":
    sys.exit(main())
