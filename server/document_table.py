"""Documents as they are shown on a terminal."""

from collections.abc import Iterator, Mapping

from rich.table import Column, Table

from index.manifest import Entry
from ingest.document import NumberKind
from server.schema import DocumentOut


def personal_data(entry: Entry) -> str:
    """What the operator is told of personal data in a document; nothing where there is none."""
    covered = entry.description.covered
    if not entry.personal_data:
        return "täckta i titeln" if covered else ""
    return f"{entry.personal_data} {'täckta' if covered else 'visas'}"


def documents_table(documents: list[DocumentOut], personal: Mapping[str, str]) -> Table:
    """`personal` is what is told of personal data, by document id."""
    table = Table(
        Column("Beteckning", no_wrap=True),
        "År",
        "Titel",
        "Utgivare",
        "Slag",
        "Nummer, giltighet, utgåva",
        "Sidor",
        "Avsnitt",
        "Personuppgifter",
    )
    for document in documents:
        table.add_row(
            document.id,
            str(document.year or "–"),
            document.title,
            document.publisher,
            document.kind,
            "\n".join(_particulars(document)) or "–",
            str(document.pages),
            str(document.passages),
            personal.get(document.id) or "–",
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
