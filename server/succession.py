"""What replaced what: the documents of a collection that others say they take the place of.

Documents say it in their own words: "Uppföljning av nära vård, EM 2022/9", "utgåva 3, som gällde
från 1 mars 2022". Such a text names a document by its number, or by its title and its edition or
year, where the title may be left out by an edition of the same series. Only what is clear is a
match: no document, or one of several, is none.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.words import STOP_WORDS, words
from ingest.dating import years_alone
from ingest.document import Description, Document, Kind, Number, NumberKind
from server.editions import are_editions, series_of, title_words

# Of these no two publishers use the same; a case number is its keeper's own.
_NATIONAL = frozenset({NumberKind.SERIES, NumberKind.ISBN})
_SHORTEST_NUMBER = 5
_MOST_FIGURES = 6
_KINDS = frozenset(word for kind in Kind for word in words(kind.value))
_PART = re.compile(r"\b(?:kap|kapitel|avsnitt|bilag\w+|del|delar|punkt|stycke)\b|§", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(?:version|utgåva|upplaga)n?\s?:?\s(?:nr\s)?(\d+(?:[.,]\d+)*)", re.IGNORECASE
)
# What may stand around a title without being part of it.
_AROUND = frozenset(
    """
    antagen antaget beslutad beslutat daterad daterat dokument dokumentet fastställd fastställt
    föregående gammal gamla gällande gällde gällt publicerad publicerat tidigare utgiven utgivet
    äldre
    """.split()
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a document says that it replaces, and the documents that this clearly names."""

    text: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """What a document replaces, what replaces it, and the other editions of its series, the
    newest first."""

    replaces: tuple[Replaced, ...]
    replaced_by: tuple[Document, ...]
    editions: tuple[Document, ...]


def successions(documents: Sequence[Document]) -> Mapping[str, Succession]:
    """That of each document, by its id."""
    collection = Collection(documents)
    replaces = {
        one.id: tuple(
            Replaced(text, collection.named(text, one)) for text in one.description.replaces
        )
        for one in documents
    }
    replaced_by: defaultdict[str, dict[str, Document]] = defaultdict(dict)
    for successor in documents:
        for replaced in replaces[successor.id]:
            for document in replaced.documents:
                replaced_by[document.id][successor.id] = successor
    return {
        one.id: Succession(
            replaces[one.id], tuple(replaced_by[one.id].values()), collection.editions(one)
        )
        for one in documents
    }


class Collection:
    """Documents by what a text may name them by, so that few of many are looked at."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_series = _grouped(documents, lambda one: [series_of(one)])
        self._by_core = _grouped(documents, lambda one: [_core(one.title, one.publisher)])
        self._by_figures = _grouped(
            documents, lambda one: {_figures(number.value) for number in one.numbers}
        )

    def editions(self, document: Document) -> tuple[Document, ...]:
        """The others of the document's series, the newest first."""
        own = document.description
        series = self._by_series[series_of(own)]
        others = (other for other in series if are_editions(own, other.description))
        return tuple(sorted(others, key=lambda other: -(other.description.year or 0)))

    def named(self, text: str, successor: Document) -> tuple[Document, ...]:
        """The documents that a text of what `successor` replaces clearly names."""
        if _PART.search(text):
            return ()
        return self._by_number(text, successor) or self._by_title(text, successor)

    def _by_number(self, text: str, successor: Document) -> tuple[Document, ...]:
        """A number that several documents share names the one of the edition or year."""
        bearers: defaultdict[str, list[Document]] = defaultdict(list)
        for document in _each(self._by_figures.get(run, ()) for run in _runs(_figures(text))):
            if _may_follow(successor, document):
                for number in document.description.numbers:
                    if _holds(text, number) and _is_told_apart(number, document, successor):
                        bearers[number.value].append(document)
        clear = (
            several
            if len(several) == 1
            else [one for one in several if _has_edition(text, one.description)]
            for several in bearers.values()
        )
        return tuple(_each(one for one in clear if len(one) == 1))

    def _by_title(self, text: str, successor: Document) -> tuple[Document, ...]:
        own = successor.description
        alike = self._by_core.get(_core(text, own.publisher), ())
        fitting = [
            document
            for document in _each((alike, self._by_series[series_of(own)]))
            if _may_follow(successor, document)
            and _has_title(text, document.description, own)
            and _has_edition(text, document.description)
        ]
        return tuple(fitting) if len(fitting) == 1 else ()


def _grouped(
    documents: Sequence[Document], keys: Callable[[Description], Iterable[Hashable]]
) -> dict[Hashable, list[Document]]:
    groups: defaultdict[Hashable, list[Document]] = defaultdict(list)
    for document in documents:
        for key in keys(document.description):
            groups[key].append(document)
    return dict(groups)


def _each(groups: Iterable[Iterable[Document]]) -> Iterable[Document]:
    """The documents of all groups, each once."""
    return {document.id: document for group in groups for document in group}.values()


def _core(text: str, publisher: str) -> Hashable:
    """What is left of a title, or of a text that names one, without what may be left out."""
    said = set(title_words(text)) - STOP_WORDS - _AROUND - _KINDS - set(words(publisher))
    return publisher, frozenset(said)


def _figures(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))


def _runs(figures: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """All stretches of figures that may be those of one number, in the order of the text."""
    starts = range(len(figures))
    lengths = range(1, _MOST_FIGURES + 1)
    return dict.fromkeys(figures[at : at + n] for at in starts for n in lengths)


def _may_follow(successor: Document, document: Document) -> bool:
    year, later = document.description.year, successor.description.year
    return document.id != successor.id and not (year and later and year > later)


def _holds(text: str, number: Number) -> bool:
    """Whether the number stands in the text, and not as part of a longer one."""
    if len(number.value) < _SHORTEST_NUMBER:
        return False
    written = r"[\s–-]*".join(map(re.escape, re.split(r"[\s–-]+", number.value)))
    alone = rf"(?<![\w/:–-]){written}(?![\w/:]|[.–-]\w)"
    return re.search(alone, text, re.IGNORECASE) is not None


def _is_told_apart(number: Number, document: Document, successor: Document) -> bool:
    """Whether no other publisher's document can be meant."""
    same = document.description.publisher == successor.description.publisher
    return same or number.kind in _NATIONAL


def _has_title(text: str, candidate: Description, successor: Description) -> bool:
    """Whether the text says the title and nothing else; of an edition of the successor's own
    series it may say less."""
    title = set(title_words(candidate.title)) - STOP_WORDS
    said = set(title_words(text)) - STOP_WORDS - _AROUND
    around = {*words(candidate.publisher), *words(candidate.kind.value)}
    if said - title - around:
        return False
    return title <= said or series_of(candidate) == series_of(successor)


def _has_edition(text: str, candidate: Description) -> bool:
    """Whether the text states the edition or, where one of them states none, the year."""
    said = set(_EDITION.findall(text))
    own = set(_EDITION.findall(f"{candidate.title}\n{candidate.edition or ''}"))
    if said and own:
        return bool(said & own)
    return candidate.year in years_alone(text)
