"""Every failure of the web: one status and one Swedish sentence, as JSON or as a page.

RFC 9457 for the interface; the same sentence on an error page for people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from index.errors import IndexFolderError, ModelError, UnknownDocumentError
from server.errors import InvalidRequestError, RequestError

_TITLES = {
    400: "Begäran går inte att förstå",
    401: "Logga in först",
    403: "Det är inte tillåtet",
    404: "Sidan finns inte",
    405: "Metoden går inte att använda här",
    408: "Begäran kom inte fram i tid",
    413: "Begäran är för stor",
    414: "Adressen är för lång",
    422: "Begäran går inte att använda",
    429: "För många frågor",
    500: "Något gick fel",
    503: "Belägg är inte redo",
}
# The errors' own sentences name folders and commands: they are for the operator's log.
_NOT_READY = (
    "Belägg kan inte svara just nu. Försök igen om en stund. Den som driver tjänsten ser orsaken i "
    "dess logg."
)
_FAILED = "Ett oväntat fel inträffade. Försök igen om en stund."
# The error's own sentence names a command, which helps nobody on the web.
_NO_DOCUMENT = (
    "Dokumentet finns inte här. Det kan ha tagits bort eller ersatts av en nyare utgåva: se listan "
    "över dokument."
)
_DETAILS = {
    400: "Innehållet går inte att läsa. Det ska vara JSON i UTF-8.",
    404: "Det finns inget på den här adressen. Börja om på startsidan.",
    405: "Adressen finns, men inte för den här sortens begäran.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What the client is told; `errors` names the fields at fault."""

    status: int
    detail: str
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return _TITLES.get(self.status, "Begäran gick inte att utföra")

    def as_json(self) -> dict[str, Any]:
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [{"field": field, "message": message} for field, message in self.errors],
        }


def problem_of(error: Exception) -> Problem:
    """The problem that an exception is to the client; internals stay inside."""
    match error:
        case InvalidRequestError():
            return Problem(error.status, str(error), ((error.field, str(error)),))
        case RequestError():
            return Problem(error.status, str(error))
        case UnknownDocumentError():
            return Problem(404, _NO_DOCUMENT)
        case IndexFolderError() | ModelError():
            return Problem(503, _NOT_READY)
        case RequestValidationError():
            return _invalid(error.errors())
        case HTTPException():
            return Problem(error.status_code, _DETAILS.get(error.status_code, str(error.detail)))
        case _:
            return Problem(500, _FAILED)


def public_message(error: Exception) -> str:
    """What anybody may be told of an error; its own sentence may name folders and commands."""
    return problem_of(error).detail


def _invalid(found: Sequence[Any]) -> Problem:
    errors = tuple((_field(error["loc"]), _message(error)) for error in found)
    detail = "; ".join(f"{field}: {message}" if field else message for field, message in errors)
    return Problem(422, detail, errors)


def _field(location: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path"))


def _message(error: Any) -> str:
    """pydantic's finding in Swedish."""
    context = error.get("ctx") or {}
    match error["type"]:
        case "missing":
            return "fältet saknas"
        case "extra_forbidden":
            return "fältet finns inte i gränssnittet"
        case "json_invalid":
            return "innehållet är inte giltig JSON"
        case "enum" | "literal_error":
            return f"värdet finns inte; välj bland {context.get('expected', '')}".replace(
                " or ", " eller "
            )
        case "greater_than_equal":
            return f"värdet är för litet; minst {context['ge']}"
        case "less_than_equal":
            return f"värdet är för stort; högst {context['le']}"
        case "string_too_long":
            return f"texten är för lång; högst {context['max_length']} tecken"
        case "too_long":
            return f"för många värden; högst {context['max_length']}"
        case "int_parsing" | "int_type" | "int_from_float":
            return "värdet ska vara ett heltal"
        case "string_type":
            return "värdet ska vara text"
        case "tuple_type" | "list_type":
            return "värdet ska vara en lista"
        case _:
            return "värdet har fel form"
