"""Whether a document applies on a day, by its validity and by what has replaced it."""

from datetime import date
from enum import StrEnum

from ingest.document import Document
from server.succession import Succession


class Standing(StrEnum):
    """As it is said of a document on a day."""

    APPLIES = "gäller"
    COMING = "gäller inte än"
    ENDED = "gäller inte längre"
    REPLACED = "ersatt"


def standing(document: Document, succession: Succession, today: date) -> Standing:
    """One that states no validity applies until a document that applies replaces it."""
    validity = document.description.validity
    if any(not _is_coming(successor, today) for successor in succession.replaced_by):
        return Standing.REPLACED
    if validity and validity.last and validity.last < today:
        return Standing.ENDED
    return Standing.COMING if _is_coming(document, today) else Standing.APPLIES


def _is_coming(document: Document, today: date) -> bool:
    validity = document.description.validity
    return bool(validity and validity.first and validity.first > today)
