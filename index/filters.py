"""What a question is limited to: kinds, publishers, years, documents, types of statement, and
what a passage is in its document."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Any

from ingest.document import ANSWERING, Kind, Role, StatementKind


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

    def __bool__(self) -> bool:
        return self != NO_LIMITS

    def document_condition(self) -> tuple[str, list[Any]]:
        """An SQL condition on the documents table, with its values; "1" without limits."""
        conditions: list[str] = []
        values: list[Any] = []
        for column, allowed in (
            ("kind", self.kinds),
            ("publisher", self.publishers),
            ("id", self.documents),
        ):
            if allowed:
                conditions.append(f"documents.{column} IN ({places(allowed)})")
                values += [str(value) for value in allowed]
        if self.year_from is not None:
            conditions.append("documents.year >= ?")
            values.append(self.year_from)
        if self.year_to is not None:
            conditions.append("documents.year <= ?")
            values.append(self.year_to)
        return " AND ".join(conditions) or "1", values

    def passage_condition(self) -> tuple[str, list[Any]]:
        """The same on documents joined with passages, for all limits."""
        condition, values = self.document_condition()
        roles = self.roles or sorted(ANSWERING)
        condition += f" AND passages.role IN ({places(roles)})"
        values += [str(role) for role in roles]
        if self.statements:
            condition += (
                " AND EXISTS (SELECT 1 FROM sentences WHERE sentences.passage = passages.number "
                f"AND sentences.kind IN ({places(self.statements)}))"
            )
            values += [str(kind) for kind in self.statements]
        return condition, values


NO_LIMITS = Filter()


def places(values: Sized) -> str:
    """As many question marks for SQL as there are values."""
    return ", ".join("?" * len(values))
