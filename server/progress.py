"""What a long command is doing: bars on a terminal, a line now and then in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from index.preparation import Progress as Report
from server.console import cell
from server.harmless import harmless

# Texts that are embedded; all else is counted in files or questions, the steps of the whole.
_TEXTS = "Bäddar in"
_SECONDS_BETWEEN_LINES = 30.0
_SECONDS_TO_JUDGE = 5.0


class Pace:
    """How fast texts are embedded, and how long the whole has left if it goes on as hitherto."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._begun = now()
        self._step, self._steps = 0, 0
        self._within = 0.0
        self._text: tuple[str, int] = ("", 0)
        self._texts = 0
        self._first_text = 0.0

    def count(self, doing: str, done: int, total: int) -> None:
        if not doing.startswith(_TEXTS):
            self._step, self._steps, self._within = done, total, 0.0
            return
        self._within = done / total if total else 0.0
        self._first_text = self._first_text or self._now()
        before = self._text[1] if self._text[0] == doing else 0
        self._texts += done - before
        self._text = (doing, done)

    def remaining(self) -> str:
        """By the files done and the part of the present one that is embedded."""
        elapsed = self._now() - self._begun
        share = (self._step + self._within) / self._steps if self._steps else 0.0
        if elapsed < _SECONDS_TO_JUDGE or not 0 < share < 1:
            return ""
        seconds = elapsed * (1 - share) / share
        minutes = round(seconds / 60)
        return f"ungefär {minutes} min kvar" if minutes else "mindre än en minut kvar"

    def rate(self) -> str:
        elapsed = self._now() - self._first_text
        if not self._first_text or elapsed < _SECONDS_TO_JUDGE:
            return ""
        return f"{self._texts / elapsed:.0f} texter/s"

    def told(self) -> str:
        return ", ".join(part for part in (self.rate(), self.remaining()) if part)


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Gives what ingest reports to, shown on standard error."""
    if sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield plain_lines(lambda line: print(line, file=sys.stderr, flush=True))


def plain_lines(write: Callable[[str], None], now: Callable[[], float] = monotonic) -> Report:
    """A line at most twice a minute: a log tells that work goes on, and how far it has come."""
    pace = Pace(now)
    latest = now()

    def report(doing: str, done: int, total: int) -> None:
        nonlocal latest
        pace.count(doing, done, total)
        if now() - latest >= _SECONDS_BETWEEN_LINES:
            latest = now()
            told = pace.told()
            write(f"{harmless(doing)}, {done} av {total}" + (f" ({told})" if told else ""))

    return report


@contextmanager
def _bar() -> Iterator[Report]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}"),
    )
    pace = Pace()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Förbereder", total=None, told="")

        def report(doing: str, done: int, total: int) -> None:
            pace.count(doing, done, total)
            bar.update(
                task, description=cell(doing[:60]), completed=done, total=total, told=pace.told()
            )

        yield report
