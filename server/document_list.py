"""The documents of a collection, found by words and limits."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.search import Searcher
from ingest.document import Document, Kind
from server.forms import DocumentsForm
from server.holdings import holdings
from server.keeping import once_for_each
from server.masking import sought
from server.standing import Standing, standing
from server.succession import Succession, successions

# Letters of their own in Swedish, not a and o with a mark on them.
_SWEDISH = frozenset("åäö")
_AROUND_WORDS = ".,;:!?()[]”“\"’'"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its size, its place among the others, and what its words are sought in."""

    document: Document
    pages: int
    succession: Succession
    text: str


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many documents each value of a filter would let through, given the other limits."""

    kinds: Counter[Kind]
    publishers: Counter[str]
    applying: int


@once_for_each
def listed_documents(searcher: Searcher) -> tuple[Listed, ...]:
    """All documents, newest first; kept while the generation is served."""
    index = searcher.index
    documents = list(holdings(index.store).documents.values())
    pages = {entry.id: entry.pages for entry in index.manifest.entries}
    place = successions(documents)
    return tuple(Listed(one, pages[one.id], place[one.id], _text(one)) for one in documents)


def found(
    listed: Sequence[Listed], form: DocumentsForm, today: date
) -> tuple[list[Listed], ListCounts]:
    """The documents that have all words of the form and keep to its limits; and the counts."""
    outside = [(one, frozenset(_limits_broken(one, form, today))) for one in listed]

    def but_for(limit: str) -> Iterator[Listed]:
        return (one for one, broken in outside if broken <= {limit})

    counts = ListCounts(
        Counter(one.document.description.kind for one in but_for("typ")),
        Counter(one.document.description.publisher for one in but_for("utgivare")),
        sum(standing_of(one, today) is Standing.APPLIES for one in but_for("galler")),
    )
    return [one for one, broken in outside if not broken], counts


def standing_of(one: Listed, today: date) -> Standing:
    return standing(one.document, one.succession, today)


def _limits_broken(one: Listed, form: DocumentsForm, today: date) -> Iterator[str]:
    """The names of the form's fields that keep a document out."""
    description = one.document.description
    if not all(word in one.text for word in _words(sought(form.sok))):
        yield "sok"
    if form.typ and description.kind not in form.typ:
        yield "typ"
    if form.utgivare and description.publisher not in form.utgivare:
        yield "utgivare"
    if form.fran and (description.year or 0) < form.fran:
        yield "fran"
    if form.till and (description.year or form.till + 1) > form.till:
        yield "till"
    if form.galler and standing_of(one, today) is not Standing.APPLIES:
        yield "galler"


def _text(document: Document) -> str:
    description = document.description
    said: Iterable[str] = (
        description.title,
        description.publisher,
        *(number.value for number in description.numbers),
        description.edition or "",
        str(description.year or ""),
        document.file,
    )
    return folded("\n".join(said))


def _words(text: str) -> list[str]:
    return [word.strip(_AROUND_WORDS) for word in folded(text).split()]


def folded(text: str) -> str:
    """In lower case and without accents, but with å, ä and ö.

    >>> folded("Éva ÅKESSON")
    'eva åkesson'
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter if letter in _SWEDISH else _bare(letter) for letter in composed)


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))
