"""How each candidate is run: the same questions in, the same figures out.

Imports nothing of Belägg: it runs in the others' environment too.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

COUNT = 5
_WARM_UPS = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, and the name of the file it is from."""

    file: str
    text: str


def run(build: Callable[[Path, Path, Path], T], search: Callable[[T, str, int], list[Hit]]) -> None:
    """Arguments: the folder of PDFs, that of the model, and an empty one to work in; questions as
    a JSON list on stdin. Prints one line of JSON."""
    pdfs, model, work = map(Path, sys.argv[1:4])
    questions: list[str] = json.load(sys.stdin)
    began = time.perf_counter()
    built = build(pdfs, model, work)
    seconds = time.perf_counter() - began
    for question in questions[:_WARM_UPS]:
        search(built, question, COUNT)
    times, hits = [], []
    for question in questions:
        began = time.perf_counter()
        found = search(built, question, COUNT)
        times.append(1000 * (time.perf_counter() - began))
        hits.append([asdict(hit) for hit in found])
    print(json.dumps({"seconds": seconds, "ms": times, "hits": hits}))
