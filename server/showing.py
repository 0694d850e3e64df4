"""Answers, documents and figures as they are shown on a terminal."""

from collections.abc import Iterator
from itertools import groupby

from rich.table import Column, Table

from ingest.document import NumberKind
from server.duties_schema import DutiesOut
from server.evaluation import RANKS, Evaluation, Figures
from server.schema import AskOut, DocumentOut, HitOut, SearchOut

_GROUP_NAMES = {"kind": "sort", "style": "stil"}


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


def hits_text(result: SearchOut) -> str:
    if not result.hits:
        return "Inga avsnitt passar."
    return "\n".join(
        f"{rank:>3}. {hit.score:.2f}  {_hit_line(hit)}" for rank, hit in enumerate(result.hits, 1)
    )


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


def evaluation_table(evaluation: Evaluation) -> Table:
    table = Table(
        "Frågor",
        "antal",
        *(f"R@{k}" for k in RANKS),
        "MRR",
        "1:a citat",
        "rätt sida",
        "måste",
        "tecken",
        "vägran: täckning",
        "precision",
    )
    table.add_row("alla", *_cells(evaluation.overall), end_section=True)
    for name, figures in evaluation.groups.items():
        group, _, value = name.partition(":")
        table.add_row(f"{_GROUP_NAMES[group]} {value}", *_cells(figures))
    return table


def _cells(figures: Figures) -> list[str]:
    has_answers = figures.mrr is not None
    return [
        str(figures.questions),
        *(_number(figures.recall[f"@{k}"] if has_answers else None) for k in RANKS),
        _number(figures.mrr),
        _number(figures.first_citation),
        _number(figures.page_exactness),
        _number(figures.must),
        "–" if figures.median_characters is None else f"{figures.median_characters:.0f}",
        _number(figures.refusal_recall),
        _number(figures.refusal_precision),
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")
