"""`belagg backup` and `belagg restore`: a whole index in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from index.backup import back_up
from index.restoring import is_older
from index.restoring import restore as restore_backup
from server.console import OUT
from server.settings import load_settings
from server.terminal import IndexOption, WaitOption


def backup(
    file: Annotated[
        Path, typer.Argument(help="Filen som skrivs, till exempel belagg.tar.gz.", metavar="FIL")
    ],
    index: IndexOption = None,
) -> None:
    """Säkerhetskopiera indexet till en fil.

    Servern kan svara och belagg ingest arbeta under tiden: kopian är alltid en hel generation med
    sina dokument. En äldre fil med samma namn ersätts när den nya är klar.
    """
    made = back_up(load_settings(index=index).index, file)
    size = file.stat().st_size / 1_000_000
    OUT.print(f"{file}: {made.generation}, {made.documents} dokument, {size:.1f} MB.")


def restore(
    file: Annotated[Path, typer.Argument(help="Säkerhetskopian.", metavar="FIL")],
    index: IndexOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Ersätt indexet som redan finns i mappen.")
    ] = False,
    wait: WaitOption = 0,
) -> None:
    """Återställ indexet ur en säkerhetskopia.

    Alla kontrollsummor prövas innan något ändras. En server som körs byter till det återställda
    indexet utan att startas om.
    """
    folder = load_settings(index=index).index
    restored = restore_backup(file, folder, replace=replace, wait=wait)
    OUT.print(f"{folder}: återställt från {restored.made}, {restored.documents} dokument.")
    if is_older(folder):
        OUT.print("Indexet är gjort av en äldre version. Bygg om det: belagg ingest --rebuild")
