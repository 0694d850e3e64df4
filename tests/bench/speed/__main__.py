"""make bench: what Belägg takes of time and memory, and how that grows.

Everything is measured in one run on this machine; what a figure is compared with is measured in
turn with it. Nothing here is a test.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from tests.bench.speed import answering, embedding, growth, ingesting, starting
from tests.bench.speed.figures import Part, Say
from tests.bench.speed.plan import Plan
from tests.bench.speed.plotting import write_plots
from tests.bench.speed.running import belagg
from tests.bench.speed.telling import show
from tests.sample import ROOT, SAMPLE, kept_model

PARTS: Mapping[str, Callable[[Plan, Say], Part]] = {
    # First: it builds the index that the others ask, unless one is given.
    "ingest": ingesting.measured,
    "embed": embedding.measured,
    "serve": answering.measured,
    "start": starting.measured,
    "growth": growth.measured,
}
_OUT = ROOT / "build" / "bench"
_SAMPLE_GOLD = ROOT / "tests" / "gold" / "exempel.jsonl"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    parts = measured(options.parts, _plan(options), _progress)
    show(parts, console)
    for path in written(parts, options.out):
        console.print(str(path))


def _progress(what: str) -> None:
    """Lines with their time, apart from the report: a run takes minutes."""
    print(f"{datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


def measured(names: Sequence[str], plan: Plan, say: Say) -> list[Part]:
    """The parts in their order. Without an index the ingest that is measured gives one, or,
    where it isn't, one that is not."""
    plan.work.mkdir(parents=True, exist_ok=True)
    if plan.index == plan.fresh and "ingest" not in names:
        say("bygger ett index")
        shutil.rmtree(plan.fresh, ignore_errors=True)
        belagg("ingest", str(plan.pdfs), "--index", str(plan.fresh))
    return [PARTS[name](plan, _telling(say, name)) for name in PARTS if name in names]


def _telling(say: Say, name: str) -> Say:
    return lambda what: say(f"{name}: {what}")


def written(parts: Sequence[Part], folder: Path) -> list[Path]:
    """The report as JSON, and the plots."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    report = {"machine": machine(), "parts": {part.key: part.as_json() for part in parts}}
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    return [path, *write_plots(parts, folder)]


def machine() -> dict[str, str | int | None]:
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = {line.partition(":")[2].strip() for line in cpu.splitlines() if "model name" in line}
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": ", ".join(sorted(models)),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _plan(options: argparse.Namespace) -> Plan:
    gold = options.gold or (_SAMPLE_GOLD if options.pdfs == SAMPLE and not options.index else None)
    work = options.out.resolve() / "arbete"
    index = options.index or work / "index"
    plan = Plan(options.pdfs, index, gold, work, options.rounds, largest=options.largest)
    if options.quick:
        return replace(plan, rounds=2, questions=8, texts=12, largest=1000, quick=True)
    return plan


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.bench.speed", description=__doc__)
    parser.add_argument("--pdfs", type=Path, default=SAMPLE, help="mapp med PDF-filer")
    parser.add_argument("--index", type=Path, help="färdigt index av dem (annars byggs ett)")
    parser.add_argument("--gold", type=Path, help="guldfrågor om dem, JSONL")
    parser.add_argument(
        "--largest", type=int, default=100_000, help="stycken i det största syntetiska indexet"
    )
    parser.add_argument("--parts", type=_parts, default=tuple(PARTS), help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5, help="omgångar (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="så lite som möjligt av allt")
    parser.add_argument("--out", type=Path, default=_OUT, help="mapp för rapporten")
    return parser


def _parts(given: str) -> tuple[str, ...]:
    names = tuple(given.split(","))
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: välj bland {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    kept_model()
    main()
