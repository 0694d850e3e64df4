"""A progress bar for ingest on the terminal; silent where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Gives what ingest reports to, shown on standard error."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Förbereder", total=None)

        def report(doing: str, done: int, total: int) -> None:
            bar.update(task, description=doing[:60], completed=done, total=total)

        yield report
