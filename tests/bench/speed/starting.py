"""How soon Belägg is there: the server, the first answer, and `belagg ask` from the terminal."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.speed.figures import Figure, Goal, Part, Say
from tests.bench.speed.memory import memory_of
from tests.bench.speed.plan import Plan
from tests.bench.speed.questions import base_questions
from tests.bench.speed.running import belagg, serving

_IMPORTED = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
_TRACED = ("-X", "importtime")
_NOTE = (
    "Importerna är summan av egen tid enligt python -X importtime i en start för sig, och vårt är "
    "resten av samma start. Filerna ligger i operativsystemets cache: starten är kall för "
    "programmet, inte för disken."
)


def measured(plan: Plan, say: Say) -> Part:
    question = base_questions(plan.gold, plan.index)[0]
    rounds = range(1 if plan.quick else plan.rounds)
    log = plan.work / "start.log"
    ready, answered, memory, alone, helped = [], [], [], [], []
    for number in rounds:
        say(f"startar servern, {number + 1} av {len(rounds)}")
        began = time.perf_counter()
        with serving(plan.index, log) as server:
            ready.append(server.ready_seconds)
            server.post("/api/ask", {"question": question})
            answered.append(time.perf_counter() - began)
            memory.append(memory_of(server.process).pss)
            helped.append(_ask(plan, question))
        say(f"belagg ask utan server, {number + 1} av {len(rounds)}")
        alone.append(_ask(plan, question))
    say("startar servern med importerna räknade")
    traced = [_traced(plan.index, log) for _ in rounds]
    return Part(
        "start",
        "Start",
        (
            _seconds("servern redo", ready, Goal(5)),
            _seconds("servern: första svaret", answered),
            _seconds("servern: importer", [imports for imports, _ in traced]),
            _seconds("servern: vårt", [ours for _, ours in traced], Goal(0.5)),
            _seconds("belagg ask, ingen server", alone, Goal(6)),
            _seconds("belagg ask, en server igång", helped, Goal(0.3)),
            Figure("servern: minne (PSS)", "MB", tuple(memory)),
        ),
        notes=(_NOTE,),
    )


def imported_seconds(trace: str) -> float:
    """The sum of what each module took itself."""
    return sum(map(int, _IMPORTED.findall(trace))) / 1e6


def _traced(index: Path, log: Path) -> tuple[float, float]:
    """The seconds that imports took, and all the rest, until the server was ready."""
    with serving(index, log, _TRACED) as server:
        imports = imported_seconds(log.read_text(encoding="utf-8", errors="replace"))
        return imports, server.ready_seconds - imports


def _ask(plan: Plan, question: str) -> float:
    """The seconds of the whole command; it finds a server over the same index by itself."""
    return belagg("ask", question, "--index", str(plan.index), "--json").seconds


def _seconds(name: str, values: Sequence[float], goal: Goal | None = None) -> Figure:
    return Figure(name, "s", tuple(values), goal=goal)
