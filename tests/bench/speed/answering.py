"""The server under clients: how long a search and an answer take, beside the query's embedding
alone, and how many are served at 1, 8 and 32 clients."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

import numpy as np

from index.embedder import Embedder
from tests.bench.speed.clients import Load, Served, served
from tests.bench.speed.embedding import chosen_embedder
from tests.bench.speed.figures import Figure, Goal, Part, Plot, Say, Series, Shape, ratios
from tests.bench.speed.memory import memory_of
from tests.bench.speed.plan import Plan
from tests.bench.speed.questions import base_questions, endless_questions
from tests.bench.speed.running import Server, serving

CLIENTS = (1, 8, 32)
_WARM_UPS = 64
_REPEATED = 8


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    path: str
    field: str
    goal: Goal


SEARCH = Route("sökning", "/api/search", "query", Goal(1.5))
ANSWER = Route("svar", "/api/ask", "question", Goal(2.0))
ROUTES = (SEARCH, ANSWER)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the server what nobody has asked it before."""

    server: Server
    questions: Iterator[str]

    def ask(self, route: Route, clients: int, count: int) -> Served:
        texts = tuple(islice(self.questions, count))
        return served(Load(self.server.port, route.path, route.field, texts, clients))

    def repeat(self, route: Route, times: int) -> Served:
        """A few questions again and again, after they were asked once by each worker."""
        few = tuple(islice(self.questions, _REPEATED))
        load = Load(self.server.port, route.path, route.field, few * times, 1)
        served(load)
        return served(load)


def measured(plan: Plan, say: Say) -> Part:
    questions = endless_questions(base_questions(plan.gold, plan.index))
    embedder = chosen_embedder()
    with serving(plan.index, plan.work / "serve.log") as server:
        asker = Asker(server, questions)
        say("värmer upp servern")
        warm_up(asker, embedder)
        figures: list[Figure] = []
        say("en klient i taget, i tur och ordning med modellen ensam")
        alone = _in_turn(plan, asker, embedder)
        figures += _single(alone)
        for route in ROUTES:
            for clients in CLIENTS:
                say(f"{route.name}, {clients} klienter")
                many = [
                    asker.ask(route, clients, plan.questions * min(clients, 4))
                    for _ in range(plan.rounds)
                ]
                figures += crowd(route, clients, many)
        figures += _against_one(figures)
        say("samma frågor igen")
        again = asker.repeat(ANSWER, plan.questions)
        figures.append(Figure("svar på en fråga som ställts förr", "ms", again.ms, "upprepat"))
        figures.append(Figure("minne (PSS)", "MB", (memory_of(server.process).pss,), "servern"))
    return Part("serve", "Servern", tuple(figures), _plots(figures), (_NOTE,))


_NOTE = (
    "Varje fråga är ny för servern, utom de upprepade. Klienterna kör i en egen process på samma "
    "kärnor som servern; vad de själva räknar står som klienternas andel."
)


def warm_up(asker: Asker, embedder: Embedder) -> None:
    for text in islice(asker.questions, 3):
        embedder.embed_query(text)
    for route in ROUTES:
        asker.ask(route, 8, _WARM_UPS)


def embedding_ms(embedder: Embedder, texts: Sequence[str]) -> list[float]:
    times = []
    for text in texts:
        began = time.perf_counter()
        embedder.embed_query(text)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _in_turn(plan: Plan, asker: Asker, embedder: Embedder) -> dict[str, list[Sequence[float]]]:
    """The times in ms of each round: of the embedding alone, and of each route."""
    found: dict[str, list[Sequence[float]]] = {name: [] for name in ("modell", *_names())}
    for _ in range(plan.rounds):
        texts = list(islice(asker.questions, plan.questions))
        found["modell"].append(embedding_ms(embedder, texts))
        for route in ROUTES:
            found[route.name].append(asker.ask(route, 1, plan.questions).ms)
    return found


def _names() -> list[str]:
    return [route.name for route in ROUTES]


def _single(found: dict[str, list[Sequence[float]]]) -> Iterator[Figure]:
    halves = {name: [median(times) for times in rounds] for name, rounds in found.items()}
    times = tuple(one for part in found["modell"] for one in part)
    yield Figure("frågans inbäddning ensam", "ms", times, "1 klient")
    for route in ROUTES:
        share = ratios(halves[route.name], halves["modell"])
        name = f"{route.name} / inbäddning ensam, p50"
        yield Figure(name, "×", share, "kvoter", route.goal)


def crowd(route: Route, clients: int, rounds: Sequence[Served]) -> Iterator[Figure]:
    group = f"{route.name}, {clients} klient{'er' if clients > 1 else ''}"
    for share in (50, 95, 99):
        values = tuple(float(np.percentile(one.ms, share)) for one in rounds)
        yield Figure(f"p{share}", "ms", values, group)
    yield Figure("frågor per sekund", "/s", tuple(one.per_second for one in rounds), group)
    used = tuple(one.client_cpu / one.seconds for one in rounds)
    yield Figure("klienternas andel av en kärna", "", used, group)
    yield Figure("fel", "st", tuple(float(one.errors) for one in rounds), group)


def _against_one(figures: Sequence[Figure]) -> list[Figure]:
    """32 clients beside one."""
    at = {(figure.group, figure.name): figure for figure in figures}
    found = []
    for route in ROUTES:
        one, many = f"{route.name}, 1 klient", f"{route.name}, {CLIENTS[-1]} klienter"
        rate = ratios(at[many, "frågor per sekund"].values, at[one, "frågor per sekund"].values)
        tail = ratios(at[many, "p99"].values, at[one, "p50"].values)
        errors = at[many, "fel"].values
        found += [
            Figure(f"{route.name}: takt vid 32 / 1", "×", rate, "kvoter", Goal(3, at_least=True)),
            Figure(f"{route.name}: p99 vid 32 / p50 vid 1", "×", tail, "kvoter", Goal(10)),
            Figure(f"{route.name}: fel vid 32", "st", (sum(errors),), "kvoter", Goal(0)),
        ]
    return found


def _plots(figures: Sequence[Figure]) -> tuple[Plot, ...]:
    at = {(figure.group, figure.name): figure for figure in figures}
    groups = {clients: f"{clients} klient{'er' if clients > 1 else ''}" for clients in CLIENTS}
    x = tuple(groups.values())

    def series(route: Route, name: str) -> Series:
        values = tuple(at[f"{route.name}, {group}", name].median for group in x)
        return Series(
            f"{route.name}, {name}" if name != "frågor per sekund" else route.name, x, values
        )

    waits = tuple(series(route, name) for route in ROUTES for name in ("p50", "p99"))
    rates = tuple(series(route, "frågor per sekund") for route in ROUTES)
    return (
        Plot("svarstid", "Svarstid", "", "ms", waits, Shape.BARS),
        Plot("takt", "Besvarade frågor", "", "per sekund", rates, Shape.BARS),
    )
