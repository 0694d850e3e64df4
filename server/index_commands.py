"""The commands that tend an index: `belagg ingest`, `remove`, `documents` and `doctor`."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from index.build import Builder, Report, Status
from index.embedder import Embedder, ModelIdentity
from index.errors import IndexDamagedError
from index.examination import Flaw, examine, newest_manifest
from index.generation import PASSAGES, SENTENCES, open_index
from index.last_good import open_last_good
from index.manifest import Entry, Manifest
from index.preparation import Progress
from ingest.limits import Limits
from server.console import OUT
from server.document_table import documents_table, personal_data
from server.image_cache import ImageCache
from server.ingest_report import report_json, report_table
from server.opening import open_embedder
from server.presenting import document_out
from server.progress import progress_bar
from server.settings import Settings, load_settings
from server.terminal import IndexOption, JsonOption, WaitOption, print_result


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
    wait: WaitOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Läs in PDF-filer. Oförändrade filer kostar ingenting."""
    settings = load_settings(index=index)
    embedder = open_embedder(settings)
    with progress_bar() as progress:
        builder = _builder(settings, embedder, progress, wait)
        with _images_follow(settings):
            report = builder.ingest(paths or [], prune=prune, rebuild=rebuild)
    _show_report(report, as_json)
    unread = [outcome for outcome in report.outcomes if outcome.status is Status.FAILED]
    if unread and len(unread) == len(report.outcomes):
        raise typer.Exit(1)


def remove(
    document: Annotated[str, typer.Argument(help="Dokumentets beteckning.", metavar="DOKUMENT")],
    index: IndexOption = None,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Ta bort ett dokument ur indexet."""
    settings = load_settings(index=index)
    with progress_bar() as progress:
        builder = Builder(settings.index, open_embedder(settings), progress, wait=wait)
        with _images_follow(settings):
            report = builder.remove(document)
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


def doctor(
    index: IndexOption = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Laga det som är skadat, ur det som är helt.")
    ] = False,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Kontrollera varje fil i indexet, och modellen."""
    settings = load_settings(index=index)
    embedder = open_embedder(settings)
    found = examine(settings.index)
    lost = _repair(settings, embedder, wait) if repair and found else []
    left = examine(settings.index) if repair and found else found
    told = {
        "index": str(settings.index),
        **_facts(settings.index, embedder.identity),
        "lagade filer": _told(_mended(found, left, lost)),
        "förlorade dokument": _told(Flaw(entry.path, "går inte att läsa igen") for entry in lost),
        "skadade filer": _told(left),
    }
    if as_json:
        print_result(told)
    else:
        _print_lines(told)
    if left or lost:
        print(_advice(repaired=repair), file=sys.stderr)
        raise typer.Exit(1)


@contextmanager
def _images_follow(settings: Settings) -> Iterator[None]:
    """The page images of documents that leave the index go with them, and so do those of documents
    that are shown in another way or to others, also when only some files could be read."""
    before = _shown(settings.index)
    try:
        yield
    finally:
        gone = {document for document, *_ in before - _shown(settings.index)}
        ImageCache(settings.cache, settings.image_megabytes).forget(gone)


def _shown(folder: Path) -> set[tuple[str, bool, tuple[str, ...]]]:
    """Each document, whether something in it is covered, and to which groups it is shown."""
    manifest = newest_manifest(folder)
    entries = manifest.entries if manifest else ()
    return {(one.id, one.description.covered, one.description.groups) for one in entries}


def _repair(settings: Settings, embedder: Embedder, wait: float) -> list[Entry]:
    """Gives the documents that were lost."""
    with progress_bar() as progress:
        return _builder(settings, embedder, progress, wait).repair()


def _builder(settings: Settings, embedder: Embedder, progress: Progress, wait: float) -> Builder:
    limits = Limits(settings.read_seconds, settings.read_megabytes, settings.read_file_megabytes)
    return Builder(settings.index, embedder, progress, limits, settings.read_workers, wait)


def _mended(found: Iterable[Flaw], left: Iterable[Flaw], lost: Iterable[Entry]) -> Iterator[Flaw]:
    """What is gone of a lost document has not been mended."""
    places = tuple(f"documents/{entry.id}" for entry in lost)
    return (flaw for flaw in found if flaw not in left and not flaw.file.startswith(places))


def _facts(folder: Path, model: ModelIdentity) -> dict[str, Any]:
    """What a server would serve, and why that is not the current generation."""
    try:
        opened, fallback = open_last_good(folder, model, verified=True)
    except IndexDamagedError as error:
        return {"generation": None, "fel": str(error)}
    return {
        "generation": opened.generation,
        **({"fel": fallback} if fallback else {}),
        "modell": opened.manifest.model.name,
        "dokument": len(opened.manifest.entries),
        "avsnitt": len(opened.keywords),
        "meningar": opened.manifest.sentences,
        "sökning": search_kind(opened.manifest),
    }


def _told(flaws: Iterable[Flaw]) -> list[dict[str, str]]:
    return [{"fil": flaw.file, "fel": flaw.found} for flaw in flaws]


def _print_lines(told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, list):
            value = "".join(f"\n  {one['fil']}: {one['fel']}" for one in value)
        OUT.print(escape(f"{name}: {value or ('ingen' if value is None else 'inga')}"))


def _advice(*, repaired: bool) -> str:
    if repaired:
        return (
            "Allt gick inte att laga. Lägg tillbaka PDF-filerna där de lästes in och kör samma "
            "kommando igen. Förlorade dokument läses in på nytt: belagg ingest MAPP"
        )
    return "Laga indexet: belagg doctor --repair"


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
