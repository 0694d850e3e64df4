"""The fields of the question form and of the lists, as they stand in the address."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ingest.document import Kind, Modality
from server.duties_schema import DUTY, DutiesIn
from server.masking import Typed
from server.schema import FilterIn, FilterStatement

DUTIES_ON_A_PAGE = 50
# Each earlier question is answered again to show the page.
LONGEST_CONVERSATION = 10


def _none_if_blank(value: Any) -> Any:
    """An empty form field is sent as an empty string."""
    return None if value == "" else value


def _without_blanks(value: Any) -> Any:
    return [item for item in value if item != ""] if isinstance(value, list) else value


Year = Annotated[Annotated[int, Field(ge=1000, le=9999)] | None, BeforeValidator(_none_if_blank)]


class QuestionForm(BaseModel):
    """All of a question, so that its address can be bookmarked and shared; `tidigare` are the
    questions asked before it in the same conversation, the first one first."""

    model_config = ConfigDict(frozen=True)

    fraga: Typed = ""
    typ: Annotated[list[Kind], BeforeValidator(_without_blanks)] = []
    utgivare: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    fran: Year = None
    till: Year = None
    dokument: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    uttalande: Annotated[list[FilterStatement], BeforeValidator(_without_blanks)] = []
    tidigare: Annotated[
        list[Typed], BeforeValidator(_without_blanks), Field(max_length=LONGEST_CONVERSATION - 1)
    ] = []

    @property
    def is_asked(self) -> bool:
        """A blank question is one, and is told to be blank."""
        return bool(self.fraga)

    @property
    def is_limited(self) -> bool:
        return self.filter() != FilterIn()

    def filter(self) -> FilterIn:
        return FilterIn.model_validate(
            {
                "kind": self.typ,
                "publisher": self.utgivare,
                "year": {"from": self.fran, "to": self.till},
                "document": self.dokument,
                "statement": self.uttalande,
            }
        )

    def unlimited(self) -> "QuestionForm":
        """The same questions, put to all documents."""
        return QuestionForm(fraga=self.fraga, tidigare=self.tidigare)

    def follow_up(self) -> "QuestionForm":
        """The next question of the conversation, not yet asked; the oldest gives way."""
        asked = [*self.tidigare, self.fraga][1 - LONGEST_CONVERSATION :]
        return self.model_copy(update={"fraga": "", "tidigare": asked})

    def address(self, path: str, **changes: Any) -> str:
        """The address of a page with these fields, some of them changed."""
        return _address(self, path, changes)


class DutiesForm(BaseModel):
    """Which duties are listed, so that the address of a list can be bookmarked and shared."""

    model_config = ConfigDict(frozen=True)

    sok: Annotated[Typed, Field(max_length=200)] = ""
    aktor: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    modalitet: Annotated[list[Modality], BeforeValidator(_without_blanks)] = []
    uttalande: Annotated[list[FilterStatement], BeforeValidator(_without_blanks)] = [DUTY]
    dokument: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    utgivare: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    fran: Year = None
    till: Year = None
    sida: Annotated[int, Field(ge=1, le=100_000)] = 1

    def asked(self) -> DutiesIn:
        return DutiesIn(
            actor=self.aktor,
            modality=self.modalitet,
            statement=self.uttalande,
            document=self.dokument,
            publisher=self.utgivare,
            year_from=self.fran,
            year_to=self.till,
            text=self.sok,
            offset=(self.sida - 1) * DUTIES_ON_A_PAGE,
            limit=DUTIES_ON_A_PAGE,
        )

    def address(self, path: str, **changes: Any) -> str:
        """The address of a page with these fields, some of them changed."""
        return _address(self, path, changes)


class DocumentsForm(BaseModel):
    """Which documents are listed, so that the address of a list can be bookmarked and shared."""

    model_config = ConfigDict(frozen=True)

    sok: Annotated[Typed, Field(max_length=200)] = ""
    typ: Annotated[list[Kind], BeforeValidator(_without_blanks)] = []
    utgivare: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    fran: Year = None
    till: Year = None
    galler: Literal["", "ja"] = ""
    sida: Annotated[int, Field(ge=1, le=100_000)] = 1

    def address(self, path: str, **changes: Any) -> str:
        """The address of a page with these fields, some of them changed."""
        return _address(self, path, changes)


def _address(form: BaseModel, path: str, changes: dict[str, Any]) -> str:
    fields = {**form.model_dump(mode="json", exclude_defaults=True), **changes}
    query = urlencode({name: value for name, value in fields.items() if value}, doseq=True)
    return f"{path}?{query}" if query else path
