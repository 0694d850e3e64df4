"""The commands that tend an index: `belagg ingest`, `remove`, `documents` and `doctor`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from index.build import Builder, Report, Status
from index.generation import PASSAGES, SENTENCES, Manifest, damaged_files, open_index
from ingest.limits import Limits
from server.console import OUT
from server.document_table import documents_table, personal_data
from server.ingest_report import report_json, report_table
from server.opening import open_embedder
from server.presenting import document_out
from server.progress import progress_bar
from server.settings import load_settings
from server.terminal import IndexOption, JsonOption, print_result


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


def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Lista dokumenten i indexet."""
    opened = open_index(load_settings(index=index).index)
    listed = [document_out(document, opened.store) for document in opened.store.documents()]
    personal = {entry.id: personal_data(entry) for entry in opened.manifest.entries}
    if as_json:
        print_result(
            [
                {**document.model_dump(mode="json"), "personal_data": personal[document.id]}
                for document in listed
            ]
        )
    else:
        OUT.print(documents_table(listed, personal))


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
        "avsnitt": len(opened.keywords),
        "meningar": opened.manifest.sentences,
        "sökning": search_kind(opened.manifest),
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


def search_kind(manifest: Manifest) -> str:
    """Whether all vectors are looked at; where not, how many of the nearest are found."""
    if not manifest.recall:
        return "exakt"
    names = {PASSAGES: "avsnitten", SENTENCES: "meningarna"}
    shares = (
        f"{100 * share:.1f} % av de närmaste {names[kind]}".replace(".", ",")
        for kind, share in manifest.recall.items()
    )
    return f"ungefärlig: hittar {' och '.join(shares)}"


def _show_report(report: Report, as_json: bool) -> None:
    if as_json:
        print_result(report_json(report))
        return
    OUT.print(report_table(report))
    OUT.print(f"Indexet har nu {report.documents} dokument.")
