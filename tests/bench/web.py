"""make bench-web: what the site weighs, how soon an answer is there, and whether all reach it.

The real server over the sample corpus, warmed up, and Chromium with an empty cache. Times are
medians; since they depend on the machine, each also stands as a ratio to /api/ask alone, which
is asked in turn with the visits.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from rich.console import Console
from rich.table import Table

from tests.bench.visits import (
    Visit,
    Weight,
    ask,
    client_of,
    stops_to_citation,
    violations,
    visit,
    weigh,
)
from tests.chromium import chromium
from tests.sample import sample_servers
from tests.states import ANSWER, ASK, PAGES, PREPARED, Site, explored

STATES = (*PAGES, *PREPARED)
WEIGHED = {
    "frågesidan (HTML)": ASK.path,
    "svarssidan (HTML)": ANSWER.path,
    "belagg.css": "/static/belagg.css",
    "belagg.js": "/static/belagg.js",
    "ikon.svg": "/static/ikon.svg",
    "chattrutan": "/widget.js",
    "varningen för personuppgifter": "/personuppgifter.js",
}
_TIMES = {
    "first_byte": "första byte",
    "load": "laddad (load)",
    "whole": "alla bilder framme",
}
_WARM_UPS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """Weights by name (None: no such file), visits, /api/ask in ms, and what a reader meets."""

    weights: Mapping[str, Weight | None]
    ask_page: Visit
    answer_page: Sequence[Visit]
    api: Sequence[float]
    violations: Mapping[str, int]
    stops: int
    stops_skipping: int


@dataclass(frozen=True, slots=True)
class Timing:
    """The median in ms, and how many times that of /api/ask it is."""

    name: str
    ms: float
    ratio: float


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.web", description=__doc__)
    parser.add_argument("--json", type=Path, help="skriv alla värden hit")
    parser.add_argument("--rounds", type=int, default=15, help="besök per tid (%(default)s)")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 100)
    with sample_servers() as (ready, unready), chromium() as browser:
        report = measured(browser, explored(ready, unready), options.rounds)
    console.print(weight_table(report), timing_table(report), reach_table(report))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=1), encoding="utf-8")


def measured(browser: Browser, site: Site, rounds: int) -> Report:
    answer = site.address(ANSWER)
    with client_of(site) as client:
        for _ in range(_WARM_UPS):
            visit(browser, answer)
            ask(client)
        in_turn = [(visit(browser, answer), ask(client)) for _ in range(rounds)]
        weights = {name: weigh(client, path) for name, path in WEIGHED.items()}
    return Report(
        weights,
        ask_page=visit(browser, site.address(ASK)),
        answer_page=[seen for seen, _ in in_turn],
        api=[ms for _, ms in in_turn],
        violations={state.name: violations(browser, site, state) for state in STATES},
        stops=stops_to_citation(browser, site, skipping=False),
        stops_skipping=stops_to_citation(browser, site, skipping=True),
    )


def timings(report: Report) -> Sequence[Timing]:
    """Of the answer page, after /api/ask itself."""
    alone = median(report.api)
    seen = {
        label: median(getattr(visit, name) for visit in report.answer_page)
        for name, label in _TIMES.items()
    }
    return [Timing(name, ms, ms / alone) for name, ms in {"/api/ask ensamt": alone, **seen}.items()]


def weight_table(report: Report) -> Table:
    table = _table("Vikt", "kB", "kB gzip", "Anrop")
    for name, weight in report.weights.items():
        table.add_row(name, *(_sizes(weight) if weight else ("saknas", "")), "")
    table.add_section()
    for name, seen in (
        ("frågesidan med allt", report.ask_page),
        ("svarssidan med alla bilder", report.answer_page[-1]),
    ):
        table.add_row(name, *_sizes(seen), str(seen.requests))
    return table


def timing_table(report: Report) -> Table:
    table = _table(f"Svarssidan, median av {len(report.api)}", "ms", "× /api/ask")
    for timing in timings(report):
        table.add_row(timing.name, f"{timing.ms:.0f}", f"{timing.ratio:.2f}")
    return table


def reach_table(report: Report) -> Table:
    table = _table("Tillgänglighet", "Antal")
    states = f"fel enligt axe, {len(report.violations)} lägen, ljust och mörkt"
    table.add_row(states, str(sum(report.violations.values())))
    for name, found in report.violations.items():
        if found:
            table.add_row(f"  varav {name}", str(found))
    table.add_row("tabbsteg till svarets första hänvisning", str(report.stops))
    table.add_row("tabbsteg dit via Hoppa till innehållet", str(report.stops_skipping))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _sizes(weight: Weight | Visit) -> tuple[str, str]:
    return f"{weight.raw / 1000:.1f}", f"{weight.sent / 1000:.1f}"


if __name__ == "__main__":
    main()
