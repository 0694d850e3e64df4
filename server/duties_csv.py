"""The list of duties as CSV that a Swedish Excel opens right: semicolons, since the comma is
its decimal sign, and a byte order mark, without which it takes UTF-8 for Windows-1252. Printed
page labels are written as "s. 3/4", which by itself it takes for the third of April.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from server.duties_schema import DutyOut
from server.errors import OutputError

_HEADINGS = (
    "Aktör",
    "Inledning",
    "Citat",
    "Typ",
    "Grad",
    "Dokument",
    "Utgivare",
    "År",
    "Avsnitt",
    "Sida",
    "Sida i filen",
    "Fil",
    "Hänvisning",
    "Länk",
)
# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What makes it a date, a time or a number in powers of ten: "1-2", "3/4", "7:30", "2E5".
_TAKEN_FOR_ANOTHER = re.compile(r"\d+(?:[-/.:,eE ]\d+)+")


def csv_lines(duties: Iterable[DutyOut], site: str = "") -> Iterator[str]:
    """One line for each row, after the headings; `site` goes before the links."""
    yield _line(_HEADINGS)
    for duty in duties:
        yield _line(_cells(duty, site))


def encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """As they stand in a file."""
    yield codecs.BOM_UTF8
    yield from (line.encode() for line in lines)


def write_csv(path: Path, duties: Iterable[DutyOut]) -> None:
    """Raises OutputError."""
    try:
        path.write_bytes(b"".join(encoded(csv_lines(duties))))
    except OSError as error:
        raise OutputError(f"{path} går inte att skriva: {error.strerror}.") from error


def _cells(duty: DutyOut, site: str) -> tuple[str, ...]:
    document = duty.document
    return (
        duty.group,
        duty.lead_in or "",
        duty.quote,
        duty.statement,
        duty.modality or "",
        document.title,
        document.publisher,
        str(document.year or ""),
        " › ".join(duty.section),
        f"s. {duty.page_label}",
        str(duty.page),
        document.file,
        duty.reference,
        f"{site}{duty.page_url}",
    )


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(map(_as_text, cells))
    return line.getvalue()


def _as_text(cell: str) -> str:
    changed = cell.startswith(_FORMULA) or _TAKEN_FOR_ANOTHER.fullmatch(cell)
    return f"'{cell}" if changed else cell
