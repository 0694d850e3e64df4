"""Questions that nobody has asked before, made from those that somebody has."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from index.generation import open_index
from server.gold import read_gold

# None of them limits what is asked about or brings a word that the documents are searched for.
_BEFORE = ("", "Vet du ", "Kan du säga ", "Jag undrar ", "Jag skulle vilja veta ", "Berätta ")
_AFTER = ("", " egentligen", " alltså", " nu igen", " då", " månne", " för övrigt", " ju")


def base_questions(gold: Path | None, index: Path) -> list[str]:
    """The gold questions; without any, one for each heading of the documents."""
    if gold:
        return [one.question for one in read_gold(gold) if one.is_answerable]
    store = open_index(index).store
    headings = {path[-1] for one in store.documents() for path in store.sections(one.id) if path}
    return [f"Vad gäller för {heading}?" for heading in sorted(headings)]


def endless_questions(base: list[str]) -> Iterator[str]:
    """Each of them once with every addition, no text twice; numbered when these are all told."""
    lap = 0
    while True:
        for before, after in product(_BEFORE, _AFTER):
            for question in base:
                yield _with(question, before, after + (f" ({lap})" if lap else ""))
        lap += 1


def _with(question: str, before: str, after: str) -> str:
    words = question.rstrip("?. ")
    # A name keeps its capitals: "SKR" is one, "Vem" is none.
    opening = words[0].lower() + words[1:] if before and words[1:2].islower() else words
    return f"{before}{opening}{after}?"
