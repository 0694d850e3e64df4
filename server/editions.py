"""Documents that follow upon each other: the report of 2019 and that of 2021, a guideline and
the one that replaced it.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from index.words import words
from ingest.document import Description, Kind

# What tells the editions of a series apart in their titles.
_OF_EDITION = re.compile(
    r"\d+|reviderad|revidering|version|utgåva|upplaga|januari|februari|mars|april|maj|juni|juli|"
    r"augusti|september|oktober|november|december"
)
_FIGURE = re.compile(r"\d+(?:[ .,]\d+)*")
_NEGATION = re.compile(r"\b(?:inte|ej|ingen|inget|inga|aldrig)\b", re.IGNORECASE)
# The share of the longer sentence's words, figures apart, that the other one must hold.
_SAME_MATTER = 0.5
_FEWEST_SHARED = 3


@lru_cache
def series_of(description: Description) -> tuple[str, ...]:
    """What the editions of a series have in common: publisher and title without its year."""
    return (description.publisher.casefold(), *title_words(description.title))


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title but for those that tell the editions of a series apart."""
    return tuple(word for word in words(title) if not _OF_EDITION.fullmatch(word))


def are_editions(one: Description, other: Description) -> bool:
    """True of two documents of a series that are of different years."""
    if one.year is None or other.year is None or one.year == other.year:
        return False
    return series_of(one) == series_of(other)


def same_matter(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two sentences, by their search terms, speak of the same thing, figures apart."""
    first, second = ({term for term in terms if not term[0].isdigit()} for terms in (one, other))
    shared = len(first & second)
    return shared >= _FEWEST_SHARED and shared >= _SAME_MATTER * max(len(first), len(second))


def disagree(one: str, other: str) -> bool:
    """Whether two sentences on the same matter state different figures, or one of them denies."""
    return _figures(one) != _figures(other) or _denies(one) != _denies(other)


def _figures(text: str) -> set[str]:
    return {figure.replace(" ", "").replace(".", "") for figure in _FIGURE.findall(text)}


def _denies(text: str) -> bool:
    return _NEGATION.search(text) is not None


def attributed(text: str, description: Description) -> str:
    """A quote with the year, the kind of document and the publisher that it comes from."""
    noun = "dokument" if description.kind is Kind.OTHER else description.kind.value
    return f"{description.year} års {noun} ({description.publisher}) anger: ”{text}”"
