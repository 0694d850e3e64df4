"""How search grows from a thousand passages to a million, in synthetic indexes of real text."""

import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np

from index.embedder import Embedder
from index.generation import open_index
from tests.bench.speed.answering import SEARCH, Asker, embedding_ms, warm_up
from tests.bench.speed.building import Built, built
from tests.bench.speed.embedding import chosen_embedder
from tests.bench.speed.figures import Figure, Goal, Part, Plot, Say, Series, ratios
from tests.bench.speed.memory import memory_of
from tests.bench.speed.plan import Plan
from tests.bench.speed.questions import base_questions, endless_questions
from tests.bench.speed.recall import recalls
from tests.bench.speed.running import serving
from tests.bench.speed.synthetic import Collection, distances

_FIRST = 1000
_LARGEST_GOAL = 1_000_000
_OPENINGS = 5
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Asked:
    """Times in ms of each round: of the embedding alone and of /api/search; the parts of a search
    as the server tells them; its memory in MB."""

    alone: list[float]
    search: list[float]
    all_searches: list[float]
    parts: dict[str, list[float]]
    memory: float


def measured(plan: Plan, say: Say) -> Part:
    collection, embedder = Collection(plan.index), chosen_embedder()
    base = base_questions(plan.gold, plan.index)
    queries = np.stack([embedder.embed_query(text) for text in base[: 4 * plan.questions]])
    figures: list[Figure] = []
    sizes: list[int] = []
    folder = plan.work / "growth"
    for size in _sizes(plan.largest):
        say(f"bygger {size} stycken")
        made = built(plan.index, folder, size)
        say(f"{size} stycken: frågar")
        asked = _asked(plan, folder, embedder, endless_questions(base))
        say(f"{size} stycken: jämför med allt")
        found = recalls(collection, size, open_index(folder), queries)
        sizes.append(made.passages)
        figures += _figures(made, asked, _opening(folder), found)
    shutil.rmtree(folder, ignore_errors=True)
    return Part(
        "growth", "Tillväxt", tuple(figures), _plots(sizes, figures), (_likeness(collection),)
    )


def _sizes(largest: int) -> Iterator[int]:
    """Tenfold from a thousand, up to the largest."""
    size = _FIRST
    while size < largest:
        yield size
        size *= 10
    yield largest


def _asked(plan: Plan, folder: Path, embedder: Embedder, questions: Iterator[str]) -> Asked:
    alone: list[float] = []
    search: list[float] = []
    every: list[float] = []
    with serving(folder, plan.work / "growth.log") as server:
        asker = Asker(server, questions)
        warm_up(asker, embedder)
        for _ in range(plan.rounds):
            alone.append(median(embedding_ms(embedder, list(islice(questions, plan.questions)))))
            times = asker.ask(SEARCH, 1, plan.questions).ms
            search.append(median(times))
            every += times
        parts: dict[str, list[float]] = defaultdict(list)
        for text in islice(questions, plan.questions):
            for name, ms in server.post(SEARCH.path, {SEARCH.field: text})["timings_ms"].items():
                parts[name].append(ms)
        return Asked(alone, search, every, parts, memory_of(server.process).pss)


def _opening(folder: Path) -> tuple[float, ...]:
    """ms."""
    times = []
    for _ in range(_OPENINGS):
        began = time.perf_counter()
        open_index(folder)
        times.append(1000 * (time.perf_counter() - began))
    return tuple(times)


def _figures(
    made: Built, asked: Asked, opening: tuple[float, ...], found: tuple[float, float]
) -> Iterator[Figure]:
    group = f"{made.passages:,} stycken".replace(",", "\u00a0")
    share = ratios(asked.search, asked.alone)
    goal = Goal(2.5) if made.passages >= _LARGEST_GOAL else None
    yield Figure("bygge", "s", (made.seconds,), group)
    yield Figure("minne vid bygge", "MB", (made.memory.pss,), group)
    yield Figure("index", "MB", (made.size / _MB,), group)
    yield Figure("byte per stycke", "", (made.size / made.passages,), group)
    yield Figure("öppning", "ms", opening, group)
    yield Figure("servern", "MB", (asked.memory,), group)
    yield Figure("sökning", "ms", tuple(asked.all_searches), group)
    yield Figure("sökning / inbäddning", "×", share, group, goal)
    for name, values in asked.parts.items():
        yield Figure(f"därav {name}", "ms", tuple(values), group)
    for kind, recall in zip(("stycken", "meningar"), found, strict=True):
        yield Figure(f"{kind}: återfunna@10", "", (recall,), group, Goal(0.98, at_least=True))


def _likeness(collection: Collection) -> str:
    """How near the nearest lie in the real collection, and among copies beside it."""
    told = []
    entries = list(collection.entries(2 * len(collection.index.passages)))
    half = len(collection.index.manifest.entries)
    vectors = [collection.vectors(entry) for entry in entries]
    for kind in ("passages", "sentences"):
        real = np.concatenate([getattr(one, kind) for one in vectors[:half]])
        every = np.concatenate([getattr(one, kind) for one in vectors])
        told.append((_told(distances(real, real)), _told(distances(every[len(real) :], every))))
    (passages, copied_passages), (sentences, copied_sentences) = told
    return (
        "Cosinus till närmaste granne (5:e, 50:e och 95:e percentilen). "
        f"Stycken: {passages}, med kopior {copied_passages}. "
        f"Meningar: {sentences}, med kopior {copied_sentences}."
    )


def _told(values: Sequence[float]) -> str:
    return " ".join(f"{value:.3f}".replace(".", ",") for value in values)


def _plots(sizes: Sequence[int], figures: Sequence[Figure]) -> tuple[Plot, ...]:
    x = tuple(float(size) for size in sizes)
    by_name: dict[str, list[float]] = defaultdict(list)
    for figure in figures:
        by_name[figure.name].append(figure.median)
    timed = [name for name in by_name if name == "sökning" or name.startswith("därav")]
    searches = tuple(Series(name, x, tuple(by_name[name])) for name in timed)
    recall = [name for name in by_name if name.endswith("@10")]
    found = tuple(Series(name, x, tuple(by_name[name])) for name in recall)
    sizes_mb = tuple(Series(name, x, tuple(by_name[name])) for name in ("index", "servern"))
    share = (Series("sökning / inbäddning", x, tuple(by_name["sökning / inbäddning"])),)
    return (
        Plot("tillvaxt-sokning", "Sökning", "stycken", "ms, median", searches),
        Plot(
            "tillvaxt-kvot",
            "Sökning mot frågans inbäddning ensam",
            "stycken",
            "gånger",
            share,
            limit=("mål vid en miljon", 2.5),
        ),
        Plot("tillvaxt-storlek", "Index och minne", "stycken", "MB", sizes_mb, logarithmic=True),
        Plot(
            "tillvaxt-recall",
            "Återfunna av de tio närmaste",
            "stycken",
            "andel",
            found,
            limit=("mål", 0.98),
            bottom=0.9,
        ),
    )
