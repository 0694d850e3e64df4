"""Personal data in what people ask, hidden before anything else sees it.

Each piece gives way to a shape of dots, one for each kind. A shape holds nothing to search for,
and nothing else writes it: the text alone tells what was hidden, also after a redirect or from
a kept answer.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from ingest.personal_data import PersonalDataKind, find

_SHAPES: Mapping[PersonalDataKind, str] = {
    PersonalDataKind.PERSONAL_NUMBER: "••••••••-••••",
    PersonalDataKind.COORDINATION_NUMBER: "••••••-••••",
    PersonalDataKind.RESERVE_NUMBER: "••••••••••••",
    PersonalDataKind.NAME_AND_BIRTH: "•••• ••••••, ••••-••-••",
    PersonalDataKind.NAME_AND_TELEPHONE: "•••• ••••••, •••-••• •• ••",
}
# A longer text is refused unread: reading so much for personal data takes a quarter of a second.
LONGEST_READ = 10_000
_KINDS = {shape: kind for kind, shape in _SHAPES.items()}
# The longest first: a shape may begin another.
_SHAPE = re.compile("|".join(map(re.escape, sorted(_KINDS, key=len, reverse=True))))
_SPACE_LEFT = re.compile(r"\s+(?=[?!.,;:)]|$)")


class MaskedOut(BaseModel):
    """Personal data of one kind that was hidden in a question, and why, in a Swedish sentence."""

    kind: PersonalDataKind
    count: int
    message: str


def masked(text: str) -> str:
    """The text with its personal data hidden; of a text that this has given, the same."""
    shown, end = [], 0
    for found in find(text):
        shown += [text[end : found.start], _SHAPES[found.kind]]
        end = found.end
    return "".join([*shown, text[end:]])


def masked_in(text: str) -> tuple[MaskedOut, ...]:
    """What has been hidden in a masked text."""
    counts = Counter(_KINDS[shape] for shape in _SHAPE.findall(text))
    return tuple(
        MaskedOut(kind=kind, count=count, message=_message(kind, count))
        for kind, count in counts.items()
    )


def sought(text: str) -> str:
    """What is left of a masked text to search for.

    >>> sought("Vem ansvarar för delegering till ••••••-••••?")
    'Vem ansvarar för delegering till?'
    """
    return _SPACE_LEFT.sub("", " ".join(_SHAPE.sub(" ", text).split()))


def _message(kind: PersonalDataKind, count: int) -> str:
    # All of them are neuter, and the same in the plural: "ett namn och telefonnummer".
    number, it = ("ett", "Det") if count == 1 else (count, "De")
    return (
        f"Frågan innehöll {number} {kind}. {it} doldes innan frågan användes och har inte "
        "sparats, loggats eller skickats vidare. Personuppgifter behövs aldrig för att hitta i "
        "dokumenten: skriv frågan utan dem."
    )


Typed = Annotated[str, Field(max_length=LONGEST_READ), AfterValidator(masked)]
"""Text that somebody has typed: its personal data is hidden as it comes in."""
