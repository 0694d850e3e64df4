"""The question form's fields, as they stand in the page's address."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ingest.document import Kind
from server.schema import FilterIn, FilterStatement


def _none_if_blank(value: Any) -> Any:
    """An empty form field is sent as an empty string."""
    return None if value == "" else value


def _without_blanks(value: Any) -> Any:
    return [item for item in value if item != ""] if isinstance(value, list) else value


Year = Annotated[Annotated[int, Field(ge=1000, le=9999)] | None, BeforeValidator(_none_if_blank)]


class QuestionForm(BaseModel):
    """All of a question, so that its address can be bookmarked and shared."""

    model_config = ConfigDict(frozen=True)

    fraga: str = ""
    typ: Annotated[list[Kind], BeforeValidator(_without_blanks)] = []
    utgivare: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    fran: Year = None
    till: Year = None
    dokument: Annotated[list[str], BeforeValidator(_without_blanks)] = []
    uttalande: Annotated[list[FilterStatement], BeforeValidator(_without_blanks)] = []

    @property
    def is_asked(self) -> bool:
        return bool(self.fraga.strip())

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
