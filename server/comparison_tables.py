"""How a measurement differs from an earlier one, as it is shown on a terminal."""

from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Column, Table

from server.comparison import Change, Comparison
from server.figure_text import NAMES, REWORDED, REWORDED_NAME, interval_text, value_text
from server.figures import Difference
from server.outcome import Outcome


def comparison_tables(comparison: Comparison) -> Iterator[Table | str]:
    """The questions that changed, then the figures, where the terminal ends."""
    yield from _change_tables(comparison)
    yield _figure_table(comparison)
    if left_out := _left_out(comparison):
        yield left_out


def _figure_table(comparison: Comparison) -> Table:
    """One row a figure; bold where the interval of the change leaves out zero."""
    former = comparison.former
    table = Table(
        Column("Mått", no_wrap=True),
        Column("Före", justify="right"),
        Column("Nu", justify="right"),
        Column("Skillnad", justify="right"),
        Column("95 %", justify="right", no_wrap=True),
        title=f"Skillnad på {len(former.measured)} gemensamma frågor",
        title_justify="left",
    )
    for name, difference in comparison.overall.items():
        cells = _difference_cells(name, difference)
        table.add_row(NAMES[name], *cells, style=_style(difference))
        if name == "recall@5" and (reworded := comparison.groups.get(REWORDED)):
            cells = _difference_cells(name, reworded[name])
            table.add_row(REWORDED_NAME, *cells, style=_style(reworded[name]))
    return table


def _difference_cells(name: str, difference: Difference) -> Iterator[str]:
    yield value_text(name, difference.before)
    yield value_text(name, difference.after)
    yield value_text(name, difference.change.value, signed=True)
    yield interval_text(name, difference.change, signed=True)


def _style(difference: Difference) -> str:
    low, high = difference.change.interval
    is_certain = low is not None and high is not None and (low > 0 or high < 0)
    return "bold" if is_certain else ""


def _left_out(comparison: Comparison) -> str | None:
    """What the comparison leaves out, when the two measured different questions."""
    former = comparison.former
    if not (former.only_before or former.only_now):
        return None
    return (
        f"Bara gemensamma frågor jämförs: {former.only_before} finns bara i den tidigare "
        f"mätningen och {former.only_now} bara i den här."
    )


def _change_tables(comparison: Comparison) -> Iterator[Table]:
    """What got better and what got worse, the most changed first."""
    for title, changes in (
        ("Bättre", comparison.better),
        ("Sämre", comparison.worse),
        ("Annorlunda", comparison.other),
    ):
        if changes:
            yield _change_table(f"{title}: {len(changes)}", changes)


def _change_table(title: str, changes: Sequence[Change]) -> Table:
    table = Table(
        Column("Fråga", ratio=1),
        Column("Belägg på plats", no_wrap=True),
        Column("Svar", no_wrap=True),
        Column("1:a citat bär", no_wrap=True),
        Column("Rätt sida", no_wrap=True),
        Column("Måste sägs", no_wrap=True),
        title=title,
        title_justify="left",
        expand=True,
    )
    for change in changes:
        before, after = _shown(change.before), _shown(change.after)
        cells = (
            "" if old == new else f"{old} → {new}" for old, new in zip(before, after, strict=True)
        )
        question = change.question
        table.add_row(f"[dim]{escape(question.id)}[/dim] {escape(question.question)}", *cells)
    return table


def _shown(outcome: Outcome) -> tuple[str, ...]:
    return (
        str(outcome.rank or "–"),
        "vägran" if outcome.refused else "svar",
        _yes_or_no(outcome.first_citation_carries),
        _yes_or_no(outcome.page_exact),
        _yes_or_no(outcome.has_all_must),
    )


def _yes_or_no(value: bool) -> str:
    return "ja" if value else "nej"
