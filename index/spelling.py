"""The question's spelling, mended by the collection's own words.

Only a word that neither the collection nor the Swedish list knows is touched: letters wrong,
left out, doubled or changed about (F. J. Damerau, "A technique for computer detection and
correction of spelling errors", 1964), å ä ö written a o or ae oe aa, compounds written apart and
words written together. Names, numbers and what is in capitals stay as they are.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.abbreviations import ABBREVIATIONS, SHORTHAND
from index.compounds import Compounds
from index.inflection import stem
from index.lexicon import Lexicon
from index.words import STOP_WORDS
from ingest.wordlist import is_listed

_WORD = re.compile(r"([^\W\d_]+)")
_BARE = str.maketrans("åäöéü", "aaoeu")
_DOTTED = frozenset("åäö")
_TYPED = (("ae", "a"), ("oe", "o"), ("aa", "a"))
_SHORTEST_MENDED = 5
_SHORTEST_TWICE_MENDED = 8
_SHORTEST_PART = 4
# What one å for an a costs, where a wrong letter costs 1.
_DOTS = 0.25
# Hardly anyone puts dots where there are none.
_MORE_DOTS = 0.5
_NEAREST = 12
# So much more often than the word as it is typed must the one with å ä ö stand.
_DOMINANCE = 10
_COMPARED = 60_000
_JOINED_AT_LEAST = 3
_JOINED_TO_APART = 3
# Stop words that no other word begins with, as with "ut" or "för", and those between two words.
_OPENING = frozenset("vad vem hur när var vilka vilken vilket som och eller är har ska kan".split())
_BETWEEN = frozenset("och eller för på av till med vid om".split())


class Speller:
    """Mends spelling by one lexicon; safe between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._vocabulary = lexicon.counts
        self._stems = lexicon.stems
        self._counts = _frequent(lexicon.counts)
        self._compounds = Compounds(lexicon)

    def corrected(self, text: str) -> str:
        """The text with its misspelt words mended, all else as it stands.

        >>> Speller(Lexicon.of({"sjuksköterska": 9})).corrected("Vad gör en sjukskötersak?")
        'Vad gör en sjuksköterska?'
        """
        pieces = _WORD.split(unicodedata.normalize("NFC", text))
        without_dots = _DOTTED.isdisjoint(text.casefold())
        done, at = [pieces[0]], 1
        while at < len(pieces):
            word, gap = pieces[at : at + 2]
            if gap == " " and at + 2 < len(pieces) and self._is_one(word, pieces[at + 2]):
                done += [word + pieces[at + 2], pieces[at + 3]]
                at += 4
            else:
                # A capital within the question begins a name: only its dots are given back.
                is_name = word[0].isupper() and at > 1
                done += [self._mended(word, is_name, without_dots), gap]
                at += 2
        return "".join(done)

    def _is_one(self, first: str, second: str) -> bool:
        """Two words that the collection writes together: "läkemedels genomgång"."""
        if second[0].isupper():
            return False
        first, second = first.casefold(), second.casefold()
        if min(len(first), len(second)) < _SHORTEST_PART or {first, second} & STOP_WORDS:
            return False
        joined = self._counts.get(first + second, 0)
        # "särskilt boende" is meant apart though someone once wrote it together.
        apart = min(self._counts.get(word, 0) for word in (first, second))
        return joined >= _JOINED_AT_LEAST and _JOINED_TO_APART * joined >= apart

    def _mended(self, word: str, is_name: bool, without_dots: bool) -> str:
        lower = word.casefold()
        if word.isupper() or lower in SHORTHAND or lower in ABBREVIATIONS:
            return word
        mended = self._with_dots(lower, without_dots)
        if mended is None and not is_name and not self._knows(lower):
            mended = self._spaced(lower) or self._respelt(lower) or self._respelt_compound(lower)
        if mended is None:
            return word
        return mended[0].upper() + mended[1:] if word[0].isupper() else mended

    def _with_dots(self, word: str, without_dots: bool) -> str | None:
        """The word with its å ä ö, if it lost them; a Swedish word only in a text without any."""
        own = self._vocabulary.get(word, 0)
        if not without_dots and is_listed(word):
            return None
        bare = {word}
        if not own and not is_listed(word):
            bare.add(_untyped(word))
        twins = (twin for form in bare for twin in self._by_bare.get(form, ()) if twin != word)
        best = max(twins, key=self._counts.__getitem__, default=None)
        return best if best and self._counts[best] >= _DOMINANCE * own else None

    def _knows(self, word: str) -> bool:
        return (
            len(word) < _SHORTEST_MENDED
            or word in self._vocabulary
            or is_listed(word)
            or self._stems.get(stem(word), 0) > 1
            or bool(self._compounds.parts(word))
        )

    def _respelt(self, word: str, most: float | None = None) -> str | None:
        """The nearest word, of equally near ones the most frequent."""
        if len(word) < _SHORTEST_MENDED:
            return None
        if most is None:
            most = 2 if len(word) >= _SHORTEST_TWICE_MENDED else 1
        near = [(cost, -self._counts[other], other) for cost, other in self._near(word, most)]
        return min(near)[2] if near else None

    def _near(self, word: str, most: float) -> Iterator[tuple[float, str]]:
        bare = word.translate(_BARE)
        for length in range(len(word) - int(most), len(word) + int(most) + 1):
            found = process.extract(
                bare,
                self._by_length.get(length, ()),
                scorer=OSA.distance,  # type: ignore[arg-type]  # the stubs' Protocol is narrower
                score_cutoff=most,
                limit=_NEAREST,
            )
            for other_bare, distance, _ in found:
                # Hardly anyone mistypes a word's first letter.
                if distance + (bare[0] != other_bare[0]) > most:
                    continue
                for other in self._by_bare[other_bare]:
                    wrong = OSA.distance(word, other) - distance
                    extra = max(0, _dotted(word) - _dotted(other))
                    if (cost := distance + _DOTS * wrong + _MORE_DOTS * extra) <= most + _MORE_DOTS:
                        yield cost, other

    def _spaced(self, word: str) -> str | None:
        """Words written together with a stop word: "vårdochomsorg", "vemansvarar"."""
        for cut in range(2, len(word) - 1):
            head, tail = word[:cut], word[cut:]
            if head in _OPENING and (tail in STOP_WORDS or self._is_long(tail)):
                return f"{head} {tail}"
            for end in range(2, min(6, len(tail))):
                if tail[:end] in _BETWEEN and self._is_long(head) and self._is_long(tail[end:]):
                    return f"{head} {tail[:end]} {tail[end:]}"
        return None

    def _is_long(self, word: str) -> bool:
        return word in self._counts and len(word) >= _SHORTEST_PART

    def _respelt_compound(self, word: str) -> str | None:
        """A compound of which one part is known and the other is one letter from it; the longer
        the known part, the better."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        for cut in sorted(cuts, key=lambda cut: -max(cut, len(word) - cut)):
            head, tail = word[:cut], word[cut:]
            if self._compounds.first_part(head, tail):
                if other := self._respelt(tail, 1):
                    return head + other
            elif tail in self._counts:
                bare = head.removesuffix("s")
                if other := self._respelt(bare, 1):
                    return other + head[len(bare) :] + tail
        return None

    @cached_property
    def _by_bare(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._counts:
            found.setdefault(word.translate(_BARE), []).append(word)
        return found

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for bare in self._by_bare:
            found.setdefault(len(bare), []).append(bare)
        return found


def _frequent(counts: Mapping[str, int]) -> dict[str, int]:
    """The words that a misspelt one is taken for. To be compared with all words of a vast
    collection would take long, and what stands in it once in a while is a misprint there."""
    spelled = {word: count for word, count in counts.items() if count > 1 and word.isalpha()}
    if len(spelled) <= _COMPARED:
        return spelled
    return dict(sorted(spelled.items(), key=lambda item: (-item[1], item[0]))[:_COMPARED])


def _dotted(word: str) -> int:
    return sum(letter in _DOTTED for letter in word)


def _untyped(word: str) -> str:
    """As a keyboard without å ä ö would have it: "aeldre" as "aldre"."""
    for typed, bare in _TYPED:
        word = word.replace(typed, bare)
    return word
