"""What a file says beside the text of its pages: notes, fields that someone has filled in, and what
it tells of itself. Nobody is shown any of it here, but a reader who gets the file has it all.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from ingest.telling import told

T = TypeVar("T")
WHOLE_FILE = 0
_NOTES = ("/Contents", "/RC", "/Subj")
_FIELD_NAMES = ("/TU", "/T")
_VALUES = ("/V", "/DV")
_MOST_LEVELS = 20
# As many as no honest file has.
_MOST_ON_PAGE = 5_000
_MOST_CHARACTERS = 20_000
_MOST_DESCRIBED = 500_000
_MARKUP = re.compile(r"<[^>]*>")
# Dates, and marks that programs set.
_NO_WORDS = re.compile(r"D:[0-9]|(?:uuid|xmp\.[did]+|adobe):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Beside:
    """Words beside those of a page, which counts from 1; 0 is the file itself."""

    page: int
    text: str


def beside(reader: PdfReader) -> Iterator[Beside]:
    """All that can be read."""
    for text in _told(partial(_of_itself, reader)):
        yield Beside(WHOLE_FILE, text)
    for number in range(told(lambda: len(reader.pages), 0)):
        for note in _told(partial(_notes, reader, number)):
            for text in _told(partial(_in_note, note)):
                yield Beside(number + 1, text)


def _told(what: Callable[[], Iterator[T]]) -> list[T]:
    return told(lambda: list(what()), [])


def _notes(reader: PdfReader, number: int) -> Iterator[object]:
    notes = _whole(reader.pages[number].get("/Annots"))
    yield from islice(notes, _MOST_ON_PAGE) if isinstance(notes, ArrayObject) else ()


def _of_itself(reader: PdfReader) -> Iterator[str]:
    for value in (reader.metadata or {}).values():
        yield from _words(value)
    described = _whole(_whole(reader.trailer.get("/Root"), {}).get("/Metadata"))
    if hasattr(described, "get_data"):
        text = described.get_data()[:_MOST_DESCRIBED].decode("utf-8", "replace")
        for line in _MARKUP.sub("\n", text).splitlines():
            yield from _words(line)


def _in_note(told_of: object) -> Iterator[str]:
    """What it says, and what is filled in where it is a field, after the name of the field."""
    note = _whole(told_of)
    if not isinstance(note, DictionaryObject):
        return
    for key in _NOTES:
        for text in _words(_whole(note.get(key))):
            yield _MARKUP.sub(" ", text)
    levels = list(_levels(note))
    named = " ".join(text for key in _FIELD_NAMES for text in _first(levels, key))
    for key in _VALUES:
        for text in _first(levels, key):
            yield f"{named}: {text}"


def _levels(field: DictionaryObject) -> Iterator[DictionaryObject]:
    """A field, and those that it is part of and takes what it lacks from."""
    level: object = field
    for _ in range(_MOST_LEVELS):
        if not isinstance(level, DictionaryObject):
            return
        yield level
        level = _whole(level.get("/Parent"))


def _first(levels: list[DictionaryObject], key: str) -> list[str]:
    """Of the nearest level that tells."""
    return next((told for level in levels if (told := list(_words(_whole(level.get(key)))))), [])


def _words(value: object) -> Iterator[str]:
    if isinstance(value, ArrayObject):
        for one in islice(value, _MOST_ON_PAGE):
            yield from () if isinstance(one, ArrayObject) else _words(_whole(one))
    elif hasattr(value, "get_data"):
        yield value.get_data()[:_MOST_CHARACTERS].decode("utf-8", "replace")
    elif isinstance(value, str) and not value.startswith("/"):
        text = str(value)[:_MOST_CHARACTERS]
        if text.strip() and not _NO_WORDS.match(text):
            yield text


def _whole(value: Any, otherwise: Any = None) -> Any:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return otherwise if found is None else found
