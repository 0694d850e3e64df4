"""The `belagg` command: thin, every failure one Swedish line."""

import logging
import sys

from typer.core import TyperGroup

from ingest.errors import BelaggError
from server.deferred import Deferred, SwedishGroup
from server.harmless import harmless

# Each command with its module and what it does.
_COMMANDS = [
    Deferred(
        "ask", "server.question_commands", "Ställ en fråga och få ett svar med belagda citat."
    ),
    Deferred("search", "server.question_commands", "Sök avsnitt, utan svar."),
    Deferred(
        "ansvar", "server.duties_command", "Lista vem som ansvarar för vad, grupperat efter aktör."
    ),
    Deferred(
        "evaluate", "server.evaluation_command", "Mät sökning, svar och vägran på guldfrågor."
    ),
    Deferred(
        "ingest", "server.index_commands", "Läs in PDF-filer. Oförändrade filer kostar ingenting."
    ),
    Deferred(
        "inspect",
        "server.inspection_command",
        "Granska hur en PDF läses, sida för sida, i en HTML-fil.",
    ),
    Deferred("remove", "server.index_commands", "Ta bort ett dokument ur indexet."),
    Deferred("documents", "server.index_commands", "Lista dokumenten i indexet."),
    Deferred(
        "gaps",
        "server.gaps_command",
        "Visa vad som har frågats och dokumenten inte besvarade.",
    ),
    Deferred("serve", "server.serving", "Starta webbservern."),
    Deferred("backup", "server.backup_commands", "Säkerhetskopiera indexet till en fil."),
    Deferred("restore", "server.backup_commands", "Återställ indexet ur en säkerhetskopia."),
    Deferred("doctor", "server.index_commands", "Kontrollera index och modell."),
]

app: TyperGroup = SwedishGroup(
    name="belagg",
    commands=_COMMANDS,
    help="Belägg: svar ur svenska dokument, där varje citat står på sidan det hänvisar till.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Runs the command; a failure that Belägg explains is one line and exit status 1."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except BelaggError as error:
        print(harmless(str(error)), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
