"""Our words of a page against another program's: what is missing, foreign, joined or split.

A word is a run of letters or a run of digits (NFKC, soft hyphens dropped; "it-stöd" is two
words, "dag1" too), so punctuation plays no part. The comparison is by multiset: a word
that stands three times on the page must stand three times with us. Case counts.

Missing: a word of theirs that none of these finds among ours not yet used:
  1. theirs across a line-end hyphen ("kom-⏎mun") is one of ours ("kommun");
  2. theirs is one of ours, passages before headings before what is accounted for;
  3. two neighbours of theirs are one of ours ("ledningsfunk⏎tionen");
  4. theirs is two neighbours of ours;
  5. two words of theirs, both without match, are one of ours (a cell's lines, between which
     pdftotext reads another cell's).
Foreign: a word of our passages that is left when all of theirs have been looked for.
Joined: ours by 1, 3 or 5 stands nowhere whole on their page and is no Swedish word. After a
  line-end hyphen it counts if both halves are words and it is not even a compound ("it-⏎stöd"),
  for else it is a word that the list lacks; else it counts if it is no compound, or if both
  halves are words and it isn't in the list itself.
Split: ours by 4 where theirs is a Swedish word and one of our two is none; or our two keep
  the hyphen of a line end though their sum is a Swedish word in the list, neither
  suspended ("hälso- och") nor written with that hyphen within a line of the page.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise, permutations, zip_longest

from ingest.wordlist import is_listed, is_word

_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u00ad]*)+|\d+")
_LINE_END_HYPHEN = re.compile(r"[-\u2010\u00ad]\s*\n\s*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")

# So many words without match are tried in pairs: more, and the page is lost anyway.
_MOST_LOST = 500


@dataclass(frozen=True, slots=True)
class Word:
    """A word, and how it is tied to the next: by a hyphen, with or without a line end."""

    text: str
    hyphen: bool = False
    line_end_hyphen: bool = False


class Place(Enum):
    PASSAGE = "i stycken"
    HEADING = "i rubriker"
    ACCOUNTED = "redovisade"


@dataclass(slots=True)
class Comparison:
    """Of one page. `found` counts their words by where we have them."""

    words: int = 0
    found: Counter[Place] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    split: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.found.total() / self.words if self.words else 1.0


def slices_of(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each word of a text starts and ends, and where the next one starts."""
    bounds = [match.span() for match in _WORD.finditer(text)]
    for (start, end), following in zip_longest(bounds, bounds[1:]):
        yield start, end, following[0] if following else len(text)


def spelled(word: str) -> str:
    return unicodedata.normalize("NFKC", word.replace("\u00ad", ""))


def words_of(text: str) -> list[Word]:
    return [
        Word(
            # A soft hyphen at a line end belongs to what ties the words, not to the word.
            spelled(text[start:end]),
            bool(_HYPHEN.fullmatch(text[end:following])),
            bool(_LINE_END_HYPHEN.fullmatch(text[len(text[:end].rstrip("\u00ad")) : following])),
        )
        for start, end, following in slices_of(text)
    ]


class _Search:
    """Takes our words away one by one as theirs are found."""

    def __init__(self, theirs: Sequence[Word], ours: Mapping[Place, Sequence[Word]]) -> None:
        self.theirs = theirs
        self.passages = ours.get(Place.PASSAGE, ())
        self.left = {place: Counter(word.text for word in words) for place, words in ours.items()}
        self.found: list[Place | None] = [None] * len(theirs)
        self.result = Comparison(words=len(theirs))
        self.whole = {word.text for word in theirs}

    def take(self, word: str) -> Place | None:
        for place in Place:
            if self.left.get(place, Counter())[word] > 0:
                self.left[place][word] -= 1
                return place
        return None

    def hyphenated(self) -> None:
        for i in range(len(self.theirs) - 1):
            if self.theirs[i].line_end_hyphen and self.found[i] is None:
                self._join(i, i + 1)

    def exact(self) -> None:
        for i, word in enumerate(self.theirs):
            if self.found[i] is None:
                self.found[i] = self.take(word.text)

    def neighbours(self) -> None:
        """One of the two may have been used for another of the same text."""
        for i in range(len(self.theirs) - 1):
            if self.found[i] is None or self.found[i + 1] is None:
                self._join(i, i + 1)

    def far_apart(self) -> None:
        lost = [i for i, place in enumerate(self.found) if place is None]
        for i, k in permutations(lost[:_MOST_LOST], 2):
            if self.found[i] is None and self.found[k] is None:
                self._join(i, k)

    def _join(self, i: int, k: int) -> None:
        first, second = self.theirs[i], self.theirs[k]
        whole = first.text + second.text
        place = self.take(whole)
        if place is None:
            return
        self.found[i] = self.found[i] or place
        self.found[k] = self.found[k] or place
        if place is not Place.PASSAGE or whole in self.whole or is_listed(whole):
            return
        halves = is_word(first.text) and is_word(second.text)
        compound = is_word(whole)
        if (halves and not compound) or (not first.line_end_hyphen and (halves or not compound)):
            self.result.joined.append(whole)

    def halves(self) -> None:
        """Theirs that is two neighbours of ours."""
        ours = [word.text for word in self.passages]
        pairs = {a + b: (a, b) for a, b in pairwise(ours)}
        left = self.left.get(Place.PASSAGE, Counter())
        for i, word in enumerate(self.theirs):
            pair = pairs.get(word.text)
            if self.found[i] is not None or pair is None or not any(left[w] > 0 for w in pair):
                continue
            self.found[i] = Place.PASSAGE
            for half in pair:
                left[half] -= left[half] > 0
            if is_word(word.text) and not all(is_word(half) for half in pair):
                self.result.split.append("|".join(pair))

    def kept_hyphens(self) -> None:
        broken = _pairs(self.theirs, line_end=True)
        meant = _pairs(self.theirs, line_end=False)
        for a, b in _pairs(self.passages, line_end=False):
            if (a, b) in broken and (a, b) not in meant and is_listed(a + b):
                self.result.split.append(f"{a}-{b}")


def _pairs(words: Sequence[Word], *, line_end: bool) -> set[tuple[str, str]]:
    return {
        (a.text, b.text)
        for a, b in pairwise(words)
        if (a.line_end_hyphen if line_end else a.hyphen)
    }


def compare(theirs: Sequence[Word], ours: Mapping[Place, Sequence[Word]]) -> Comparison:
    """All words of one page by the other program, and by us where we have them."""
    search = _Search(theirs, ours)
    search.hyphenated()
    search.exact()
    search.neighbours()
    search.halves()
    search.far_apart()
    search.kept_hyphens()
    result = search.result
    result.found = Counter(place for place in search.found if place is not None)
    result.missing = [
        word.text for word, place in zip(theirs, search.found, strict=True) if place is None
    ]
    result.foreign = list(search.left.get(Place.PASSAGE, Counter()).elements())
    return result
