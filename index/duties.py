"""Who is responsible for what: statements listed by the actors that they name.

A statement that names several actors is listed for each of them.
"""

import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from index.filters import ACTOR, ACTORS, NO_ACTOR, Filter
from index.rows import PASSAGE_COLUMNS, SENTENCE_COLUMNS, passage_of, sentence_of
from ingest.document import Modality, Passage, Sentence, StatementKind

_JOINED = (
    "FROM sentences JOIN passages ON passages.number = sentences.passage "
    f"JOIN documents ON documents.number = passages.document {ACTORS}"
)
# What words are sought in: the sentence, the lead-in that it needs, and the headings above it.
_WORDS = (
    "casefold(substr(passages.text, sentences.start + 1, sentences.end - sentences.start) || ' ' "
    "|| coalesce(substr(passages.text, lead_start + 1, lead_end - lead_start), '') || ' ' "
    "|| passages.section)"
)
# A lead-in says nothing without its items, which are listed with it.
_IS_WHOLE = (
    "NOT EXISTS (SELECT 1 FROM sentences AS item WHERE item.passage = sentences.passage "
    "AND item.lead_start = sentences.start AND item.lead_end = sentences.end "
    "AND item.kind = sentences.kind)"
)
_AS_READ = "documents.year DESC, documents.title, documents.id, sentences.number, named"
_BY_ACTOR = f"named = '{NO_ACTOR}', COUNT(*) OVER (PARTITION BY {ACTOR}) DESC, named, {_AS_READ}"
_PASSAGE = len(PASSAGE_COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class Duty:
    """A statement with one of the actors that it names."""

    actor: str
    passage: Passage
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the duties are given: `count` from `first` on, the actors with most of them
    first; or, with no count, all of them as the documents are read, newest first."""

    first: int = 0
    count: int | None = None


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """How many statements each value of a filter would let through, given the other limits;
    the actors with most first. `listed` is how many duties there are with all limits."""

    actors: dict[str, int]
    modalities: dict[Modality, int]
    kinds: dict[StatementKind, int]
    documents: dict[str, int]
    publishers: dict[str, int]
    listed: int


def find_duties(
    connection: sqlite3.Connection, limits: Filter, text: str, window: Window
) -> list[Duty]:
    condition, values = _condition(limits, text)
    order = _AS_READ if window.count is None else _BY_ACTOR
    rows = connection.execute(
        f"SELECT {ACTOR} AS named, {PASSAGE_COLUMNS}, {SENTENCE_COLUMNS} {_JOINED} "
        f"WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
        (*values, -1 if window.count is None else window.count, window.first),
    )
    return [
        Duty(actor, passage_of(columns[:_PASSAGE]), sentence_of(columns[_PASSAGE:]))
        for actor, *columns in rows
    ]


def count_duties(connection: sqlite3.Connection, limits: Filter, text: str) -> DutyCounts:
    def counted(column: str, others: Filter) -> dict[str, int]:
        condition, values = _condition(others, text)
        rows = connection.execute(
            f"SELECT {column}, COUNT(DISTINCT sentences.number) AS found {_JOINED} "
            f"WHERE {condition} AND {column} IS NOT NULL GROUP BY 1 "
            f"ORDER BY {column} = ?, found DESC, 1",
            (*values, NO_ACTOR),
        )
        return dict(rows)

    actors = counted(ACTOR, replace(limits, actors=()))
    modalities = counted("sentences.modality", replace(limits, modalities=()))
    kinds = counted("sentences.kind", replace(limits, statements=()))
    return DutyCounts(
        actors,
        {modality: modalities.get(modality, 0) for modality in Modality},
        {kind: kinds.get(kind, 0) for kind in StatementKind},
        counted("documents.id", replace(limits, documents=())),
        counted("documents.publisher", replace(limits, publishers=())),
        sum(n for actor, n in actors.items() if not limits.actors or actor in limits.actors),
    )


def _condition(limits: Filter, text: str) -> tuple[str, list[Any]]:
    condition, values = limits.sentence_condition()
    words = text.casefold().split()
    holds = [f"instr({_WORDS}, ?)"] * len(words)
    return " AND ".join((condition, _IS_WHOLE, *holds)), [*values, *words]
