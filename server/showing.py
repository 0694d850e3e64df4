"""Answers and documents as they are shown on a terminal."""

from collections.abc import Iterator
from itertools import groupby

from rich.table import Column, Table

from ingest.document import NumberKind
from server.duties_schema import DutiesOut
from server.schema import AskOut, DocumentOut, HitOut, RankedOut, SearchOut
from server.signal_names import SIGNAL_NAMES


def answer_text(result: AskOut) -> str:
    """The answer with its sources, or the refusal with the nearest passages."""
    lines: list[str] = []
    if result.answer:
        for sentence in result.answer.sentences:
            marks = "".join(f"[{number}]" for number in sentence.citations)
            lines += [f"{sentence.text} {marks}", ""]
        lines.append("Källor")
        for citation in result.citations:
            lines += [f"[{citation.number}] {citation.reference}", f"    ”{citation.quote}”"]
            lines += [f"    Fotnot: {n.text} (s. {n.page_label})" for n in citation.notes]
    if result.refusal:
        lines.append(result.refusal.message)
        if result.related:
            lines += ["", "Närmast till hands"]
            lines += [f"  • {_hit_line(hit)}" for hit in result.related]
    return "\n".join(lines)


def hits_text(result: SearchOut, explain: bool = False) -> str:
    if not result.hits:
        return "Inga avsnitt passar."
    lines = []
    for rank, hit in enumerate(result.hits, 1):
        lines.append(f"{rank:>3}. {hit.score:.2f}  {_hit_line(hit)}")
        if explain:
            lines.append(f"       {_parts_line(hit)}")
    return "\n".join(lines)


def _parts_line(hit: RankedOut) -> str:
    """What each signal adds, the sum first: in standard deviations among the candidates."""
    parts = (
        f"{name} {hit.parts[signal]:+.2f}".replace(".", ",")
        for signal, name in SIGNAL_NAMES.items()
        if signal in hit.parts
    )
    return f"relevans {sum(hit.parts.values()):+.2f}".replace(".", ",") + " = " + " · ".join(parts)


def _hit_line(hit: HitOut) -> str:
    return f"{hit.reference}\n       ”{hit.quote}”"


def duties_text(result: DutiesOut) -> str:
    """The rows under their actors."""
    lines: list[str] = []
    for actor, of_actor in groupby(result.rows, lambda row: row.group):
        lines += ["", f"{actor[:1].upper()}{actor[1:]} ({result.counts.actor[actor]})"]
        for row in of_actor:
            lead_in = f"{row.lead_in} … " if row.lead_in else ""
            grade = f", {row.modality}" if row.modality else ""
            lines += [
                f"  • ”{lead_in}{row.quote}”",
                f"    {row.reference} [{row.statement}{grade}]",
            ]
    if len(result.rows) < result.total:
        lines += ["", f"{len(result.rows)} av {result.total} rader. --csv FIL.csv skriver alla."]
    return "\n".join(lines).strip() or "Inga uttalanden passar."


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
            document.title,
            document.publisher,
            document.kind,
            "\n".join(_particulars(document)) or "–",
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
