"""The `belagg` command: thin, every failure one Swedish line."""

import json
import logging
import sys
import webbrowser
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from rich.console import Console
from typer import rich_utils

from index.build import Builder, Report, Status
from index.embedder import SentenceTransformerEmbedder
from index.filters import Filter
from index.generation import damaged_files, open_index
from index.live import LiveIndex
from ingest.document import Modality, Role
from ingest.errors import BelaggError
from ingest.isolation import Limits
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.comparison import compare, read_former
from server.comparison_tables import comparison_tables
from server.duties import duties_out, every_duty
from server.duties_csv import write_csv
from server.duties_schema import DUTY, DutiesIn
from server.evaluation import evaluate
from server.evaluation_page import write_evaluation
from server.evaluation_tables import evaluation_tables
from server.gold import read_gold
from server.ingest_report import report_json, report_table
from server.inspection_file import default_name, write_inspection
from server.presenting import ask_out, document_out, search_out
from server.progress import progress_bar
from server.schema import FilterStatement
from server.service import Service
from server.settings import Settings, load_settings
from server.showing import answer_text, documents_table, duties_text, hits_text

# Typer speaks no Swedish of its own; these are the words that it lets one set.
rich_utils.ARGUMENTS_PANEL_TITLE = "Argument"
rich_utils.OPTIONS_PANEL_TITLE = "Val"
rich_utils.COMMANDS_PANEL_TITLE = "Kommandon"
rich_utils.ERRORS_PANEL_TITLE = "Fel"
rich_utils.REQUIRED_LONG_STRING = "[krävs]"
rich_utils.DEFAULT_STRING = "[förval: {}]"

app = typer.Typer(
    help="Belägg: svar ur svenska dokument, där varje citat står på sidan det hänvisar till.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Into a file or a pipe a table is as wide as it needs to be.
_out = Console(highlight=False, width=None if sys.stdout.isatty() else 200)

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Mappen med indexet.", metavar="MAPP")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Skriv resultatet som JSON.")]


def main() -> None:
    """Runs the command; a failure that Belägg explains is one line and exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except BelaggError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="PDF-filer eller mappar.", metavar="SÖKVÄG...")
    ] = None,
    index: IndexOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Ta bort dokument vars fil inte längre finns.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Läs och bädda in allt på nytt.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Läs in PDF-filer. Oförändrade filer kostar ingenting."""
    settings = load_settings(index=index)
    embedder = _embedder(settings)
    with progress_bar() as progress:
        limits = Limits(settings.read_seconds, settings.read_megabytes)
        builder = Builder(settings.index, embedder, progress, limits, settings.read_workers)
        report = builder.ingest(paths or [], prune=prune, rebuild=rebuild)
    _show_report(report, as_json)
    unread = [outcome for outcome in report.outcomes if outcome.status is Status.FAILED]
    if unread and len(unread) == len(report.outcomes):
        raise typer.Exit(1)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="PDF-filen.", metavar="FIL.pdf")],
    pages: Annotated[str | None, typer.Option(help="Bara dessa sidor.", metavar="3-7,9")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Filen att skriva.", metavar="FIL.html")
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Öppna den i webbläsaren.")] = False,
) -> None:
    """Granska hur en PDF läses, sida för sida, i en HTML-fil."""
    written = output or default_name(file)
    write_inspection(file, written, pages)
    _print(str(written))
    if open_it:
        webbrowser.open(written.resolve().as_uri())


@app.command()
def remove(
    document: Annotated[str, typer.Argument(help="Dokumentets beteckning.", metavar="DOKUMENT")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ta bort ett dokument ur indexet."""
    settings = load_settings(index=index)
    with progress_bar() as progress:
        report = Builder(settings.index, _embedder(settings), progress).remove(document)
    _show_report(report, as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Frågan.", metavar="FRÅGA")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ställ en fråga och få ett svar med belagda citat."""
    result = ask_out(_service(load_settings(index=index)).ask(question), limit=5)
    _print(result.model_dump(mode="json") if as_json else answer_text(result))


@app.command()
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
    found = _service(load_settings(index=index)).search(query, limit, limits)
    result = search_out(found, limits)
    _print(result.model_dump(mode="json") if as_json else hits_text(result, explain))


@app.command()
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
        _print(str(csv))
        return
    result = duties_out(opened, asked)
    _print(result.model_dump(mode="json") if as_json else duties_text(result))


@app.command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Lista dokumenten i indexet."""
    opened = open_index(load_settings(index=index).index)
    listed = [document_out(document, opened.store) for document in opened.store.documents()]
    if as_json:
        _print([document.model_dump(mode="json") for document in listed])
    else:
        _out.print(documents_table(listed))


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port att lyssna på.")] = 8000,
) -> None:
    """Starta webbservern."""
    settings = load_settings(index=index)
    open_index(settings.index)
    embedder = _embedder(settings)
    service = Service(LiveIndex(settings.index, embedder), ExtractiveAnswerer())
    service.searcher()
    embedder.warm_up()
    _out.print(f"Belägg svarar på http://{host}:{port} – avsluta med Ctrl+C.")
    uvicorn.run(create_app(service), host=host, port=port, log_level="warning", access_log=False)


@app.command(name="evaluate")
def evaluate_command(
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
    service = _service(load_settings(index=index))
    with progress_bar() as progress:
        result = evaluate(
            service, questions, lambda done: progress("Ställer frågor", done, len(questions))
        )
    comparison = compare(earlier, result.measured) if earlier else None
    if as_json:
        compared = {"comparison": comparison.as_json()} if comparison else {}
        _print({**result.as_json(), **compared})
    else:
        _out.print(*evaluation_tables(result), sep="\n")
        if comparison:
            _out.print(*comparison_tables(comparison), sep="\n")
    # Last: what was measured is shown even when the page can't be written.
    if page:
        write_evaluation(result, page)
        if not as_json:
            _print(str(page))


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Kontrollera index och modell."""
    settings = load_settings(index=index)
    damaged = damaged_files(settings.index)
    opened = open_index(settings.index, _embedder(settings).identity)
    findings = {
        "index": str(settings.index),
        "generation": opened.generation,
        "modell": opened.manifest.model.name,
        "dokument": len(opened.manifest.entries),
        "avsnitt": len(opened.passages),
        "meningar": len(opened.sentences),
        "skadade filer": damaged,
    }
    if as_json:
        _print(findings)
    else:
        for name, value in findings.items():
            _out.print(f"{name}: {value or 'inga'}")
    if damaged:
        print("Bygg om indexet: belagg ingest --rebuild", file=sys.stderr)
        raise typer.Exit(1)


def _embedder(settings: Settings) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load(settings.model, settings.cache)


def _service(settings: Settings) -> Service:
    # An index that can't be opened is said before seconds are spent on the model.
    open_index(settings.index)
    return Service(LiveIndex(settings.index, _embedder(settings)), ExtractiveAnswerer())


def _show_report(report: Report, as_json: bool) -> None:
    if as_json:
        _print(report_json(report))
        return
    _out.print(report_table(report))
    _out.print(f"Indexet har nu {report.documents} dokument.")


def _print(result: Any) -> None:
    """Text as it is; anything else as JSON."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=2)
    # Not by rich: an answer may hold [brackets] that are its own.
    print(text)


if __name__ == "__main__":
    main()
