"""Writes one generation's SQLite file, a document at a time, and the count of its words."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.annotation import TermReader, annotation, packed
from index.audience import audience, is_seen_by_all
from index.fetching import read_sentences
from index.inflection import stem
from index.rows import (
    PASSAGE_COLUMNS,
    SCHEMA,
    description_of,
    document_row,
    page_row,
    passage_of,
    passage_row,
    sentence_row,
)
from index.words import words
from ingest.document import Content, Document

_TABLES = ("pages", "passages")
_OF_PASSAGES = ("sentences", "annotations")

AnalyserOf = Callable[[str], TermReader]
"""What reads the terms of a passage, by its document's audience."""


class StoreWriter:
    """Writes a new file, or changes one that was copied; equal steps give equal bytes."""

    def __init__(self, path: Path) -> None:
        is_new = not path.is_file()
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Half-written files are thrown away: there is nothing to go back to.
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if is_new:
            self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")
        self._words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for word, of, count in self._connection.execute("SELECT word, audience, count FROM words"):
            self._words[of][word] = count
        (following,) = self._connection.execute(
            "SELECT coalesce(max(number) + 1, 0) FROM documents"
        ).fetchone()
        self._next = int(following)

    def vocabulary(self, seen_with: str) -> Counter[str]:
        """How often each word stands in the passages that are seen by everyone who sees what is
        for this audience."""
        counts = Counter[str]()
        for of, words_ in self._words.items():
            if is_seen_by_all(of, seen_with):
                counts.update(words_)
        return counts

    def add(self, document: Document, content: Content, passage: int, sentence: int) -> int:
        """Adds a document whose passages and sentences have numbers from these on; gives its
        own number."""
        number = self._next
        self._next += 1
        numbers = {one.id: passage + place for place, one in enumerate(content.passages)}
        rows = {
            "documents": [document_row(number, document)],
            "pages": [page_row(number, page) for page in content.pages],
            "passages": [passage_row(numbers[one.id], number, one) for one in content.passages],
            "sentences": [
                sentence_row(sentence + place, numbers[one.passage_id], one)
                for place, one in enumerate(content.sentences)
            ],
        }
        for table, values in rows.items():
            if values:
                marks = ", ".join("?" * len(values[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
        for one in content.passages:
            self._words[audience(document.description.groups)].update(words(one.text))
        return number

    def remove(self, document_id: str) -> NDArray[np.int64]:
        """Takes a document out; gives the numbers of its passages."""
        number, of = self._connection.execute(
            "SELECT number, audience FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        passages = self._connection.execute(
            "SELECT number, text FROM passages WHERE document = ? ORDER BY number", (number,)
        ).fetchall()
        for passage, text in passages:
            self._words[of].subtract(words(text))
            for table in _OF_PASSAGES:
                self._connection.execute(f"DELETE FROM {table} WHERE passage = ?", (passage,))
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
        self._connection.execute("DELETE FROM documents WHERE number = ?", (number,))
        return np.array([passage for passage, _ in passages], np.int64)

    def searched_texts(self, first: int) -> Iterator[tuple[str, str, str, str]]:
        """The audience, the title, the headings and the text of each passage from number `first`
        on."""
        rows = self._connection.execute(
            "SELECT audience, title, section, text FROM passages "
            "JOIN documents ON documents.number = passages.document "
            "WHERE passages.number >= ? ORDER BY passages.number",
            (first,),
        )
        for of, title, section, text in rows:
            yield of, title, " ".join(json.loads(section)), text

    def annotate(self, first: int, analyser: AnalyserOf) -> None:
        """Notes what the passages from number `first` on name and how their sentences answer."""
        self._connection.executemany(
            "INSERT INTO annotations VALUES (?, ?)", self._annotations(first, analyser)
        )

    def _annotations(self, first: int, analyser: AnalyserOf) -> Iterator[tuple[int, str]]:
        rows = self._connection.execute(
            f"SELECT passages.number, audience, description, {PASSAGE_COLUMNS} FROM passages "
            "JOIN documents ON documents.number = passages.document "
            "WHERE passages.number >= ? ORDER BY passages.number",
            (first,),
        )
        for number, of, description, *columns in rows:
            [sentences] = read_sentences(self._connection, [number])
            described = description_of(description)
            found = annotation(described, passage_of(columns), sentences, analyser(of))
            yield number, packed(found)

    def finish(self) -> None:
        self._connection.execute("DELETE FROM words")
        counted = sorted(
            (word, of, count, stem(word))
            for of, counts in self._words.items()
            for word, count in counts.items()
            if count
        )
        self._connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", counted)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
