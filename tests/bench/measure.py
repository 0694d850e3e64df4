"""One file in its own process: `python -m tests.bench.measure FILE` prints a Row as JSON.

Pages per second is parse_pdf alone, the better of two runs (the first also reads the word
list and whatever else is read once a process); so is pdftotext's time. Peak memory is of
the whole process, with Python and all imports, after the first run.
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from ingest.errors import IngestError
from ingest.parsing import parse_pdf
from tests.bench.ours import words_by_page
from tests.bench.words import Place, compare, words_of

_SHOWN = 200
_T = TypeVar("_T")


@dataclass(slots=True)
class Row:
    """What the bench knows of one file; the lists name the page first."""

    file: str
    error: str | None = None
    pages: int = 0
    recognised: int = 0
    words: int = 0
    found: dict[str, int] = field(default_factory=dict)
    worst_page: int = 0
    worst_share: float = 1.0
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    pdftotext_seconds: float = 0.0
    peak_mb: float = 0.0
    examples: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def pdftotext(path: Path) -> list[str]:
    """Their pages. Only -raw and -layout keep the hyphens of line ends (the default gives
    "hälsooch"), and only -raw keeps the lines of a table cell together."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace").split("\f")[:-1]


def measure(path: Path) -> Row:
    row = Row(str(path))
    try:
        first, content = _timed(lambda: parse_pdf(path).content)
    except IngestError as error:
        row.error = str(error)
        return row
    row.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row.seconds = min(first, _timed(lambda: parse_pdf(path))[0])
    first, theirs = _timed(lambda: pdftotext(path))
    row.pdftotext_seconds = min(first, _timed(lambda: pdftotext(path))[0])
    row.pages = len(content.pages)
    row.recognised = sum(page.recognised for page in content.pages)
    ours = words_by_page(content)
    found: Counter[Place] = Counter()
    lists: dict[str, list[tuple[int, str]]] = {}
    for page, text in zip(content.pages, theirs, strict=True):
        if page.recognised:
            continue
        result = compare(words_of(text), dict(ours[page.number]))
        row.words += result.words
        found += result.found
        if result.share < row.worst_share:
            row.worst_page, row.worst_share = page.number, result.share
        for name in ("missing", "foreign", "joined", "split"):
            listed = lists.setdefault(name, [])
            listed += [(page.number, word) for word in getattr(result, name)]
    row.found = {place.name.lower(): found[place] for place in Place}
    row.counts = {name: len(listed) for name, listed in lists.items()}
    row.examples = {name: listed[:_SHOWN] for name, listed in lists.items()}
    return row


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


if __name__ == "__main__":
    json.dump(asdict(measure(Path(sys.argv[1]))), sys.stdout)
