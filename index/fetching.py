"""Reading many passages at once: a row each, in the order of their numbers as they are given."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from index.annotation import Annotation, unpacked
from index.filters import places
from index.rows import PASSAGE_COLUMNS, SENTENCE_COLUMNS, passage_of, sentence_of
from ingest.document import Passage, Sentence, StatementKind

T = TypeVar("T")
_OF_DOCUMENT = "passages JOIN documents ON documents.number = passages.document"
_KINDS = {kind.value: kind for kind in StatementKind}


def read_passages(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Passage]:
    rows = connection.execute(
        f"SELECT passages.number, {PASSAGE_COLUMNS} FROM {_OF_DOCUMENT} "
        f"WHERE passages.number IN ({places(numbers)})",
        numbers,
    )
    by_number = {number: passage_of(columns) for number, *columns in rows}
    return [by_number[number] for number in numbers]


def read_annotations(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Annotation]:
    rows = connection.execute(
        f"SELECT passage, annotation FROM annotations WHERE passage IN ({places(numbers)})", numbers
    )
    by_number = {number: unpacked(stored) for number, stored in rows}
    return [by_number[number] for number in numbers]


def read_sentences(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[list[Sentence]]:
    """The sentences of each passage, in order."""
    columns = f"{SENTENCE_COLUMNS} FROM sentences JOIN passages ON passages.number = passage"
    return _grouped(connection, numbers, columns, sentence_of)


def read_statement_kinds(
    connection: sqlite3.Connection, numbers: Sequence[int]
) -> list[list[StatementKind]]:
    """The kinds of the statements that each passage's sentences make, in order."""
    return _grouped(connection, numbers, "kind FROM sentences", lambda columns: _KINDS[columns[0]])


def _grouped(
    connection: sqlite3.Connection,
    numbers: Sequence[int],
    columns: str,
    read: Callable[[Sequence[Any]], T],
) -> list[list[T]]:
    """What is read of each sentence's columns, by passage."""
    by_passage: dict[int, list[T]] = {number: [] for number in numbers}
    for passage, *found in connection.execute(
        f"SELECT passage, {columns} WHERE passage IN ({places(numbers)}) ORDER BY sentences.number",
        numbers,
    ):
        by_passage[passage].append(read(found))
    return list(by_passage.values())
