"""Documents as they are shown on a terminal."""

from collections.abc import Iterator

from rich.table import Column, Table

from ingest.document import NumberKind
from server.console import cell
from server.schema import DocumentOut


def documents_table(documents: list[DocumentOut]) -> Table:
    table = Table(
        Column("Beteckning", no_wrap=True),
        "År",
        "Titel",
        "Utgivare",
        "Slag",
        "Nummer, giltighet, utgåva",
        "Sidor",
        "Avsnitt",
    )
    for document in documents:
        table.add_row(
            document.id,
            str(document.year or "–"),
            cell(document.title),
            cell(document.publisher),
            document.kind,
            "\n".join(map(cell, _particulars(document))) or "–",
            str(document.pages),
            str(document.passages),
        )
    return table


def _particulars(document: DocumentOut) -> Iterator[str]:
    for number in document.numbers:
        is_named = number.kind is NumberKind.SERIES
        yield number.value if is_named else f"{number.kind} {number.value}"
    if document.validity:
        yield f"gäller {document.validity}"
    if document.edition:
        yield document.edition
    for replaced in document.replaces:
        yield f"ersätter {replaced}"
