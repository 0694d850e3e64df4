"""Figures over gold questions as they are shown on a terminal."""

from collections.abc import Iterator

from rich import box
from rich.markup import escape
from rich.table import Column, Table

from server.evaluation import Evaluation
from server.figure_text import NAMES, REWORDED, REWORDED_NAME, interval_text, value_text
from server.figures import Estimate, Figures

_GROUPINGS = {"kind": "Sort", "style": "Stil", "persona": "Roll", "document": "Dokument"}
_IN_GROUPS = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "mrr": "MRR",
    "first_citation": "1:a citat",
    "must": "måste",
    "refusal_recall": "vägran: täckning",
    "refusal_precision": "vägran: precision",
}


def evaluation_tables(evaluation: Evaluation) -> Iterator[Table]:
    """The whole last, where the terminal ends."""
    yield from _group_tables(evaluation)
    yield _overall_table(evaluation)


def _overall_table(evaluation: Evaluation) -> Table:
    """One row a figure; the questions in other words than the text's have one of their own."""
    overall = evaluation.overall
    table = Table(
        Column("Mått", no_wrap=True),
        Column("Värde", justify="right"),
        Column("95 %", justify="right", no_wrap=True),
        title=f"Alla {overall.questions} frågor",
        title_justify="left",
    )
    for name, estimate in overall.estimates.items():
        table.add_row(NAMES[name], *_estimate_cells(name, estimate))
        if name == "recall@5" and (reworded := evaluation.groups.get(REWORDED)):
            cells = _estimate_cells(name, reworded.estimates[name])
            table.add_row(REWORDED_NAME, *cells, style="bold")
    return table


def _estimate_cells(name: str, estimate: Estimate) -> tuple[str, str]:
    return value_text(name, estimate.value), interval_text(name, estimate)


def _group_tables(evaluation: Evaluation) -> Iterator[Table]:
    """A table for each grouping with the figures that decide, each over its interval; the
    rest is in the JSON."""
    for grouping, title in _GROUPINGS.items():
        table = Table(
            Column(title, overflow="fold", min_width=14),
            Column("antal", justify="right"),
            *(Column(heading, justify="right") for heading in _IN_GROUPS.values()),
            box=box.SIMPLE_HEAD,
        )
        for name, group in evaluation.groups.items():
            if name.startswith(f"{grouping}:"):
                style = "bold" if name == REWORDED else ""
                table.add_row(escape(name.partition(":")[2]), *_group_cells(group), style=style)
        if table.row_count:
            yield table


def _group_cells(group: Figures) -> Iterator[str]:
    yield str(group.questions)
    for name in _IN_GROUPS:
        estimate = group.estimates[name]
        yield f"{value_text(name, estimate.value)}\n[dim]{_short_interval(estimate)}[/dim]"


def _short_interval(estimate: Estimate) -> str:
    """With two decimals, so that seven stand side by side."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{estimate.low:.2f}–{estimate.high:.2f}".replace(".", ",")
