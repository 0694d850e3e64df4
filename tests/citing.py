"""Documents and conversations to refer to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.document import Description, Document, Kind, Number, NumberKind, Role, StatementKind
from server.citation_sources import listed
from server.citation_styles import Styled, in_styles
from server.citation_text import plain
from server.cited import Cited
from server.schema import AnswerOut, AskOut, CitationOut, DocumentRef, RefusalOut, SentenceOut

TODAY = date(2026, 11, 22)
ARTICLE = Number(NumberKind.ARTICLE, "2020-1-1")
CASE = Number(NumberKind.CASE, "VON 2022/187")
URL = "https://exempel.se/rapport.pdf"


def document(
    title: str = "Vård och omsorg",
    publisher: str = "Socialstyrelsen",
    year: int | None = 2020,
    id: str = "0123456789abcdef",
    **fields: Any,
) -> Document:
    fields = {"kind": Kind.OTHER, "source": URL, **fields}
    return Document(id, "rapport-2020.pdf", Description(title, publisher, year, **fields))


def law(title: str = "Hälso- och sjukvårdslag", number: str = "SFS 2017:30") -> Document:
    return document(
        title,
        "Socialdepartementet",
        2017,
        id="fedcba9876543210",
        kind=Kind.REGULATION,
        numbers=(Number(NumberKind.SERIES, number),),
    )


def styled(*documents: Document, labels: tuple[str, ...] = ("5",)) -> list[tuple[Styled, ...]]:
    return [in_styles(source, labels, TODAY) for source in listed(documents).values()]


def entries(of: Document) -> list[str]:
    return [plain(style.entry) for style in styled(of)[0]]


def in_text(of: Document, labels: tuple[str, ...] = ("5",)) -> list[str]:
    return [plain(style.in_text) for style in styled(of, labels=labels)[0]]


@dataclass(frozen=True, slots=True)
class Quoted:
    document: Document
    quote: str
    labels: tuple[str, ...] = ("5",)


def cited(quoted: Sequence[Quoted]) -> dict[int, Cited]:
    sources = listed(one.document for one in quoted)
    return {
        number: Cited(_citation(number, one), sources[one.document.id], one.labels)
        for number, one in enumerate(quoted, 1)
    }


def turn(
    question: str,
    sentences: Sequence[tuple[str, tuple[int, ...]]] = (),
    refusal: RefusalOut | None = None,
) -> AskOut:
    said = tuple(SentenceOut(text=text, citations=numbers) for text, numbers in sentences)
    return AskOut(
        question=question,
        understood_as=question,
        answer=None if refusal else AnswerOut(sentences=said, origin="extract"),
        refusal=refusal,
        citations=(),
        related=(),
        timings_ms={},
    )


def _citation(number: int, quoted: Quoted) -> CitationOut:
    description = quoted.document.description
    page = int(quoted.labels[0])
    return CitationOut(
        number=number,
        document=DocumentRef(
            id=quoted.document.id,
            title=description.title,
            publisher=description.publisher,
            year=description.year,
            kind=description.kind,
            file=quoted.document.file,
        ),
        section=(),
        page=page,
        page_end=int(quoted.labels[-1]),
        page_label=quoted.labels[0],
        quote=quoted.quote,
        passage=quoted.quote,
        role=Role.TEXT,
        notes=(),
        statement=StatementKind.OTHER,
        modality=None,
        actor=(),
        score=1,
        page_url=f"/dokument/{quoted.document.id}/sida/{page}?citat=a.0.{number}",
        image_url="",
        file_url="",
        reference="",
    )
