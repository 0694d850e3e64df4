"""The shapes of the list of duties: what comes in and what goes out."""

from pydantic import BaseModel, ConfigDict, Field

from index.filters import Filter
from ingest.document import Modality, StatementKind
from server.masking import MaskedOut, Typed
from server.schema import FilterStatement, HitOut

DUTY: FilterStatement = "ansvar"
"""What is listed when nothing else is asked for."""


class DutiesIn(BaseModel):
    """Which statements are listed; a part left out is no limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: list[str] = []
    modality: list[Modality] = []
    statement: list[FilterStatement] = [DUTY]
    document: list[str] = []
    publisher: list[str] = []
    year_from: int | None = Field(default=None, ge=1000, le=9999)
    year_to: int | None = Field(default=None, ge=1000, le=9999)
    text: Typed = Field(
        default="",
        max_length=200,
        description="Ord som alla ska stå i uttalandet eller dess rubriker.",
    )
    limit: int = Field(default=50, ge=1, le=100)
    offset: int = Field(default=0, ge=0)

    def limits(self) -> Filter:
        return Filter(
            publishers=tuple(self.publisher),
            year_from=self.year_from,
            year_to=self.year_to,
            documents=tuple(self.document),
            statements=tuple(StatementKind(kind) for kind in self.statement),
            modalities=tuple(self.modality),
            actors=tuple(self.actor),
        )


class DutyOut(HitOut):
    """A statement under one of the actors that it names. `lead_in` is read before the quote:
    what introduces its list, or the caption of its table."""

    group: str
    lead_in: str | None


class DutyCountsOut(BaseModel):
    """How many statements each value of a filter would let through, given the other limits."""

    actor: dict[str, int]
    modality: dict[Modality, int]
    statement: dict[StatementKind, int]
    document: dict[str, int]
    publisher: dict[str, int]


class DutiesOut(BaseModel):
    """`rows` are those of the window that are proved; `left_out` could not be."""

    total: int
    limit: int
    offset: int
    left_out: int
    masked: tuple[MaskedOut, ...] = ()
    counts: DutyCountsOut
    rows: tuple[DutyOut, ...]
