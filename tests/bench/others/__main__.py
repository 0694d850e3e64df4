"""make bench-others: Belägg, txtai and LlamaIndex on the same PDFs with the same model.

Each in a process of its own, one after the other: how long its ingest takes, from PDF to an index
on disk, how long a question takes, and whether its hits hold the evidence, by the very function
that belagg evaluate uses. What each does otherwise stands in its file here.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from index.bundled_model import ensure_bundled_model
from server.gold import GoldQuestion, carries, read_gold
from tests.bench.speed.__main__ import machine
from tests.bench.speed.figures import Figure, Part, Plot, Series, Shape
from tests.bench.speed.memory import Memory, peak_memory
from tests.bench.speed.plotting import write_plots
from tests.bench.speed.running import environment
from tests.bench.speed.telling import show
from tests.sample import ROOT, SAMPLE

_NOTES = (
    "Samma modell, uppackad, med prefixen query: och passage:. LlamaIndex: SimpleDirectoryReader, "
    "SentenceSplitter och vektorlager enligt förval, fem träffar i stället för två. txtai: läser "
    "PDF bara med Tika (Java) eller Docling, som inte följer med; pypdf läser i dess ställe, och "
    "txtai delar vid sidbrytning. En bit av text hos dem är en sida eller 1 024 tokens, av vilka "
    "modellen läser 512; hos Belägg är den omkring 600 tecken och ligger nära citatet. "
    "Större bitar har lättare att rymma belägget.",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    seconds: float
    ms: tuple[float, ...]
    hits: tuple[list[dict[str, str]], ...]
    memory: Memory


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    files = {path.name for path in options.pdfs.rglob("*.pdf")}
    gold = [one for one in read_gold(options.gold) if one.is_answerable and one.document in files]
    model = ensure_bundled_model(Path(environment()["BELAGG_CACHE"]))
    figures: list[Figure] = []
    for candidate in _candidates(options.python):
        print(f"{candidate.name} …", file=sys.stderr, flush=True)
        work = options.out.resolve() / "arbete" / candidate.name
        figures += judged(candidate.name, _run(candidate, options.pdfs, model, work, gold), gold)
    part = Part("others", "Belägg och andra", tuple(figures), plots(figures), _NOTES)
    show([part], Console(width=None if sys.stdout.isatty() else 150))
    path = options.out / "others.json"
    report = {"machine": machine(), "pdfs": str(options.pdfs), **part.as_json()}
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    write_plots([part], options.out)


def judged(name: str, result: Result, gold: Sequence[GoldQuestion]) -> list[Figure]:
    """Its times, and the share of questions with the evidence first and among the five first."""
    carrying = [
        [hit["file"] == one.document and carries(hit["text"], one.evidence) for hit in found]
        for found, one in zip(result.hits, gold, strict=True)
    ]
    sizes = tuple(float(len(hit["text"])) for found in result.hits for hit in found)
    return [
        Figure("insamling", "s", (result.seconds,), name),
        Figure("minne som mest", "MB", (result.memory.pss,), name),
        Figure("fråga", "ms", result.ms, name),
        Figure("belägg@1", "", (_share([any(found[:1]) for found in carrying]),), name),
        Figure("belägg@5", "", (_share([any(found[:5]) for found in carrying]),), name),
        Figure("tecken i en träff", "", sizes, name),
    ]


def plots(figures: Sequence[Figure]) -> tuple[Plot, ...]:
    names = tuple(dict.fromkeys(figure.group for figure in figures))
    at = {(figure.group, figure.name): figure.median for figure in figures}

    def bars(kind: str) -> Series:
        return Series(kind, names, tuple(at[name, kind] for name in names))

    evidence = (bars("belägg@1"), bars("belägg@5"))
    return (
        Plot(
            "andra-belagg", "Frågor med belägget bland träffarna", "", "andel", evidence, Shape.BARS
        ),
        Plot("andra-insamling", "Insamling", "", "sekunder", (bars("insamling"),), Shape.BARS),
        Plot("andra-fraga", "En fråga", "", "ms, median", (bars("fråga"),), Shape.BARS),
    )


def _candidates(python: Path) -> tuple[Candidate, ...]:
    """`python`: the interpreter of the environment that has the others."""
    return (
        Candidate("Belägg", (sys.executable, "-m", "tests.bench.others.run_belagg")),
        Candidate("txtai", (str(python), "-m", "tests.bench.others.run_txtai")),
        Candidate("LlamaIndex", (str(python), "-m", "tests.bench.others.run_llamaindex")),
    )


def _run(
    candidate: Candidate, pdfs: Path, model: Path, work: Path, gold: Sequence[GoldQuestion]
) -> Result:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # None of them may fetch anything: the model lies here.
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    process = subprocess.Popen(
        [*candidate.command, str(pdfs.resolve()), str(model.resolve()), str(work)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**environment(), **offline},
    )
    with peak_memory(process.pid) as peak:
        output, _ = process.communicate(json.dumps([one.question for one in gold]))
    if process.returncode:
        raise SystemExit(f"{candidate.name} gick inte att köra; felet står ovan.")
    found = json.loads(output.splitlines()[-1])
    return Result(found["seconds"], tuple(found["ms"]), tuple(found["hits"]), peak)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.bench.others", description=__doc__)
    parser.add_argument("--pdfs", type=Path, default=SAMPLE, help="mapp med PDF-filer")
    parser.add_argument(
        "--gold", type=Path, default=ROOT / "tests" / "gold" / "exempel.jsonl", help="guldfrågor"
    )
    parser.add_argument(
        "--python", type=Path, required=True, help="tolken i miljön med requirements.txt"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="mapp")
    return parser


if __name__ == "__main__":
    main()
