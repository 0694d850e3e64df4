"""`belagg evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from server.comparison import compare, read_former
from server.comparison_tables import comparison_tables
from server.console import OUT
from server.evaluation import evaluate as measure
from server.evaluation_page import write_evaluation
from server.evaluation_tables import evaluation_tables
from server.gold import read_gold
from server.opening import open_service
from server.progress import progress_bar
from server.settings import load_settings
from server.terminal import IndexOption, JsonOption, print_result


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Guldfrågor.", metavar="GULD.jsonl")],
    index: IndexOption = None,
    former: Annotated[
        Path | None,
        typer.Option(
            "--compare",
            help="Jämför med en tidigare mätning, skriven med --json.",
            metavar="TIDIGARE.json",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page",
            help="Skriv en sida med varje fråga, dess svar och kandidater.",
            metavar="FIL.html",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Mät sökning, svar och vägran på guldfrågor."""
    questions = read_gold(gold)
    earlier = read_former(former, questions) if former else None
    service = open_service(load_settings(index=index))
    with progress_bar() as progress:
        result = measure(
            service, questions, lambda done: progress("Ställer frågor", done, len(questions))
        )
    comparison = compare(earlier, result.measured) if earlier else None
    if as_json:
        compared = {"comparison": comparison.as_json()} if comparison else {}
        print_result({**result.as_json(), **compared})
    else:
        OUT.print(*evaluation_tables(result), sep="\n")
        if comparison:
            OUT.print(*comparison_tables(comparison), sep="\n")
    # Last: what was measured is shown even when the page can't be written.
    if page:
        write_evaluation(result, page)
        if not as_json:
            print_result(str(page))
