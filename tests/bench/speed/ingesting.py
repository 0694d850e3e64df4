"""A folder of PDFs into a fresh index, beside embedding the same passages and sentences alone;
then again with nothing changed, with one document less, and with it back."""

import shutil
import time
from pathlib import Path

from tests.bench.speed.embedding import chosen_embedder
from tests.bench.speed.figures import Figure, Goal, Part, Plot, Say, Series, Shape
from tests.bench.speed.plan import Plan
from tests.bench.speed.running import Ended, belagg
from tests.bench.speed.texts import embedded_texts, seconds

_ROUNDS = 3
# A large collection is measured once: what differs from run to run is little beside it.
_ENOUGH = 300.0
_WHOLE = "hela insamlingen"
_ALONE = "modellen ensam på samma texter"
_NOTE = (
    "Modellen ensam: samma stycken och meningar, också dem som förekommer två gånger, i en slinga "
    "i mätningens egen process, i tur och ordning med insamlingen. Minnet gäller alla processer."
)


def measured(plan: Plan, say: Say) -> Part:
    """Leaves the index at plan.index."""
    pdfs = plan.work / "pdf"
    shutil.rmtree(pdfs, ignore_errors=True)
    shutil.copytree(plan.pdfs, pdfs, ignore=shutil.ignore_patterns("kalla"))
    wholes, alone, texts = _in_turn(plan, pdfs, say)
    rounds = range(1 if plan.quick else _ROUNDS)
    say("en gång till, oförändrat")
    again = [_ingest(pdfs, plan.fresh) for _ in rounds]
    say("ett dokument mindre, och tillbaka")
    fewer, more = zip(*(_without_one(pdfs, plan) for _ in rounds), strict=True)
    whole = [one.seconds for one in wholes]
    shares = tuple(one / other for one, other in zip(whole, alone, strict=True))
    pss = tuple(one.memory.pss for one in wholes)
    rss = tuple(one.memory.rss for one in wholes)
    return Part(
        "ingest",
        "Insamling",
        (
            Figure(_WHOLE, "s", tuple(whole)),
            Figure(_ALONE, "s", tuple(alone)),
            Figure(f"{_WHOLE} / {_ALONE}", "×", shares, goal=Goal(1.15)),
            Figure("texter i sekunden, hela vägen", "/s", tuple(texts / one for one in whole)),
            Figure("minne som mest (PSS)", "MB", pss, goal=Goal(1500)),
            Figure("minne som mest (RSS, delat räknat flera gånger)", "MB", rss),
            Figure("andra gången, oförändrat", "s", tuple(map(_seconds, again)), goal=Goal(2)),
            Figure("ett dokument mindre (--prune)", "s", tuple(map(_seconds, fewer))),
            Figure("samma dokument tillbaka", "s", tuple(map(_seconds, more))),
        ),
        (_plot(whole, alone),),
        (_NOTE, f"{texts} texter."),
    )


def _in_turn(plan: Plan, pdfs: Path, say: Say) -> tuple[list[Ended], list[float], int]:
    """The ingests, the seconds of the model alone after each, and the number of texts."""
    embedder = chosen_embedder()
    wholes: list[Ended] = []
    alone: list[float] = []
    texts: list[str] = []
    began = time.monotonic()
    while not wholes or (len(wholes) < _ROUNDS and time.monotonic() - began < _ENOUGH):
        say(f"hela insamlingen, {len(wholes) + 1}")
        shutil.rmtree(plan.fresh, ignore_errors=True)
        wholes.append(_ingest(pdfs, plan.fresh))
        passages, sentences = embedded_texts(plan.fresh)
        texts = passages + sentences
        say(f"modellen ensam, {len(texts)} texter")
        # What it loads at its first text is no part of embedding.
        embedder.embed_passages(texts[:1])
        alone.append(seconds(embedder.embed_passages, texts))
        if plan.quick:
            break
    return wholes, alone, len(texts)


def _without_one(pdfs: Path, plan: Plan) -> tuple[Ended, Ended]:
    """The ingest after its smallest file is gone, and that after it is back."""
    file = min(pdfs.rglob("*.pdf"), key=lambda path: path.stat().st_size)
    aside = plan.work / file.name
    shutil.move(file, aside)
    fewer = _ingest(pdfs, plan.fresh, "--prune")
    shutil.move(aside, file)
    return fewer, _ingest(pdfs, plan.fresh)


def _ingest(pdfs: Path, index: Path, *options: str) -> Ended:
    return belagg("ingest", str(pdfs), "--index", str(index), "--json", *options)


def _seconds(ended: Ended) -> float:
    return ended.seconds


def _plot(whole: list[float], alone: list[float]) -> Plot:
    rounds = tuple(f"omgång {number}" for number in range(1, len(whole) + 1))
    series = (
        Series("hela insamlingen", rounds, tuple(whole)),
        Series("modellen ensam", rounds, tuple(alone)),
    )
    return Plot("insamling", "Insamling och modellen ensam", "", "sekunder", series, Shape.BARS)
