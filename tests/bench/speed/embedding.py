"""The model alone, by every engine: how fast, how like float32, and what a search loses."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import ensure_bundled_model
from index.embedder import Embedder
from server.gold import GoldQuestion, carries, read_gold
from server.opening import open_embedder
from server.settings import load_settings
from tests.bench.speed.encoding import Encoder, token_count
from tests.bench.speed.engines import ENGINES, REFERENCE, Workshop
from tests.bench.speed.figures import Figure, Part, Plot, Say, Series, Shape
from tests.bench.speed.plan import Plan
from tests.bench.speed.questions import base_questions
from tests.bench.speed.running import environment
from tests.bench.speed.texts import embedded_texts, seconds, spaced

_CHOSEN = "Belägg"
_NEAREST = 10
_EVIDENCE = 5
_SENTENCES = 4
_HOPELESS = 3.0
Vectors = NDArray[np.float32]


class Encodes(Protocol):
    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def queries(self, texts: Sequence[str]) -> Vectors: ...


class _Ours:
    """Belägg's own embedder, with the engine that it has chosen."""

    def __init__(self, embedder: Embedder) -> None:
        self.passages = embedder.embed_passages
        self._embedder = embedder

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._embedder.embed_query(text) for text in texts])


@dataclass(frozen=True, slots=True)
class Material:
    """What every engine embeds. Among `searched` is the evidence of every question in `gold`."""

    passages: list[str]
    sentences: list[str]
    queries: list[str]
    searched: list[str]
    gold: list[GoldQuestion]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors of what is searched, of the queries and of the gold questions."""

    passages: Vectors
    queries: Vectors
    gold: Vectors


@dataclass(slots=True)
class Timed:
    """Seconds of each round, and ms of each query."""

    passages: list[float]
    sentences: list[float]
    queries: list[float]


def chosen_embedder() -> Embedder:
    """The one that Belägg chooses, as its own commands open it."""
    return open_embedder(load_settings(cache=Path(environment()["BELAGG_CACHE"])))


def measured(plan: Plan, say: Say) -> Part:
    material = _material(plan, say)
    folder = ensure_bundled_model(Path(environment()["BELAGG_CACHE"]))
    tokens = (token_count(folder, material.passages), token_count(folder, material.sentences))
    encoders, notes = _encoders(Workshop(folder, plan.work), plan.quick, say)
    encoders[_CHOSEN] = _Ours(chosen_embedder())
    vectors: dict[str, Encoded] = {}
    for name, encoder in encoders.items():
        say(f"{name}: värms upp")
        vectors[name] = _encoded(encoder, material)
    times = {name: Timed([], [], []) for name in encoders}
    for number in range(plan.rounds):
        for name, encoder in encoders.items():
            if number and _is_hopeless(times[name], times[REFERENCE]):
                continue
            say(f"{name}, omgång {number + 1} av {plan.rounds}")
            _time(encoder, material, times[name])
    figures: list[Figure] = []
    for name, timed in times.items():
        figures += _speed(name, timed, tokens, material)
        figures += _likeness(name, vectors[name], vectors[REFERENCE], material)
    notes.append(
        f"Belägg har valt {_chosen_engine(folder)}. {len(material.passages)} stycken och "
        f"{len(material.sentences)} meningar; sökt bland {len(material.searched)} stycken med "
        f"modellen ensam, {len(material.gold)} guldfrågor."
    )
    return Part("embed", "Modellen ensam", tuple(figures), _plots(figures), tuple(notes))


def _chosen_engine(folder: Path) -> str:
    """As remembered beside the model's folder."""
    remembered = folder.with_name(f"{folder.name}.engine.json")
    if not remembered.is_file():
        return REFERENCE
    return str(json.loads(remembered.read_text(encoding="utf-8"))["engine"])


def _is_hopeless(timed: Timed, plain: Timed) -> bool:
    """Too slow to be worth measuring again."""
    return timed.passages[0] > _HOPELESS * plain.passages[0]


def _encoders(workshop: Workshop, quick: bool, say: Say) -> tuple[dict[str, Encodes], list[str]]:
    """Those that run here, and why others do not."""
    found: dict[str, Encodes] = {}
    notes = []
    for name, make in ENGINES.items():
        if quick and name != REFERENCE:
            continue
        say(f"gör i ordning {name}")
        try:
            found[name] = Encoder(workshop.model, make(workshop))
        # Whatever keeps an engine from running here belongs in the report.
        except Exception as error:
            notes.append(f"{name} gick inte: {str(error).splitlines()[0][:160]}")
    return found, notes


def _material(plan: Plan, say: Say) -> Material:
    say("läser texterna")
    passages, sentences = embedded_texts(plan.index)
    asked = [one for one in read_gold(plan.gold) if one.is_answerable] if plan.gold else []
    answers = {
        one.id: text
        for one in asked[: plan.texts]
        if (text := next((text for text in passages if carries(text, one.evidence)), None))
    }
    timed = spaced(passages, plan.texts)
    return Material(
        timed,
        spaced(sentences, _SENTENCES * plan.texts),
        base_questions(plan.gold, plan.index)[: plan.questions],
        list(dict.fromkeys([*timed, *answers.values()])),
        [one for one in asked if one.id in answers],
    )


def _encoded(encoder: Encodes, material: Material) -> Encoded:
    return Encoded(
        encoder.passages(material.searched),
        encoder.queries(material.queries),
        encoder.queries([one.question for one in material.gold] or material.queries[:1]),
    )


def _time(encoder: Encodes, material: Material, timed: Timed) -> None:
    timed.passages.append(seconds(encoder.passages, material.passages))
    timed.sentences.append(seconds(encoder.passages, material.sentences))
    timed.queries += [1000 * seconds(encoder.queries, [text]) for text in material.queries]


def _speed(name: str, timed: Timed, tokens: tuple[int, int], material: Material) -> list[Figure]:
    kinds = (
        ("stycken", timed.passages, len(material.passages), tokens[0]),
        ("meningar", timed.sentences, len(material.sentences), tokens[1]),
    )
    figures = []
    for kind, took, texts, words in kinds:
        figures.append(Figure(kind, "/s", tuple(texts / one for one in took), name))
        figures.append(Figure(f"tokens i {kind}", "/s", tuple(words / one for one in took), name))
    return [*figures, Figure("en fråga", "ms", tuple(timed.queries), name)]


def _likeness(name: str, one: Encoded, plain: Encoded, material: Material) -> list[Figure]:
    """Beside float32 by torch: how near each vector is, and whether the same is found."""
    cosines = (one.passages * plain.passages).sum(axis=1)
    found, wanted = _nearest(one, _NEAREST), _nearest(plain, _NEAREST)
    shared = [
        len(set(mine) & set(theirs)) / len(theirs)
        for mine, theirs in zip(found, wanted, strict=True)
    ]
    figures = [
        Figure("cosinus", "", (float(cosines.mean()),), name),
        Figure("minsta cosinus", "", (float(cosines.min()),), name),
        Figure(f"samma bland {_NEAREST}", "", (float(np.mean(shared)),), name),
    ]
    if material.gold:
        figures.append(Figure(f"belägg@{_EVIDENCE}", "", (_evidence(one, material),), name))
    return figures


def _nearest(vectors: Encoded, count: int) -> list[list[int]]:
    order: NDArray[np.int64] = np.argsort(-(vectors.queries @ vectors.passages.T), axis=1)
    return [list(map(int, row)) for row in order[:, :count]]


def _evidence(vectors: Encoded, material: Material) -> float:
    """The share of questions with their evidence among the nearest, by the model alone."""
    order = np.argsort(-(vectors.gold @ vectors.passages.T), axis=1)[:, :_EVIDENCE]
    return float(
        np.mean(
            [
                any(carries(material.searched[place], one.evidence) for place in row)
                for one, row in zip(material.gold, order, strict=True)
            ]
        )
    )


def _plots(figures: Sequence[Figure]) -> tuple[Plot, ...]:
    names = tuple(dict.fromkeys(figure.group for figure in figures))
    at = {(figure.group, figure.name): figure.median for figure in figures}

    def bars(kind: str) -> Series:
        return Series(kind, names, tuple(at[name, kind] for name in names))

    return (
        Plot(
            "modell-stycken", "Stycken i sekunden", "", "per sekund", (bars("stycken"),), Shape.BARS
        ),
        Plot("modell-fraga", "En fråga", "", "ms", (bars("en fråga"),), Shape.BARS),
    )
