"""Compounds and their parts: "äldreomsorgsplan" is "äldre", "omsorg" and "plan".

A word is divided where both sides are words, at least one of them the collection's own and the
other at least Swedish: the division whose shorter side is longest, then the one whose parts are
the most frequent (after P. Koehn and K. Knight, "Empirical methods for compound splitting",
2003), again and again.
"""

from collections.abc import Iterator

from index.inflection import base_form, stem
from index.lexicon import Lexicon
from index.words import STOP_WORDS
from ingest.wordlist import SHORT_PARTS, lemma

_SHORTEST_PART = 3
_SHORTEST_COMPOUND = 7
# No word of a report is longer; what is would be divided again and again to no avail.
_LONGEST_COMPOUND = 60
_LONG = 9
_NEVER_DOUBLED = "aeiouyåäö"
# A linking vowel that a first part ends in, and what its base form has instead: "arbets-" is
# "arbete", "sjuksköterske-" and "kyrko-" are "sjuksköterska" and "kyrka".
_LINKS = (
    ("", "a"),
    ("", "e"),
    ("s", "e"),
    ("e", "a"),
    ("o", "a"),
    ("u", "a"),
    ("e", ""),
    ("a", ""),
    ("o", ""),
    ("u", ""),
)
# Words, but as a first part a prefix, and as a last part an ending.
_PREFIXES = STOP_WORDS | frozenset(
    "ans bort dess fram fri före hop igen ihop inne isär läke med miss mot rikt sam samma samman "
    "sär tills upp ute van åter".split()
)
_ENDINGS = STOP_WORDS | frozenset(
    "aktig ande arna artad bara else ende enda erna faldig full fulla gering inga ingen ings "
    "kommelse lagd lera liga ligen logi löst ning orna ring skapa ställa ständig sätta vara "
    "varig värd".split()
)
# A word that stands so much oftener than one of its parts is a word of its own: "läkemedel".
_OWN_WORD = 10


class Compounds:
    """Divides words by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._counts = lexicon.counts
        self._stems = lexicon.stems
        self._divided: dict[str, tuple[str, str] | None] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound in order, down to the smallest; nothing for another word.

        >>> Compounds(Lexicon.of({"läkemedel": 3, "hantering": 5})).parts("läkemedelshantering")
        ('läkemedel', 'hantering')
        """
        divided = self._divide(word)
        if divided is None:
            return ()
        head, tail = divided
        return (*(self.parts(head) or (head,)), *(self.parts(tail) or (tail,)))

    def members(self, word: str) -> tuple[str, ...]:
        """The parts, and what they make up between them: "äldreomsorg" of "äldreomsorgsplan"."""
        divided = self._divide(word)
        if divided is None:
            return ()
        return tuple(member for part in divided for member in (part, *self.members(part)))

    def _divide(self, word: str) -> tuple[str, str] | None:
        if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
            return None
        if word not in self._divided:
            best = max(self._divisions(word), default=None)
            self._divided[word] = best[2] if best else None
        return self._divided[word]

    def _divisions(self, word: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
        """Each way with its worth: the shorter side's length, the parts' occurrences."""
        whole = base_form(word)
        for cut in range(_SHORTEST_PART, len(whole) - _SHORTEST_PART + 1):
            tail = whole[cut:]
            if not self._is_last_part(tail):
                continue
            head = self.first_part(whole[:cut], tail)
            if head is None or stem(head) == stem(whole):
                continue
            counts = self._worth(head), self._worth(tail)
            if self._is_made_of(whole, counts):
                yield min(cut, len(tail)), sum(counts), (head, tail)

    def _is_made_of(self, whole: str, counts: tuple[int, int]) -> bool:
        """A short word that the list has is only divided into two of the collection's own."""
        if len(whole) < _LONG and lemma(whole) is not None and not all(counts):
            return False
        return any(counts) and self._count(whole) <= _OWN_WORD * max(1, min(counts))

    def _is_last_part(self, tail: str) -> bool:
        if tail in _ENDINGS:
            return False
        if len(tail) == _SHORTEST_PART:
            return tail in SHORT_PARTS
        return self._counts.get(tail, 0) > 1 or lemma(tail) is not None

    def first_part(self, head: str, tail: str) -> str | None:
        """The word that a compound's first part stands for: "läkemedels" for "läkemedel"."""
        if head in _PREFIXES:
            return None
        if head in SHORT_PARTS:
            return head
        # Of three equal consonants two are written: "natt" and "tillsyn" in "nattillsyn".
        if head[-1] == tail[0] not in _NEVER_DOUBLED and self._opens(head + head[-1]):
            return head + head[-1]
        bare = head.removesuffix("s")
        for word in (head, bare):
            if self._opens(word):
                return word
        words = [head.removesuffix(link) + end for link, end in _LINKS if head.endswith(link)]
        if own := [word for word in words if word in self._counts and self._opens(word)]:
            return own[0]
        if base_form(bare) == bare and self._divide(bare):
            return bare
        return next(filter(self._opens, words), None)

    def _opens(self, word: str) -> bool:
        """A word that a compound may begin with: no form of another, so not "vården"."""
        if len(word) <= _SHORTEST_PART or word in _PREFIXES:
            return False
        return base_form(word) == word if lemma(word) else self._counts.get(word, 0) > 1

    def _worth(self, part: str) -> int:
        """Occurrences; of a compound that seldom stands alone, those of its rarer part."""
        divided = self._divide(part)
        halves = min(self._worth(half) for half in divided) if divided else 0
        return max(self._count(part), halves)

    def _count(self, word: str) -> int:
        """Occurrences in all forms; of what stands once only, as likely as not a misprint, none."""
        count = self._stems.get(stem(word), 0)
        return count if count > 1 else 0
