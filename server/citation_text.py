"""The text of references: stretches upright or italic, closed by one full stop."""

import re
from dataclasses import dataclass

# What XML or UTF-8 can't hold, and what is drawn as nothing.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CLOSED = re.compile(r"[.?!…][”’\"']?$")


@dataclass(frozen=True, slots=True)
class Stretch:
    text: str
    italic: bool = False


Stretches = tuple[Stretch, ...]


def italic(text: str) -> Stretch:
    return Stretch(text, italic=True)


def plain(stretches: Stretches) -> str:
    return "".join(stretch.text for stretch in stretches)


def tidy(text: str) -> str:
    """On one line, without the control characters that a broken font can give."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def sentence(*parts: Stretch | str) -> Stretches:
    """Closed by a full stop, if it doesn't end by a mark of its own: "Vem gör vad?"."""
    stretches = tuple(Stretch(part) if isinstance(part, str) else part for part in parts)
    return stretches if _CLOSED.search(plain(stretches)) else (*stretches, Stretch("."))


def spaced(*sentences: Stretches) -> Stretches:
    """One after another with a space between."""
    joined: list[Stretch] = []
    for one in sentences:
        joined += [Stretch(" "), *one] if joined else one
    return tuple(joined)
