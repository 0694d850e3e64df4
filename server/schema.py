"""The shapes of the HTTP interface: what comes in and what goes out."""

import json
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.filters import Filter
from ingest.document import Kind, Modality, Number, Role, StatementKind, Validity
from server.answer import Origin, RefusalReason
from server.masking import MaskedOut, Typed

_TYPED = "1–1000 tecken. Personuppgifter döljs innan texten används; `masked` i svaret säger vilka."
FilterStatement = Literal["ansvar", "rekommendation", "iakttagelse"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, data: Any) -> Any:
        """JSON may hold half a surrogate pair, which is no text and can't be sent back, or be
        nested deeper than it can be written."""
        try:
            json.dumps(data, ensure_ascii=False, default=str).encode()
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return data


class Years(_Body):
    """Inclusive limits; either may be left out."""

    from_: int | None = Field(None, alias="from", ge=1000, le=9999)
    to: int | None = Field(None, ge=1000, le=9999)


class FilterIn(_Body):
    """Limits to search within; a part left out is no limit."""

    kind: tuple[Kind, ...] = ()
    publisher: tuple[str, ...] = ()
    year: Years = Years.model_validate({})
    document: tuple[str, ...] = ()
    statement: tuple[FilterStatement, ...] = ()
    modality: tuple[Modality, ...] = ()
    actor: tuple[str, ...] = ()

    def limits(self) -> Filter:
        return Filter(
            self.kind,
            self.publisher,
            self.year.from_,
            self.year.to,
            self.document,
            tuple(StatementKind(kind) for kind in self.statement),
            modalities=self.modality,
            actors=self.actor,
        )


class SearchFilterIn(FilterIn):
    """Limits of a search, which may also look where no answer is taken from."""

    roles: tuple[Role, ...] = Field(
        default=(),
        description="Vad avsnitten är i sina dokument. Utelämnat: de som kan bära ett svar, alltså "
        "text, tabell, faktaruta och fotnot.",
    )

    def limits(self) -> Filter:
        return replace(super().limits(), roles=self.roles)


class Turn(_Body):
    """An earlier question of the conversation with its answer."""

    question: Typed = Field(max_length=1000)
    answer: Typed = Field("", max_length=10_000)


class AskIn(_Body):
    question: Typed = Field(description=_TYPED)
    limit: int = Field(5, ge=1, le=20)
    filter: FilterIn = FilterIn()
    history: tuple[Turn, ...] = Field((), max_length=50)


class SearchIn(_Body):
    query: Typed = Field(description=_TYPED)
    limit: int = Field(5, ge=1, le=100)
    filter: SearchFilterIn = SearchFilterIn()


class DocumentRef(BaseModel):
    id: str
    title: str
    publisher: str
    year: int | None
    kind: Kind
    file: str


class NoteOut(BaseModel):
    """A footnote of a quote, with the page that it stands on."""

    text: str
    page: int
    page_label: str
    page_url: str


class HitOut(BaseModel):
    """A quote with all that a reader needs to find, judge and cite it. There is no `file_url` when
    personal data in the document is covered over: the file is then not given out."""

    document: DocumentRef
    section: tuple[str, ...]
    page: int
    page_end: int
    page_label: str
    quote: str
    passage: str
    role: Role
    notes: tuple[NoteOut, ...]
    statement: StatementKind
    modality: Modality | None
    actor: tuple[str, ...]
    score: Annotated[float, Field(ge=0, le=1)]
    page_url: str
    image_url: str
    file_url: str | None
    reference: str


class RankedOut(HitOut):
    """A hit of a search. `parts` are what each signal adds to its relevance; `score` is their
    sum brought between 0 and 1."""

    parts: dict[str, float]


class CitationOut(HitOut):
    number: int


class SentenceOut(BaseModel):
    text: str
    citations: tuple[int, ...]


class AnswerOut(BaseModel):
    sentences: tuple[SentenceOut, ...]
    origin: Origin


class RefusalOut(BaseModel):
    reason: RefusalReason
    message: str
    missing: tuple[str, ...]


class AskOut(BaseModel):
    """Exactly one of answer and refusal is null; a refusal has no citations."""

    question: str
    understood_as: str
    masked: tuple[MaskedOut, ...] = ()
    answer: AnswerOut | None
    refusal: RefusalOut | None
    citations: tuple[CitationOut, ...]
    related: tuple[HitOut, ...]
    cached: Annotated[
        bool,
        Field(
            description="Sant när svaret redan var gjort. Då mäter `timings_ms` bara hur lång tid "
            "det tog att hämta."
        ),
    ] = False
    timings_ms: dict[str, float]


class SearchOut(BaseModel):
    query: str
    understood_as: str
    masked: tuple[MaskedOut, ...] = ()
    hits: tuple[RankedOut, ...]
    timings_ms: dict[str, float]


class DocumentOut(DocumentRef):
    """A document with its size; `guessed` names the fields that nobody stated."""

    source: str | None
    numbers: tuple[Number, ...]
    validity: Validity | None
    edition: str | None
    replaces: tuple[str, ...]
    guessed: tuple[str, ...]
    pages: int
    passages: int
    statements: dict[StatementKind, int]


class DocumentsOut(BaseModel):
    documents: tuple[DocumentOut, ...]
    pages: int
    passages: int


class HealthOut(BaseModel):
    ready: bool
    message: str | None = None
    generation: str | None = None
    model: str | None = None
    documents: int = 0
    passages: int = 0
    sentences: int = 0


class FieldError(BaseModel):
    field: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457: what went wrong, in a Swedish sentence."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...]
