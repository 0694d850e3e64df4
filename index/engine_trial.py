"""Tries each engine of the bundled model: `python -m index.engine_trial FOLDER` prints the choice
and the measurements as a line of JSON."""

import json
import logging
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.batches import batches
from index.engine import (
    ENGINES,
    OPENVINO,
    OPENVINO_BFLOAT16,
    TORCH,
    TORCH_BFLOAT16,
    BundledEngine,
)

FAITHFUL = 0.999
"""The least cosine to the float32 vectors."""
# Torch takes seconds to import at each start, and must be worth them.
_TORCH_FACTOR = 1.2
_ROUNDS = 5
# Then no new round begins, on a machine that is busy with other things.
_SECONDS = 2.0
_QUERIES = (
    "Vem ansvarar för att den enskilde får en fast omsorgskontakt?",
    "hur ofta ska rutinen följas upp",
    "Avvikelser 2023",
)
_SENTENCES = (
    "Sjuksköterskan ansvarar för att läkemedelslistan är aktuell och följs.",
    "Av 290 kommuner svarade 274, vilket motsvarar 94,5 procent av alla.",
    "Nämnden ska följa upp avvikelser minst en gång i kvartalet.",
    "Enligt 3 kap. 1 § socialtjänstlagen hör det till socialnämndens uppgifter.",
    "Personalen får handledning av en dietist två timmar per termin.",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """An engine's best, and its cosines to float32 by another library where there is one."""

    name: str
    query_ms: float
    passages_per_second: float
    cosine_mean: float
    cosine_min: float

    @property
    def cost(self) -> float:
        """Seconds of some questions and some passages."""
        seconds = 10 * self.query_ms / 1000 + 10 / self.passages_per_second
        return seconds * (_TORCH_FACTOR if self.name in (TORCH, TORCH_BFLOAT16) else 1)


def passages() -> list[str]:
    """As long as most in a report, and of several lengths."""
    return [" ".join(_SENTENCES[start:] * 2) for start in range(len(_SENTENCES))]


def opened(folder: Path, names: Iterable[str] = ENGINES) -> dict[str, BundledEngine]:
    """Those of the engines that start here; bfloat16 only where the CPU has it."""
    engines: dict[str, BundledEngine] = {}
    for name in names:
        if name in (OPENVINO_BFLOAT16, TORCH_BFLOAT16) and not _has_bfloat16():
            continue
        try:
            engines[name] = BundledEngine(folder, name)
        except Exception:
            # One that doesn't start is none to choose; open_bundled says when none does.
            logging.getLogger(__name__).debug("%s", name, exc_info=True)
    return engines


def measured(
    engines: Mapping[str, BundledEngine], queries: Sequence[str], texts: Sequence[str]
) -> list[Measured]:
    """Each engine on the same texts, in turn, round by round."""
    vectors = {name: embedded(engine, texts) for name, engine in engines.items()}
    reference = vectors[next(name for name in (TORCH, OPENVINO) if name in vectors)]
    query_times: dict[str, list[float]] = {name: [] for name in engines}
    passage_times: dict[str, list[float]] = {name: [] for name in engines}
    begun = time.perf_counter()
    for number in range(_ROUNDS):
        if number and time.perf_counter() - begun > _SECONDS:
            break
        for name, engine in engines.items():
            for text in queries:
                started = time.perf_counter()
                engine.vectors(engine.prepared([text], query=True))
                query_times[name].append(time.perf_counter() - started)
            started = time.perf_counter()
            embedded(engine, texts)
            passage_times[name].append(time.perf_counter() - started)
    found = []
    for name in engines:
        cosines = np.sum(vectors[name] * reference, axis=1)
        found.append(
            Measured(
                name,
                1000 * min(query_times[name]),
                len(texts) / min(passage_times[name]),
                float(cosines.mean()),
                float(cosines.min()),
            )
        )
    return found


def embedded(engine: BundledEngine, texts: Sequence[str]) -> NDArray[np.float32]:
    prepared = engine.prepared(texts, query=False)
    numbers = list(batches(prepared, engine.budget))
    rows = np.concatenate([engine.vectors([prepared[n] for n in batch]) for batch in numbers])
    return rows[np.argsort(np.concatenate(numbers))]


def choice(measurements: Sequence[Measured]) -> str:
    """The fastest of those that are faithful."""
    faithful = [found for found in measurements if found.cosine_min >= FAITHFUL]
    return min(faithful, key=lambda found: found.cost).name


def _has_bfloat16() -> bool:
    try:
        # Deferred: where OpenVINO doesn't import, the others are still tried.
        from index.openvino_body import processor

        return processor()[1]
    except (ImportError, RuntimeError):
        return False


def main(folder: Path) -> None:
    found = measured(opened(folder), _QUERIES, passages())
    print(json.dumps({"engine": choice(found), "measured": [asdict(each) for each in found]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
