"""Personal data in what was read of a file: counted for its operator, and covered over in what
readers get unless the file is public as it is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.beside import Beside
from ingest.document import (
    Content,
    Description,
    Disclosure,
    Number,
    Page,
    Passage,
    PersonalDataOnPage,
)
from ingest.personal_data import PersonalData, PersonalDataKind, covered, dotted, find_published

_Sign = tuple[int, int]
"""The number of a page, and the index of a character on it."""


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    kind: PersonalDataKind
    signs: frozenset[_Sign]


def personal_data_beside(parts: Iterable[Beside]) -> tuple[PersonalDataOnPage, ...]:
    """In what a file says beside the text of its pages."""
    counts: Counter[tuple[int, PersonalDataKind]] = Counter()
    for part in parts:
        counts.update((part.page, data.kind) for data in find_published(part.text))
    return tuple(
        PersonalDataOnPage(page, kind, count, beside=True)
        for (page, kind), count in sorted(counts.items())
    )


def personal_data_of(content: Content) -> tuple[PersonalDataOnPage, ...]:
    counts: Counter[tuple[int, PersonalDataKind]] = Counter()
    taken: set[_Sign] = set()
    for place in _places(content):
        counts[place.page, place.kind] += taken.isdisjoint(place.signs)
        taken |= place.signs
    for page in content.pages:
        counts.update((page.number, data.kind) for data in find_published(page.label))
    in_text = (
        PersonalDataOnPage(page, kind, count)
        for (page, kind), count in sorted(counts.items())
        if count
    )
    return (*in_text, *content.beside)


def without_personal_data(content: Content) -> Content:
    """The same with dots for what is personal: wherever something stands on a page it is covered
    there and in every passage, though only one of them shows that it belongs together."""
    signs: dict[int, set[int]] = defaultdict(set)
    for place in _places(content):
        for page, index in place.signs:
            signs[page].add(index)
    return replace(
        content,
        pages=tuple(_covered_page(page, signs[page.number]) for page in content.pages),
        passages=tuple(_covered_passage(passage, signs) for passage in content.passages),
    )


def settled(description: Description, *, holds_any: bool) -> Description:
    """The description as readers get it of a document that holds personal data or not."""
    if description.personal_data is Disclosure.PUBLIC:
        return description
    shown = replace(
        description,
        title=_text(description.title),
        publisher=_text(description.publisher),
        edition=description.edition and _text(description.edition),
        numbers=tuple(Number(n.kind, _text(n.value)) for n in description.numbers),
        replaces=tuple(_text(replaced) for replaced in description.replaces),
    )
    # What was covered stays so where the file that it was read from is gone.
    return replace(shown, covered=description.covered or shown != description or holds_any)


def file_name(path: str, description: Description) -> str:
    """The name of a file as readers get it."""
    name = Path(path).name
    if description.personal_data is Disclosure.PUBLIC:
        return name
    return covered(name, find_published(name.replace("_", " ")))


def _places(content: Content) -> Iterator[_Place]:
    """On the pages first, then in the passages, which join what the lines of a page part."""
    for page in content.pages:
        for data in find_published(page.text):
            signs = ((page.number, index) for index in range(data.start, data.end))
            yield _Place(page.number, data.kind, frozenset(signs))
    for passage in content.passages:
        for data in find_published(passage.text):
            yield _in_passage(passage, data)


def _in_passage(passage: Passage, data: PersonalData) -> _Place:
    parts = list(passage.locate(data.start, data.end))
    signs = (
        (part.page, part.offset + index) for part in parts for index in range(part.end - part.start)
    )
    page = parts[0].page if parts else passage.first_page
    return _Place(page, data.kind, frozenset(signs))


def _covered_page(page: Page, signs: Collection[int]) -> Page:
    return replace(page, text=dotted(page.text, signs), label=_text(page.label))


def _covered_passage(passage: Passage, signs: dict[int, set[int]]) -> Passage:
    on_pages = [
        index
        for span in passage.spans
        if signs[span.page]
        for index in range(span.start, span.end)
        if span.offset + index - span.start in signs[span.page]
    ]
    text = covered(dotted(passage.text, on_pages), find_published(passage.text))
    section = tuple(map(_text, passage.section))
    if (text, section) == (passage.text, passage.section):
        return passage
    return replace(passage, text=text, section=section)


def _text(text: str) -> str:
    return covered(text, find_published(text))
