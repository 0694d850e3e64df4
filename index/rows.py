"""A document, a page, a passage and a sentence as rows of the SQLite file, both ways.

`COLUMNS` name what is read, in the order that the readers take; the writers give whole rows.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from index.audience import audience
from ingest.document import (
    Description,
    Document,
    Modality,
    Page,
    Passage,
    Role,
    Sentence,
    Span,
    Statement,
    StatementKind,
)

DOCUMENT_COLUMNS = "id, file, description"
PAGE_COLUMNS = "pages.number, label, text, recognised"
PASSAGE_COLUMNS = "passages.id, documents.id, section, text, spans, role"
SENTENCE_COLUMNS = (
    "passages.id, start, end, sentences.kind, modality, actors, lead_start, lead_end, notes"
)
SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT NOT NULL, year INTEGER, kind TEXT NOT NULL, description TEXT NOT NULL,
    audience TEXT NOT NULL
);
CREATE TABLE pages (
    document INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
    recognised INTEGER NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL,
    role TEXT NOT NULL, section TEXT NOT NULL, text TEXT NOT NULL, spans TEXT NOT NULL
);
CREATE TABLE sentences (
    number INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, kind TEXT NOT NULL, modality TEXT, actors TEXT NOT NULL,
    lead_start INTEGER, lead_end INTEGER, notes TEXT NOT NULL
);
CREATE TABLE annotations (passage INTEGER PRIMARY KEY, annotation TEXT NOT NULL);
CREATE TABLE words (
    word TEXT NOT NULL, audience TEXT NOT NULL, count INTEGER NOT NULL, stem TEXT NOT NULL,
    PRIMARY KEY (word, audience)
) WITHOUT ROWID;
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX sentences_by_passage ON sentences (passage);
"""
_DESCRIPTION = TypeAdapter(Description)
_DESCRIBED = 1000


def document_row(number: int, document: Document) -> tuple[Any, ...]:
    """The whole description, and apart from it what a filter looks at."""
    description = document.description
    return (
        number,
        document.id,
        document.file,
        description.title,
        description.publisher,
        description.year,
        description.kind.value,
        _DESCRIPTION.dump_json(description).decode(),
        audience(description.groups),
    )


def document_of(row: Sequence[Any]) -> Document:
    identity, file, description = row
    return Document(identity, file, description_of(description))


@lru_cache(_DESCRIBED)
def description_of(stored: str) -> Description:
    """Kept, since one document's is asked for again and again."""
    return _DESCRIPTION.validate_json(stored)


def page_row(document: int, page: Page) -> tuple[Any, ...]:
    return document, page.number, page.label, page.text, int(page.recognised)


def page_of(row: Sequence[Any]) -> Page:
    number, label, text, recognised = row
    return Page(number, label, text, bool(recognised))


def passage_row(number: int, document: int, passage: Passage) -> tuple[Any, ...]:
    spans = [(span.start, span.end, span.page, span.offset) for span in passage.spans]
    section = json.dumps(passage.section, ensure_ascii=False)
    role = passage.role.value
    return number, passage.id, document, role, section, passage.text, json.dumps(spans)


def passage_of(row: Sequence[Any]) -> Passage:
    identity, document_id, section, text, spans, role = row
    return Passage(
        identity,
        document_id,
        tuple(json.loads(section)),
        text,
        tuple(Span(*span) for span in json.loads(spans)),
        Role(role),
    )


def sentence_row(number: int, passage: int, sentence: Sentence) -> tuple[Any, ...]:
    statement = sentence.statement
    return (
        number,
        passage,
        sentence.start,
        sentence.end,
        statement.kind.value,
        statement.modality.value if statement.modality else None,
        json.dumps(statement.actors, ensure_ascii=False),
        *(sentence.lead_in or (None, None)),
        json.dumps(sentence.notes),
    )


def sentence_of(row: Sequence[Any]) -> Sentence:
    passage_id, start, end, kind, modality, actors, lead_start, lead_end, notes = row
    statement = Statement(
        StatementKind(kind), Modality(modality) if modality else None, tuple(json.loads(actors))
    )
    lead_in = None if lead_start is None else (lead_start, lead_end)
    return Sentence(passage_id, start, end, statement, lead_in, tuple(json.loads(notes)))
