"""What came of a gold question."""

from dataclasses import dataclass

from server.gold import GoldQuestion


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rank of the first passage that carries the evidence (None when it is not among the
    first twenty), and what the answer did. The times are None in figures from before they
    were kept."""

    rank: int | None
    refused: bool
    first_citation_carries: bool
    page_exact: bool
    has_all_must: bool
    quotes: int
    unproved_quotes: int
    characters: int
    search_ms: float | None = None
    ask_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    question: GoldQuestion
    outcome: Outcome
