"""The commands that ask: `belagg ask`, `search`, `ansvar` and `evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from index.filters import Filter
from index.generation import open_index
from ingest.document import Modality, Role
from server.comparison import compare, read_former
from server.comparison_tables import comparison_tables
from server.duties import duties_out, every_duty
from server.duties_csv import write_csv
from server.duties_schema import DUTY, DutiesIn
from server.evaluation import evaluate as measure
from server.evaluation_page import write_evaluation
from server.evaluation_tables import evaluation_tables
from server.gold import read_gold
from server.opening import open_service
from server.presenting import ask_out, search_out
from server.progress import progress_bar
from server.schema import FilterStatement
from server.settings import load_settings
from server.showing import answer_text, duties_text, hits_text
from server.terminal import OUT, IndexOption, JsonOption, print_result


def ask(
    question: Annotated[str, typer.Argument(help="Frågan.", metavar="FRÅGA")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ställ en fråga och få ett svar med belagda citat."""
    result = ask_out(open_service(load_settings(index=index)).ask(question), limit=5)
    print_result(result.model_dump(mode="json") if as_json else answer_text(result))


def search(
    query: Annotated[str, typer.Argument(help="Ord eller fråga.", metavar="ORD")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Antal avsnitt.")] = 10,
    roles: Annotated[
        list[Role] | None,
        typer.Option(
            "--role",
            help="Sök i avsnitt av det här slaget, till exempel källförteckning. Kan anges flera "
            "gånger. Annars söks de avsnitt som kan bära ett svar.",
            metavar="SLAG",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Visa vad som talar för varje avsnitt.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Sök avsnitt, utan svar."""
    limits = Filter(roles=tuple(roles or ()))
    found = open_service(load_settings(index=index)).search(query, limit, limits)
    result = search_out(found, limits)
    print_result(result.model_dump(mode="json") if as_json else hits_text(result, explain))


def ansvar(
    index: IndexOption = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--dokument", help="Dokumentets beteckning.", metavar="ID"),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option("--aktor", help="Till exempel kommun eller MAS.", metavar="AKTÖR"),
    ] = None,
    modality: Annotated[
        list[Modality] | None, typer.Option("--modalitet", help="Hur bindande det är.")
    ] = None,
    statement: Annotated[FilterStatement, typer.Option("--typ", help="Typ av uttalande.")] = DUTY,
    text: Annotated[
        str, typer.Option("--sok", help="Ord som ska stå i uttalandet.", metavar="ORD")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="Antal rader.")] = 50,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", help="Skriv hela listan till en fil för Excel.", metavar="FIL.csv"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Lista vem som ansvarar för vad, grupperat efter aktör."""
    asked = DutiesIn(
        actor=actor or [],
        modality=modality or [],
        statement=[statement],
        document=document or [],
        text=text,
        limit=limit,
    )
    opened = open_index(load_settings(index=index).index)
    if csv:
        write_csv(csv, every_duty(opened, asked))
        print_result(str(csv))
        return
    result = duties_out(opened, asked)
    print_result(result.model_dump(mode="json") if as_json else duties_text(result))


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
