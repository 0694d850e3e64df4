"""SQLite: documents, pages, passages, sentences, and how often each word stands.

Written once for each generation and then only read: opening never writes. Passages and
sentences are numbered as their vectors are.
"""

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.annotation import Annotation
from index.duties import Duty, DutyCounts, Window, count_duties, find_duties
from index.errors import UnknownDocumentError
from index.fetching import (
    read_annotations,
    read_passages,
    read_sentences,
    read_statement_kinds,
)
from index.filters import ACTOR, ACTORS, NO_LIMITS, Filter, places
from index.lexicon import Lexicon
from index.rows import (
    DOCUMENT_COLUMNS,
    PAGE_COLUMNS,
    PASSAGE_COLUMNS,
    document_of,
    page_of,
    passage_of,
)
from index.views import restrict
from ingest.document import ANSWERING, Document, Page, Passage, Sentence, StatementKind

_KEPT = 1000
_ROLES = tuple(sorted(role.value for role in ANSWERING))


class Store:
    """One generation's SQLite file, opened for reading by any number of threads; all of it, or
    what is for some audiences."""

    def __init__(self, path: Path, audiences: frozenset[str] | None = None) -> None:
        self._path = path
        self._audiences = audiences
        self._local = threading.local()
        # Each hit that is shown asks for those of its document.
        self.labels = lru_cache(_KEPT)(self._labels)

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # immutable: no lock files, no journal; a generation never changes.
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True
            )
            # SQLite's own lower() leaves Å, Ä and Ö as they are.
            connection.create_function("casefold", 1, str.casefold, deterministic=True)
            if self._audiences is not None:
                restrict(connection, self._audiences)
            self._local.connection = connection
        return connection

    def cut_to(self, audiences: frozenset[str]) -> "Store":
        """The same file as if there were nothing else in it than what is for these audiences."""
        return Store(self._path, audiences)

    def documents(self, limits: Filter = NO_LIMITS) -> list[Document]:
        """The documents that a filter lets through, newest first."""
        condition, values = limits.document_condition()
        rows = self._connection.execute(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {condition} "
            "ORDER BY year DESC, title, id",
            values,
        )
        return [document_of(row) for row in rows]

    def document(self, document_id: str) -> Document:
        """Raises UnknownDocumentError."""
        row = self._connection.execute(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        if row is None:
            raise UnknownDocumentError(
                f"Det finns inget dokument med beteckningen {document_id!r} i indexet. "
                "De som finns står i dokumentlistan: belagg documents"
            )
        return document_of(row)

    def counts(self, document_id: str) -> dict[str, int]:
        """Numbers of pages, passages, and sentences that may answer, by type of statement."""
        counts = dict(
            zip(
                ("pages", "passages"),
                self._connection.execute(
                    "SELECT (SELECT COUNT(*) FROM pages WHERE document = d.number), "
                    "(SELECT COUNT(*) FROM passages WHERE document = d.number) "
                    "FROM documents AS d WHERE id = ?",
                    (document_id,),
                ).fetchone(),
                strict=True,
            )
        )
        by_kind = self._connection.execute(
            "SELECT sentences.kind, COUNT(*) FROM sentences "
            "JOIN passages ON passages.number = sentences.passage "
            "JOIN documents ON documents.number = passages.document "
            f"WHERE documents.id = ? AND role IN ({places(_ROLES)}) GROUP BY sentences.kind",
            (document_id, *_ROLES),
        )
        return {**counts, **{kind.value: 0 for kind in StatementKind}, **dict(by_kind)}

    def page(self, document_id: str, number: int) -> Page | None:
        row = self._connection.execute(
            f"SELECT {PAGE_COLUMNS} FROM pages "
            "JOIN documents ON documents.number = pages.document "
            "WHERE documents.id = ? AND pages.number = ?",
            (document_id, number),
        ).fetchone()
        return page_of(row) if row else None

    def _labels(self, document_id: str) -> Mapping[int, str]:
        """The printed label of each page."""
        return dict(
            self._connection.execute(
                "SELECT pages.number, label FROM pages "
                "JOIN documents ON documents.number = pages.document "
                "WHERE documents.id = ? ORDER BY pages.number",
                (document_id,),
            )
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        return read_passages(self._connection, numbers)

    def annotations(self, numbers: Sequence[int]) -> list[Annotation]:
        return read_annotations(self._connection, numbers)

    def passage_by_id(self, passage_id: str) -> Passage | None:
        row = self._connection.execute(
            f"SELECT {PASSAGE_COLUMNS} FROM passages "
            "JOIN documents ON documents.number = passages.document "
            "WHERE passages.id = ?",
            (passage_id,),
        ).fetchone()
        return passage_of(row) if row else None

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of a document in reading order."""
        rows = self._connection.execute(
            f"SELECT {PASSAGE_COLUMNS} FROM passages "
            "JOIN documents ON documents.number = passages.document "
            "WHERE documents.id = ? ORDER BY passages.number",
            (document_id,),
        )
        return [passage_of(row) for row in rows]

    def sections(self, document_id: str) -> list[tuple[str, ...]]:
        """The heading paths of a document's answering passages in order, each once."""
        rows = self._connection.execute(
            "SELECT section FROM passages "
            "JOIN documents ON documents.number = passages.document "
            f"WHERE documents.id = ? AND role IN ({places(_ROLES)}) "
            "GROUP BY section ORDER BY MIN(passages.number)",
            (document_id, *_ROLES),
        )
        return [tuple(json.loads(row[0])) for row in rows]

    def sentences(self, numbers: Sequence[int]) -> list[list[Sentence]]:
        """Of each of these passages, in order."""
        return read_sentences(self._connection, numbers)

    def statement_kinds(self, numbers: Sequence[int]) -> list[list[StatementKind]]:
        """Of each sentence of each of these passages, in order."""
        return read_statement_kinds(self._connection, numbers)

    def duties(self, limits: Filter, text: str, window: Window) -> list[Duty]:
        """The statements that a filter lets through and that hold all words of a text."""
        return find_duties(self._connection, limits, text, window)

    def duty_counts(self, limits: Filter, text: str) -> DutyCounts:
        return count_duties(self._connection, limits, text)

    def recognised(self) -> tuple[int, int]:
        """Numbers of documents and of pages with text read off pictures."""
        documents, pages = self._connection.execute(
            "SELECT COUNT(DISTINCT document), COUNT(*) FROM pages WHERE recognised"
        ).fetchone()
        return documents, pages

    def actors(self) -> set[str]:
        """All that a filter may name as actor."""
        rows = self._connection.execute(f"SELECT DISTINCT {ACTOR} FROM sentences {ACTORS}")
        return {row[0] for row in rows}

    def document_numbers(self, limits: Filter) -> NDArray[np.int64]:
        """The numbers of all documents that a filter lets through."""
        condition, values = limits.document_condition()
        rows = self._connection.execute(f"SELECT number FROM documents WHERE {condition}", values)
        return np.fromiter((row[0] for row in rows), np.int64)

    def passage_numbers(self, limits: Filter) -> NDArray[np.int64]:
        """The numbers of all passages that a filter lets through, ascending."""
        condition, values = limits.passage_condition()
        rows = self._connection.execute(
            "SELECT passages.number FROM passages "
            "JOIN documents ON documents.number = passages.document "
            f"WHERE {condition} ORDER BY passages.number",
            values,
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def lexicon(self) -> Lexicon:
        stems = self._connection.execute("SELECT stem, SUM(count) FROM words GROUP BY stem")
        counts = self._connection.execute("SELECT word, count FROM words")
        return Lexicon(dict(counts), dict(stems))

    def close(self) -> None:
        """Closes this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
