"""Swedish words for keyword search: stems, compound parts, abbreviations.

The same analysis runs over passages and questions, so that "ssk" meets "sjuksköterskor",
"läkemedelshantering" meets "hantering av läkemedel" and the other way round.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from index.abbreviations import ABBREVIATIONS, CASED
from index.compounds import Compounds
from index.inflection import stem
from index.lexicon import Lexicon
from index.words import STOP_WORDS, words, written_words


class Analyser:
    """Texts and questions to search terms, by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._compounds = Compounds(lexicon)
        self._terms: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> Iterator[str]:
        """All terms of a text in order, stop words left out."""
        written = list(written_words(text))
        lower = [word.casefold() for word in written]
        for i, word in enumerate(lower):
            if word not in STOP_WORDS:
                yield from self.word_terms(word)
            if written[i] in CASED:
                yield from _content_stems(CASED[written[i]])
            yield from _abbreviated(lower, i)

    def word_terms(self, word: str) -> tuple[str, ...]:
        """The word's stem, then the stems of its parts or of what it abbreviates."""
        if word not in self._terms:
            self._terms[word] = tuple(dict.fromkeys(self._analyse(word)))
        return self._terms[word]

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound in order, or nothing."""
        return self._compounds.parts(word)

    def _analyse(self, word: str) -> Iterator[str]:
        yield stem(word)
        if explained := ABBREVIATIONS.get(word):
            yield from _content_stems(explained)
        for member in self._compounds.members(word):
            yield stem(member)


@cache
def _content_stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(text) if word not in STOP_WORDS)


@cache
def _long_forms() -> dict[str, list[tuple[list[str], str]]]:
    """Long forms of several words as stems, with the abbreviation's stem, by the first stem."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for short, explained in (*ABBREVIATIONS.items(), *CASED.items()):
        stems = [stem(word) for word in words(explained)]
        if len(stems) > 1:
            found.setdefault(stems[0], []).append((stems, stem(short.casefold())))
    return found


def _abbreviated(words_: Sequence[str], start: int) -> Iterator[str]:
    """The abbreviation of the long form that begins here, if one does."""
    for stems, short in _long_forms().get(stem(words_[start]), ()):
        if [stem(word) for word in words_[start : start + len(stems)]] == stems:
            yield short
