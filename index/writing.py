"""Writes one generation's SQLite file from documents and their contents."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.swedish import Analyser, count_words
from ingest.document import Content, Description, Document, Passage, Sentence

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT NOT NULL, year INTEGER, kind TEXT NOT NULL, source TEXT, guessed TEXT NOT NULL
);
CREATE TABLE pages (
    document INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL,
    section TEXT NOT NULL, text TEXT NOT NULL, spans TEXT NOT NULL
);
CREATE TABLE sentences (
    number INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, kind TEXT NOT NULL, modality TEXT, actors TEXT NOT NULL,
    lead_start INTEGER, lead_end INTEGER
);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX sentences_by_passage ON sentences (passage);
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE keywords USING fts5 (
    title, section, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE terms USING fts5vocab (keywords, row);
"""


def write_store(path: Path, documents: Sequence[tuple[Document, Content]]) -> None:
    """Writes a new file at `path`; equal documents in equal order give equal bytes."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        with connection:
            _write(connection, documents)
        connection.execute("INSERT INTO keywords(keywords) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, documents: Sequence[tuple[Document, Content]]) -> None:
    vocabulary = count_words(
        passage.text for _, content in documents for passage in content.passages
    )
    connection.executemany("INSERT INTO words VALUES (?, ?)", sorted(vocabulary.items()))
    analyser = Analyser(vocabulary)
    passages = sentences = 0
    for number, (document, content) in enumerate(documents):
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _document_row(number, document),
        )
        connection.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?)",
            ((number, page.number, page.label, page.text) for page in content.pages),
        )
        numbers = {passage.id: passages + i for i, passage in enumerate(content.passages)}
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (_passage_row(numbers[passage.id], number, passage) for passage in content.passages),
        )
        connection.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                _sentence_row(sentences + i, numbers[sentence.passage_id], sentence)
                for i, sentence in enumerate(content.sentences)
            ),
        )
        connection.executemany(
            "INSERT INTO keywords (rowid, title, section, text) VALUES (?, ?, ?, ?)",
            _keyword_rows(passages, document.description, content, analyser),
        )
        passages += len(content.passages)
        sentences += len(content.sentences)


def _document_row(number: int, document: Document) -> tuple[Any, ...]:
    description = document.description
    return (
        number,
        document.id,
        document.file,
        description.title,
        description.publisher,
        description.year,
        description.kind.value,
        description.source,
        json.dumps(description.guessed),
    )


def _passage_row(number: int, document: int, passage: Passage) -> tuple[Any, ...]:
    spans = [(span.start, span.end, span.page, span.offset) for span in passage.spans]
    section = json.dumps(passage.section, ensure_ascii=False)
    return number, passage.id, document, section, passage.text, json.dumps(spans)


def _sentence_row(number: int, passage: int, sentence: Sentence) -> tuple[Any, ...]:
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
    )


def _keyword_rows(
    first: int, description: Description, content: Content, analyser: Analyser
) -> Iterator[tuple[int, str, str, str]]:
    title = " ".join(analyser.terms(description.title))
    for number, passage in enumerate(content.passages, start=first + 1):
        section = " ".join(analyser.terms(" ".join(passage.section)))
        yield number, title, section, " ".join(analyser.terms(passage.text))
