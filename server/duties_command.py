"""`belagg ansvar`."""

from pathlib import Path
from typing import Annotated

import typer

from index.generation import open_index
from ingest.document import Modality
from server.duties import duties_out, every_duty
from server.duties_csv import write_csv
from server.duties_schema import DUTY, DutiesIn
from server.duties_text import duties_text
from server.schema import FilterStatement
from server.settings import load_settings
from server.terminal import IndexOption, JsonOption, print_result, tell_masked


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
    tell_masked(result.masked)
    print_result(result.model_dump(mode="json") if as_json else duties_text(result))
