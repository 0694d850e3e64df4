"""Writes one generation's SQLite file from documents and their contents."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.annotation import annotation, packed
from index.inflection import stem
from index.lexicon import Lexicon
from index.rows import SCHEMA, document_row, page_row, passage_row, sentence_row
from index.swedish import Analyser
from index.words import count_words
from ingest.document import Content, Description, Document, Sentence

_KEYWORDS = """
CREATE TABLE words (
    word TEXT PRIMARY KEY, count INTEGER NOT NULL, stem TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE keywords USING fts5 (
    title, section, text, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE terms USING fts5vocab (keywords, row);
"""


def write_store(path: Path, documents: Sequence[tuple[Document, Content]]) -> None:
    """Writes a new file at `path`; equal documents in equal order give equal bytes."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCHEMA + _KEYWORDS)
        with connection:
            _write(connection, documents)
        connection.execute("INSERT INTO keywords(keywords) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, documents: Sequence[tuple[Document, Content]]) -> None:
    counts = count_words(passage.text for _, content in documents for passage in content.passages)
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?)",
        ((word, count, stem(word)) for word, count in sorted(counts.items())),
    )
    analyser = Analyser(Lexicon.of(counts))
    passages = sentences = 0
    for number, (document, content) in enumerate(documents):
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            document_row(number, document),
        )
        connection.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            (page_row(number, page) for page in content.pages),
        )
        numbers = {passage.id: passages + i for i, passage in enumerate(content.passages)}
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (passage_row(numbers[passage.id], number, passage) for passage in content.passages),
        )
        connection.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sentence_row(sentences + i, numbers[sentence.passage_id], sentence)
                for i, sentence in enumerate(content.sentences)
            ),
        )
        connection.executemany(
            "INSERT INTO keywords (rowid, title, section, text) VALUES (?, ?, ?, ?)",
            _keyword_rows(passages, document.description, content, analyser),
        )
        connection.executemany(
            "INSERT INTO annotations VALUES (?, ?)",
            _annotation_rows(passages, document.description, content, analyser),
        )
        passages += len(content.passages)
        sentences += len(content.sentences)


def _keyword_rows(
    first: int, description: Description, content: Content, analyser: Analyser
) -> Iterator[tuple[int, str, str, str]]:
    title = " ".join(analyser.terms(description.title))
    for number, passage in enumerate(content.passages, start=first + 1):
        section = " ".join(analyser.terms(" ".join(passage.section)))
        yield number, title, section, " ".join(analyser.terms(passage.text))


def _annotation_rows(
    first: int, description: Description, content: Content, analyser: Analyser
) -> Iterator[tuple[int, str]]:
    by_passage: dict[str, list[Sentence]] = {passage.id: [] for passage in content.passages}
    for sentence in content.sentences:
        by_passage[sentence.passage_id].append(sentence)
    for number, passage in enumerate(content.passages, start=first):
        found = annotation(description, passage, by_passage[passage.id], analyser)
        yield number, packed(found)
