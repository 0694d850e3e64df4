"""Documents as a list of references has them: what it is sorted by and what tells them apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, product
from string import ascii_lowercase

from ingest.description import UNKNOWN_PUBLISHER
from ingest.document import Document, Kind, NumberKind
from server.citation_text import tidy

# Official print is known by its number; one in the title of a document of another kind is what
# that document is about ("Handbok till SOSFS 2011:9").
_OFFICIAL = {
    Kind.REGULATION: re.compile(r"\S*FS \d"),
    Kind.INQUIRY: re.compile(r"(?:SOU|Ds) \d"),
    Kind.OTHER: re.compile(r"(?:Prop|Skr|Dir|Bet)\b"),
}
_CALLED = {
    NumberKind.SERIES: "",
    NumberKind.ARTICLE: "Artikelnr ",
    NumberKind.CASE: "Dnr ",
    NumberKind.ISBN: "ISBN ",
}
_GUESSED = {
    "title": "titeln",
    "publisher": "utgivaren",
    "year": "året",
    "numbers": "numret",
    "edition": "utgåvan",
}
_AFTER_Z = str.maketrans("åäö", "{|}")


@dataclass(frozen=True, slots=True)
class Source:
    """A document in a list; `place` counts from 1 in the order of mention, `letter` tells apart
    what a publisher gave out in one year."""

    document: Document
    place: int
    letter: str = ""

    @property
    def author(self) -> str | None:
        """The publisher, who stands for the document; None when nobody knows who it is."""
        publisher = tidy(self.document.description.publisher)
        return publisher if publisher and publisher != UNKNOWN_PUBLISHER else None

    @property
    def official(self) -> str | None:
        """The number that a law or other official print is cited by: "SFS 2017:30"."""
        description = self.document.description
        pattern = _OFFICIAL.get(description.kind)
        for number in description.numbers:
            if pattern and number.kind is NumberKind.SERIES and pattern.match(number.value):
                return tidy(number.value)
        return None

    @property
    def title(self) -> str:
        """Without a full stop, and without the number that it is cited by."""
        title = tidy(self.document.description.title).rstrip(" .")
        if official := self.official:
            digits = re.escape(official.rpartition(" ")[2])
            title = re.sub(rf"^{re.escape(official)}[\s.:,–-]*", "", title)
            title = re.sub(rf"\s*\((?:\S*FS )?{digits}\)$", "", title)
        return title or tidy(self.document.file)

    @property
    def year(self) -> str:
        """ "2020a"; "u.å." (utan år) when there is none, "u.å.-a" by letter."""
        year = self.document.description.year
        if year is None:
            return f"u.å.-{self.letter}" if self.letter else "u.å."
        return f"{year}{self.letter}"

    @property
    def url(self) -> str | None:
        url = tidy(self.document.description.source or "")
        return url.replace(" ", "%20") if url.startswith(("https://", "http://")) else None

    @property
    def edition(self) -> str | None:
        edition = tidy(self.document.description.edition or "")
        return edition if edition and edition.casefold() not in self.title.casefold() else None

    @property
    def number(self) -> str | None:
        """What finds the document beside its title: "Dnr VON 2022/187". Without an address also
        an ISBN or, in the last resort, the file."""
        if self.official:
            return None
        numbers = {number.kind: number.value for number in self.document.description.numbers}
        for kind, called in _CALLED.items():
            if kind in numbers and not (kind is NumberKind.ISBN and self.url):
                return called + tidy(numbers[kind])
        return None if self.url else f"Filen {tidy(self.document.file)}"

    @property
    def details(self) -> tuple[str, ...]:
        return tuple(detail for detail in (self.edition, self.number) if detail)

    @property
    def guessed(self) -> tuple[str, ...]:
        """The parts of a reference that nobody has stated, in Swedish."""
        description = self.document.description
        return tuple(
            called
            for field, called in _GUESSED.items()
            if field in description.guessed and (field == "year" or getattr(description, field))
        )

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """In the order of a list by author: Swedish, where å, ä, ö come after z."""
        leads = self.official or self.author or self.title
        return _alphabetical(leads), self.year, _alphabetical(self.title)


def listed(documents: Iterable[Document]) -> dict[str, Source]:
    """The documents of one list by id, in the order of first mention."""
    once = {document.id: document for document in documents}
    found = {d.id: Source(d, place) for place, d in enumerate(once.values(), 1)}
    alike: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in found.values():
        if source.author and not source.official:
            alike[source.author.casefold(), source.year].append(source)
    for several in alike.values():
        if len(several) > 1:
            in_order = sorted(several, key=lambda source: source.sort_key)
            for letter, source in zip(_letters(), in_order, strict=False):
                found[source.document.id] = replace(source, letter=letter)
    return found


def _letters() -> Iterator[str]:
    """a, b … z, aa, ab …"""
    return chain(ascii_lowercase, map("".join, product(ascii_lowercase, repeat=2)))


def _alphabetical(text: str) -> str:
    return text.casefold().translate(_AFTER_Z)
