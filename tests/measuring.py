"""Questions and outcomes for tests of the figures."""

from server.gold import GoldQuestion
from server.outcome import Measured, Outcome


def measured(
    id: str, rank: int | None, *, answerable: bool = True, refused: bool = False, style: str = ""
) -> Measured:
    """An answer that is right when the evidence ranks first."""
    kind = "fakta" if answerable else "saknas"
    question = GoldQuestion(id, f"Fråga {id}?", "MAS", kind, style, "a.pdf", (1,), ("e",), ())
    is_right = rank == 1 and not refused
    return Measured(
        question, Outcome(rank, refused, is_right, is_right, is_right, 1, 0, 100, 20.0, 30.0)
    )
