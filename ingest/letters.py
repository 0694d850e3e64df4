"""Letters and digits in their plainest form: what two readings of a text are compared by."""

import unicodedata
from collections.abc import Iterable, Iterator


def letters_of(text: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each letter and digit of a text in its plainest form, with its index."""
    for index, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character).casefold():
            if plain.isalnum():
                yield plain, index
