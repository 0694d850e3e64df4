"""The `belagg` command: thin, every failure one Swedish line."""

import logging
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from typer import rich_utils

from index.build import Builder, Report, Status
from index.generation import damaged_files, open_index
from index.live import LiveIndex
from ingest.errors import BelaggError
from ingest.limits import Limits
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.ingest_report import report_json, report_table
from server.inspection_file import default_name, write_inspection
from server.opening import open_embedder, open_reranker
from server.presenting import document_out
from server.progress import progress_bar
from server.question_commands import ansvar, ask, evaluate, search
from server.service import Service
from server.settings import load_settings
from server.showing import documents_table
from server.terminal import OUT, IndexOption, JsonOption, print_result

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
for command in (ask, search, ansvar, evaluate):
    app.command()(command)


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
    embedder = open_embedder(settings)
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
    print_result(str(written))
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
        report = Builder(settings.index, open_embedder(settings), progress).remove(document)
    _show_report(report, as_json)


@app.command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Lista dokumenten i indexet."""
    opened = open_index(load_settings(index=index).index)
    listed = [document_out(document, opened.store) for document in opened.store.documents()]
    if as_json:
        print_result([document.model_dump(mode="json") for document in listed])
    else:
        OUT.print(documents_table(listed))


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port att lyssna på.")] = 8000,
) -> None:
    """Starta webbservern."""
    settings = load_settings(index=index)
    open_index(settings.index)
    embedder = open_embedder(settings)
    service = Service(
        LiveIndex(settings.index, embedder, open_reranker(settings)), ExtractiveAnswerer()
    )
    # Whoever asks first shall not wait for the model and the word lists to load.
    service.search("Vem ansvarar för vad?", limit=1)
    OUT.print(f"Belägg svarar på http://{host}:{port} – avsluta med Ctrl+C.")
    uvicorn.run(
        create_app(service, settings), host=host, port=port, log_level="warning", access_log=False
    )


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Kontrollera index och modell."""
    settings = load_settings(index=index)
    damaged = damaged_files(settings.index)
    opened = open_index(settings.index, open_embedder(settings).identity)
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
        print_result(findings)
    else:
        for name, value in findings.items():
            OUT.print(f"{name}: {value or 'inga'}")
    if damaged:
        print("Bygg om indexet: belagg ingest --rebuild", file=sys.stderr)
        raise typer.Exit(1)


def _show_report(report: Report, as_json: bool) -> None:
    if as_json:
        print_result(report_json(report))
        return
    OUT.print(report_table(report))
    OUT.print(f"Indexet har nu {report.documents} dokument.")


if __name__ == "__main__":
    main()
