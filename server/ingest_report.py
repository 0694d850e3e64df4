"""What an ingest did, for the terminal and as JSON."""

import os
import shlex
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from index.build import Outcome, Report, Status
from ingest.beside import WHOLE_FILE
from ingest.document import PersonalDataOnPage
from ingest.reading import Reading
from server.console import cell
from server.harmless import harmless

_MOST_REMARKS = 3
_PERSONAL_DATA = "Personuppgifter, täckta för läsare om inte katalogen säger annat"
_UNCOUNTED = frozenset({Status.FAILED, Status.DUPLICATE, Status.REMOVED})


def report_json(report: Report) -> dict[str, Any]:
    return {
        "generation": report.generation,
        "documents": report.documents,
        "files": [
            {
                "file": str(outcome.path),
                "status": outcome.status.value,
                "pages": outcome.pages,
                "passages": outcome.passages,
                "note": outcome.note,
                "reading": asdict(outcome.reading) if outcome.reading else None,
            }
            for outcome in report.outcomes
        ],
    }


def report_table(report: Report) -> Table:
    """One row a file; the last column says how it was read."""
    table = Table("Fil", "Resultat", "Sidor", "Avsnitt", "Anmärkning", show_lines=True)
    for outcome in report.outcomes:
        counted = outcome.status not in _UNCOUNTED
        table.add_row(
            cell(outcome.path.name),
            outcome.status.value,
            str(outcome.pages) if counted else "–",
            str(outcome.passages) if counted else "–",
            escape(harmless("\n".join(_notes(outcome)))),
        )
    return table


def _notes(outcome: Outcome) -> Iterator[str]:
    if outcome.note:
        yield outcome.note
    if outcome.reading:
        yield from _reading_notes(outcome.reading, outcome.path)


def _reading_notes(reading: Reading, path: Path) -> Iterator[str]:
    if reading.recognised:
        yield f"Inläst ur bild (OCR): {reading.recognised} av {reading.pages} sidor"
    if reading.left_out:
        parts = (f"{left.reason} {_places(left.places)}" for left in reading.left_out)
        yield f"Utelämnat: {', '.join(parts)}"
    if reading.set_aside:
        parts = (f"{aside.role} {aside.passages} avsnitt" for aside in reading.set_aside)
        yield f"Svarar inte på frågor: {', '.join(parts)}"
    if reading.personal_data:
        yield f"{_PERSONAL_DATA}: {', '.join(map(_personal_data, reading.personal_data))}"
    if reading.lost:
        yield f"Varken inläst eller redovisat: {reading.lost} tecken"
    for remark in reading.remarks[:_MOST_REMARKS]:
        yield f"Sidan {remark.page}: {remark.text}"
    more = len(reading.remarks) - _MOST_REMARKS
    if more > 0:
        yield f"… och {more} till: {_inspection(path)}"
    elif reading.lost:
        yield f"Se var: {_inspection(path)}"


def _personal_data(data: PersonalDataOnPage) -> str:
    if data.page == WHOLE_FILE:
        where = "bland filens egna uppgifter"
    else:
        where = f"{'i anteckning eller fält ' if data.beside else ''}på sidan {data.page}"
    return f"{data.count} {data.kind} {where}"


def _places(count: int) -> str:
    return f"på {count} ställe" if count == 1 else f"på {count} ställen"


def _inspection(path: Path) -> str:
    """The command that shows the file page by page, to copy."""
    relative = os.path.relpath(path)
    shown = str(path) if relative.startswith("..") else relative
    return f"belagg inspect {shlex.quote(shown)}"
