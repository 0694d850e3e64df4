"""What a question is limited to: kinds, publishers, years, documents, types of statement."""

from dataclasses import dataclass
from typing import Any

from ingest.document import Kind, StatementKind


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty means no limit. Years are inclusive."""

    kinds: tuple[Kind, ...] = ()
    publishers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    documents: tuple[str, ...] = ()
    statements: tuple[StatementKind, ...] = ()

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
                conditions.append(f"documents.{column} IN ({', '.join('?' * len(allowed))})")
                values += [str(value) for value in allowed]
        if self.year_from is not None:
            conditions.append("documents.year >= ?")
            values.append(self.year_from)
        if self.year_to is not None:
            conditions.append("documents.year <= ?")
            values.append(self.year_to)
        return " AND ".join(conditions) or "1", values


NO_LIMITS = Filter()
