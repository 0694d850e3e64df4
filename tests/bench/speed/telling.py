"""The report for the terminal: a table of goals, then a table for each part."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.speed.figures import Figure, Part

_PIVOT = 3


def show(parts: Sequence[Part], console: Console) -> None:
    for part in parts:
        console.rule(part.title, align="left")
        for table in tables(part):
            console.print(table)
        for note in part.notes:
            console.print(note, style="dim")
    console.rule("Mål", align="left")
    console.print(goals_table(parts))


def tables(part: Part) -> Iterator[Table]:
    """Figures of the same for several groups stand side by side, all others below each other."""
    groups = [group for group in dict.fromkeys(figure.group for figure in part.figures) if group]
    names = {group: _names(part, group) for group in groups}
    alike = [
        group
        for group in groups
        if sum(names[group] == other for other in names.values()) >= _PIVOT
    ]
    if alike:
        yield _pivot(part, alike)
    if rest := [figure for figure in part.figures if figure.group not in alike]:
        yield _listed(rest)


def goals_table(parts: Sequence[Part]) -> Table:
    table = Table("Mått")
    for name in ("Uppmätt", "Mål", "Nått"):
        table.add_column(name, justify="right")
    for part in parts:
        for figure in part.figures:
            if goal := figure.goal:
                sign = "minst" if goal.at_least else "högst"
                met = "ja" if goal.is_met_by(figure.median) else "[bold]nej[/bold]"
                limit = f"{sign} {_told(goal.limit, figure.unit)}"
                table.add_row(f"{part.title}: {figure.name}", _median(figure), limit, met)
    return table


def _names(part: Part, group: str) -> tuple[str, ...]:
    return tuple(figure.name for figure in part.figures if figure.group == group)


def _pivot(part: Part, groups: Sequence[str]) -> Table:
    table = Table("")
    at = {(figure.group, figure.name): figure for figure in part.figures}
    for name in _names(part, groups[0]):
        unit = at[groups[0], name].unit
        table.add_column(f"{name} ({unit})" if unit else name, justify="right")
    for group in groups:
        cells = (at[group, name] for name in _names(part, groups[0]))
        table.add_row(group, *(f"{_number(one.median)}{_around(one)}" for one in cells))
    return table


def _listed(figures: Sequence[Figure]) -> Table:
    table = Table("Mått")
    for name in ("Median", "Kvartiler", "Antal"):
        table.add_column(name, justify="right")
    for figure in figures:
        low, high = figure.spread
        between = f"{_number(low)}–{_number(high)}" if len(figure.values) > 1 else ""
        table.add_row(figure.name, _median(figure), between, str(len(figure.values)))
    return table


def _around(figure: Figure) -> str:
    if len(figure.values) == 1:
        return ""
    low, high = figure.spread
    return f"\n{_number(low)}–{_number(high)}"


def _median(figure: Figure) -> str:
    return _told(figure.median, figure.unit)


def _told(value: float, unit: str) -> str:
    return f"{_number(value)} {unit}".rstrip()


def _number(value: float) -> str:
    """Three digits that say something, with a decimal comma; cosines have more."""
    if 0.9 < abs(value) < 1:
        return f"{value:.4f}".replace(".", ",")
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}".replace(".", ",")
