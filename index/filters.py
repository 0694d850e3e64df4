"""What a question is limited to: kinds, publishers, years, documents, what a passage is in its
document, and what a sentence of it says: type of statement, modality, actors."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import Any

from ingest.document import ANSWERING, Kind, Modality, Role, Statement, StatementKind

NO_ACTOR = "utan angiven aktör"
"""Stands for the actor of a sentence that names none."""

# Sentences joined with their actors; one that names none is there once, for NO_ACTOR.
ACTORS = "LEFT JOIN json_each(sentences.actors) AS actor"
ACTOR = f"coalesce(actor.value, '{NO_ACTOR}')"


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty means no limit, but for `roles`: there it means those that may carry an answer.
    Years are inclusive."""

    kinds: tuple[Kind, ...] = ()
    publishers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    documents: tuple[str, ...] = ()
    statements: tuple[StatementKind, ...] = ()
    roles: tuple[Role, ...] = ()
    modalities: tuple[Modality, ...] = ()
    actors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != NO_LIMITS

    @property
    def limits_documents(self) -> bool:
        """True when it lets some documents through and others not."""
        years = self.year_from is not None or self.year_to is not None
        return years or bool(self.kinds or self.publishers or self.documents)

    def document_condition(self) -> tuple[str, list[Any]]:
        """An SQL condition on the documents table, with its values; "1" without limits."""
        conditions, values = _among(
            ("documents.kind", self.kinds),
            ("documents.publisher", self.publishers),
            ("documents.id", self.documents),
        )
        if self.year_from is not None:
            conditions.append("documents.year >= ?")
            values.append(self.year_from)
        if self.year_to is not None:
            conditions.append("documents.year <= ?")
            values.append(self.year_to)
        return " AND ".join(conditions) or "1", values

    def passage_condition(self) -> tuple[str, list[Any]]:
        """The same on documents joined with passages, for all limits."""
        condition, values = self._role_condition()
        stated, more = self._statement_conditions()
        if stated:
            condition += (
                f" AND EXISTS (SELECT 1 FROM sentences {ACTORS} "
                f"WHERE sentences.passage = passages.number AND {' AND '.join(stated)})"
            )
        return condition, [*values, *more]

    def sentence_condition(self) -> tuple[str, list[Any]]:
        """The same on documents joined with passages, sentences and their ACTORS."""
        condition, values = self._role_condition()
        stated, more = self._statement_conditions()
        return " AND ".join((condition, *stated)), [*values, *more]

    def allows(self, statement: Statement) -> bool:
        """True when a sentence that makes this statement is let through."""
        actors = statement.actors or (NO_ACTOR,)
        return (
            (not self.statements or statement.kind in self.statements)
            and (not self.modalities or statement.modality in self.modalities)
            and (not self.actors or any(actor in self.actors for actor in actors))
        )

    def _role_condition(self) -> tuple[str, list[Any]]:
        condition, values = self.document_condition()
        roles = self.roles or sorted(ANSWERING)
        condition += f" AND passages.role IN ({places(roles)})"
        return condition, [*values, *map(str, roles)]

    def _statement_conditions(self) -> tuple[list[str], list[Any]]:
        return _among(
            ("sentences.kind", self.statements),
            ("sentences.modality", self.modalities),
            (ACTOR, self.actors),
        )


NO_LIMITS = Filter()


def _among(*allowed: tuple[str, Sequence[str]]) -> tuple[list[str], list[Any]]:
    """A condition for each column that has limits, and the values of all."""
    limited = [(column, values) for column, values in allowed if values]
    conditions = [f"{column} IN ({places(values)})" for column, values in limited]
    return conditions, [str(value) for _, values in limited for value in values]


def places(values: Sized) -> str:
    """As many question marks for SQL as there are values."""
    return ", ".join("?" * len(values))
