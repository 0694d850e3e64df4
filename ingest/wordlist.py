"""Is this Swedish? A list of some 960 000 written forms, and compounds of what stands in it.

The list is simplemma's, kept as its compressed stream: reading it takes seconds, so it is
read at the first question, once a process.
"""

from functools import cache

from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

_LANGUAGE = "sv"
_LISTS = StreamDictionaryFactory()
_SHORTEST_FIRST = 3
_SHORTEST_LAST = 4
_MOST_PARTS = 4


def is_word(word: str) -> bool:
    """The list has it, or it is a compound of listed words."""
    return is_listed(word) or _is_compound(word.casefold(), _MOST_PARTS)


@cache
def is_listed(word: str) -> bool:
    """The list has it, as it is written or in lower case."""
    return _lemma(word) is not None or _lemma(word.casefold()) is not None


@cache
def is_first_part(word: str) -> bool:
    """Compounds may begin so: a base form ("patient"), with a linking s ("arbets"), or a stem
    that ends otherwise ("gatu", "kyrko", "skol"). A definite form can't: "vården"."""
    lemma = _lemma(word)
    if lemma == word:
        return True
    if word.endswith("s") and (_lemma(word[:-1]) == word[:-1] or _is_compound(word[:-1], 2)):
        return True
    if lemma is not None and word[-1] in "oue" and lemma.casefold() == f"{word[:-1]}a":
        return True
    return any(_lemma(f"{word}{ending}") == f"{word}{ending}" for ending in "ae")


@cache
def _is_compound(word: str, parts: int) -> bool:
    """A first part, then a word or another compound."""
    for cut in range(_SHORTEST_FIRST, len(word) - _SHORTEST_LAST + 1):
        first, rest = word[:cut], word[cut:]
        last = _lemma(rest) is not None or (parts > 2 and _is_compound(rest, parts - 1))
        if last and is_first_part(first):
            return True
    return False


@cache
def _lemma(word: str) -> str | None:
    return _LISTS.get_dictionary(_LANGUAGE).get(word)
