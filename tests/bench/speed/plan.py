"""What a run of the bench is asked to measure, and how thoroughly."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """`index` is one built of the PDFs below `pdfs`; `gold` are questions about them, or None.

    The other fields say how much is measured: rounds of everything that is compared, questions
    a client and round, texts that each engine embeds, passages of the largest synthetic index,
    and whether all is to be done as little as possible. Everything is written below `work`.
    """

    pdfs: Path
    index: Path
    gold: Path | None
    work: Path
    rounds: int = 5
    questions: int = 40
    texts: int = 120
    largest: int = 100_000
    quick: bool = False

    @property
    def fresh(self) -> Path:
        """Where the ingest that is measured builds its index."""
        return self.work / "index"
