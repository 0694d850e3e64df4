"""Personal data in text: numbers of persons, and likely names with a birth date or a telephone
number. What is found can be covered over without moving anything else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.digit_groups import seen
from ingest.named_persons import NamedKind, named_in
from ingest.written_numbers import numbers_in

COVER = "•"


class PersonalDataKind(StrEnum):
    PERSONAL_NUMBER = "personnummer"
    COORDINATION_NUMBER = "samordningsnummer"
    RESERVE_NUMBER = "reservnummer"
    NAME_AND_BIRTH = "namn och födelsedatum"
    NAME_AND_TELEPHONE = "namn och telefonnummer"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """text[start:end] is of that kind."""

    start: int
    end: int
    kind: PersonalDataKind


def find(text: str) -> tuple[PersonalData, ...]:
    """All in a question or another text that someone has typed, in order; none overlap."""
    return _found(text, lambda kind, stated: True)


def find_published(text: str) -> tuple[PersonalData, ...]:
    """Those in a text that someone has published: there a telephone number beside a name is a
    contact's, and a date may be any; a birth date is one that is said to be."""
    return _found(text, lambda kind, stated: kind is NamedKind.BIRTH and stated)


def masked(text: str) -> str:
    """As long as the text, with dots for what `find` finds."""
    return covered(text, find(text))


def covered(text: str, found: Iterable[PersonalData]) -> str:
    """As long as the text; each letter and digit of what was found is a dot."""
    return dotted(text, (index for data in found for index in range(data.start, data.end)))


def dotted(text: str, indexes: Iterable[int]) -> str:
    """As long as the text, with a dot for each letter and digit at the indexes."""
    signs = list(text)
    for index in indexes:
        if signs[index].isalnum():
            signs[index] = COVER
    return "".join(signs)


def _found(text: str, counts: Callable[[NamedKind, bool], bool]) -> tuple[PersonalData, ...]:
    """Searched again with what was found covered, until nothing more is: a number that stood
    beside another one may then stand alone."""
    read = seen(text)
    left = read.text
    found: list[PersonalData] = []
    while new := list(_once(left, counts)):
        found += new
        left = covered(left, new)
    found.sort(key=lambda data: data.start)
    places = read.places
    return tuple(
        PersonalData(places[data.start], places[data.end - 1] + 1, data.kind) for data in found
    )


def _once(text: str, counts: Callable[[NamedKind, bool], bool]) -> Iterator[PersonalData]:
    numbers = [
        PersonalData(number.start, number.end, PersonalDataKind(number.kind))
        for number in numbers_in(text)
    ]
    yield from numbers
    for named in named_in(covered(text, numbers)):
        if counts(named.kind, named.stated):
            yield PersonalData(named.start, named.end, PersonalDataKind(named.kind))
