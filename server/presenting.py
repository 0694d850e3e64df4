"""Answers and hits in the shape of the HTTP interface: with addresses, labels, references."""

from collections.abc import Iterable, Mapping
from typing import Any

from index.filters import Filter
from index.generation import Index
from index.store import Store
from ingest.document import Document, StatementKind
from server.answer import Answer, Citation, Quote, Refusal
from server.answering import hit_citation, note_quotes
from server.keeping import once_for_each
from server.masking import masked_in
from server.references import reference
from server.schema import (
    AnswerOut,
    AskOut,
    CitationOut,
    DocumentOut,
    DocumentRef,
    HitOut,
    NoteOut,
    RankedOut,
    RefusalOut,
    SearchOut,
    SentenceOut,
)
from server.service import Answered, Found


def ask_out(answered: Answered, limit: int) -> AskOut:
    """The citations are numbered from 1."""
    answer = answered.answer
    index = answered.searcher.index
    return AskOut(
        question=answered.question,
        understood_as=answered.understood_as,
        masked=masked_in(answered.question),
        answer=_answer_out(answer),
        refusal=refusal_out(answer.refusal) if answer.refusal else None,
        citations=tuple(
            citation_out(number, citation, index)
            for number, citation in enumerate(answer.citations, 1)
        ),
        related=related_out(answer.related[:limit], index),
        timings_ms=_rounded(answered.timings_ms),
    )


def numbered_after(before: int, answer: AskOut) -> AskOut:
    """The answer where `before` citations have been numbered already."""
    sentences = answer.answer.sentences if answer.answer else ()
    changes: dict[str, Any] = {
        "citations": tuple(
            citation.model_copy(update={"number": before + citation.number})
            for citation in answer.citations
        ),
        "answer": answer.answer
        and answer.answer.model_copy(
            update={
                "sentences": tuple(
                    SentenceOut(text=one.text, citations=tuple(before + n for n in one.citations))
                    for one in sentences
                )
            }
        ),
    }
    return answer.model_copy(update=changes)


def with_related(answer: AskOut, limit: int) -> AskOut:
    """The answer with so much of its further reading."""
    return answer.model_copy(update={"related": answer.related[:limit]})


def citation_out(number: int, citation: Citation, index: Index) -> CitationOut:
    return CitationOut(number=number, **hit_fields(citation, index))


def related_out(related: Iterable[Citation], index: Index) -> tuple[HitOut, ...]:
    return tuple(HitOut(**hit_fields(citation, index)) for citation in related)


def refusal_out(refusal: Refusal) -> RefusalOut:
    return RefusalOut(reason=refusal.reason, message=refusal.message, missing=refusal.missing)


def search_out(found: Found, limits: Filter) -> SearchOut:
    """Each hit is shown by its best sentence that the filter lets through."""
    results = found.results
    return SearchOut(
        query=found.query,
        understood_as=results.query.text,
        masked=masked_in(found.query),
        hits=tuple(
            RankedOut(
                **hit_fields(hit_citation(hit, limits), found.searcher.index),
                parts={str(name): round(added, 3) for name, added in hit.parts.items()},
            )
            for hit in results.hits
            if hit.sentences
        ),
        timings_ms=_rounded(found.timings_ms),
    )


def document_out(document: Document, store: Store) -> DocumentOut:
    shown = _shown_documents(store)
    if document.id not in shown:
        shown[document.id] = _document_out(document, store)
    return shown[document.id]


@once_for_each
def _shown_documents(store: Store) -> dict[str, DocumentOut]:
    """Those that have been shown: counting the sentences of one takes a millisecond."""
    return {}


def _document_out(document: Document, store: Store) -> DocumentOut:
    counts = store.counts(document.id)
    description = document.description
    return DocumentOut(
        **document_ref(document).model_dump(),
        source=description.source,
        numbers=description.numbers,
        validity=description.validity,
        edition=description.edition,
        replaces=description.replaces,
        guessed=description.guessed,
        pages=counts["pages"],
        passages=counts["passages"],
        statements={kind: counts[kind.value] for kind in StatementKind},
    )


def document_ref(document: Document) -> DocumentRef:
    description = document.description
    return DocumentRef(
        id=document.id,
        title=description.title,
        publisher=description.publisher,
        year=description.year,
        kind=description.kind,
        file=document.file,
    )


def page_url(citation: Citation) -> str:
    """The page view with the quote marked, and what is read with it."""
    return f"{_page_path(citation.quote)}?{_marked(citation)}"


def image_url(citation: Citation) -> str:
    """The page's image, marked in the same way."""
    return f"{_page_path(citation.quote)}.png?{_marked(citation)}"


def file_url(document_id: str, page: int) -> str:
    """The PDF itself, opened at the page."""
    return f"/dokument/{document_id}/fil#page={page}"


def _page_path(quote: Quote) -> str:
    return f"/dokument/{quote.passage.document_id}/sida/{quote.page}"


def _marked(citation: Citation) -> str:
    return "&".join(f"citat={quote.key}" for quote in (citation.quote, *citation.beside))


def hit_fields(citation: Citation, index: Index) -> dict[str, Any]:
    """The fields of a HitOut."""
    quote = citation.quote
    store = index.store
    document = store.document(quote.passage.document_id)
    labels = store.labels(document.id)
    pages = dict.fromkeys((quote.page, quote.last_page))
    return {
        "document": document_ref(document),
        "section": quote.passage.section,
        "page": quote.page,
        "page_end": quote.last_page,
        "page_label": labels[quote.page],
        "quote": quote.text,
        "passage": quote.passage.text,
        "role": quote.passage.role,
        "notes": tuple(_note_out(note, labels) for note in note_quotes(citation, index)),
        "statement": citation.statement.kind,
        "modality": citation.statement.modality,
        "actor": citation.statement.actors,
        "score": round(citation.score, 4),
        "page_url": page_url(citation),
        "image_url": image_url(citation),
        "file_url": None if document.description.covered else file_url(document.id, quote.page),
        "reference": reference(document.description, tuple(labels[page] for page in pages)),
    }


def _note_out(note: Quote, labels: Mapping[int, str]) -> NoteOut:
    return NoteOut(
        text=note.text,
        page=note.page,
        page_label=labels[note.page],
        page_url=f"{_page_path(note)}?citat={note.key}",
    )


def _answer_out(answer: Answer) -> AnswerOut | None:
    if answer.refusal:
        return None
    sentences = tuple(
        SentenceOut(text=sentence.text, citations=sentence.citations)
        for sentence in answer.sentences
    )
    return AnswerOut(sentences=sentences, origin=answer.origin)


def _rounded(timings: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in timings.items()}
