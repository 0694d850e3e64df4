"""What a file says beside the text of its pages: notes, fields that someone has filled in, and what
it tells of itself. Nobody is shown any of it here, but a reader who gets the file has it all.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from ingest.telling import told

T = TypeVar("T")
WHOLE_FILE = 0
_NOTES = ("/Contents", "/RC", "/Subj")
_FIELD_NAMES = ("/TU", "/T")
_VALUES = ("/V", "/DV")
_MOST_LEVELS = 20
# More than any honest file says; a stream and a note cost so much for being looked at.
_MOST_CHARACTERS = 20_000_000
_STREAM_COST = 100_000
_NOTE_COST = 200
_MARKUP = re.compile(r"<[^>]*>")
# Dates, and marks that programs set.
_NO_WORDS = re.compile(r"D:[0-9]|(?:uuid|xmp\.[did]+|adobe):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Beside:
    """Words beside those of a page, which counts from 1; 0 is the file itself."""

    page: int
    text: str


def beside(reader: PdfReader) -> list[Beside]:
    """All that can be read, up to a limit that only hostile files come to."""
    found: list[Beside] = []
    # What came before the limit stays in the list.
    with suppress(_EnoughError):
        found.extend(_Telling().all(reader))
    return found


class _EnoughError(Exception):
    """The file says more than is listened to."""


class _Telling:
    def __init__(self) -> None:
        self._left = _MOST_CHARACTERS

    def all(self, reader: PdfReader) -> Iterator[Beside]:
        for text in _told(partial(self._of_itself, reader)):
            yield Beside(WHOLE_FILE, text)
        for number in range(told(lambda: len(reader.pages), 0)):
            for note in _told(partial(_notes, reader, number)):
                for text in _told(partial(self._in_note, note)):
                    yield Beside(number + 1, text)

    def _of_itself(self, reader: PdfReader) -> Iterator[str]:
        for value in (reader.metadata or {}).values():
            yield from self._words(_whole(value))
        root = _whole(reader.trailer.get("/Root"))
        described = _whole(root.get("/Metadata")) if isinstance(root, DictionaryObject) else None
        for text in self._words(described):
            yield from filter(_is_word, _MARKUP.sub("\n", text).splitlines())

    def _in_note(self, told_of: object) -> Iterator[str]:
        """What it says, and what is filled in where it is a field, after the name of the field."""
        self._spend(_NOTE_COST)
        note = _whole(told_of)
        if not isinstance(note, DictionaryObject):
            return
        for key in _NOTES:
            for text in self._words(_whole(note.get(key))):
                yield _MARKUP.sub(" ", text)
        levels = list(_levels(note))
        named = " ".join(text for key in _FIELD_NAMES for text in self._first(levels, key))
        for key in _VALUES:
            for text in self._first(levels, key):
                yield f"{named}: {text}"

    def _first(self, levels: list[DictionaryObject], key: str) -> list[str]:
        """Of the nearest level that tells."""
        told_by = (list(self._words(_whole(level.get(key)))) for level in levels)
        return next(filter(None, told_by), [])

    def _words(self, value: object) -> Iterator[str]:
        several = value if isinstance(value, ArrayObject) else [value]
        for one in map(_whole, several):
            text = self._stream(one) if isinstance(one, StreamObject) else one
            # A name is a program's.
            if isinstance(text, str) and not isinstance(text, NameObject):
                self._spend(len(text))
                if _is_word(text):
                    yield str(text)

    def _stream(self, stream: StreamObject) -> str:
        self._spend(_STREAM_COST)
        return stream.get_data().decode("utf-8", "replace")

    def _spend(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            raise _EnoughError


def _told(what: Callable[[], Iterator[T]]) -> list[T]:
    return told(lambda: list(what()), [])


def _notes(reader: PdfReader, number: int) -> Iterator[object]:
    notes = _whole(reader.pages[number].get("/Annots"))
    yield from notes if isinstance(notes, ArrayObject) else ()


def _levels(field: DictionaryObject) -> Iterator[DictionaryObject]:
    """A field, and those that it is part of and takes what it lacks from."""
    level: object = field
    for _ in range(_MOST_LEVELS):
        if not isinstance(level, DictionaryObject):
            return
        yield level
        level = _whole(level.get("/Parent"))


def _is_word(text: str) -> bool:
    return not text.isspace() and not _NO_WORDS.match(text)


def _whole(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
