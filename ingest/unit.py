"""One unit of text: a sentence, list item, table row or note, which none divides."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Role
from ingest.sentences import sentence_slices
from ingest.traced import TracedText

LONGEST_LEAD_IN = 300
_LONGEST_UNIT = 900


@dataclass(frozen=True, slots=True)
class Unit:
    """`marker` characters of bullet come before the sentence. `opens` starts a line of its own;
    a unit that is not `said` is text without a sentence, as a table's head is."""

    text: TracedText
    role: Role = Role.TEXT
    marker: int = 0
    opens: bool = True
    said: bool = True
    lead_in: TracedText | None = None
    note: int | None = None


def bounded(text: str, skipped: int) -> Iterator[tuple[int, int]]:
    """Sentence slices, the overlong cut at a blank."""
    for low, high in sentence_slices(text[skipped:]):
        start, end = low + skipped, high + skipped
        while end - start > _LONGEST_UNIT:
            cut = text.rfind(" ", start + 1, start + _LONGEST_UNIT)
            cut = cut if cut > start else start + _LONGEST_UNIT
            yield start, cut
            start = cut + (text[cut] == " ")
        yield start, end
