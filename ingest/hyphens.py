"""Line ends joined the Swedish way: `kom-⏎mun` loses its hyphen, `hälso-⏎och` keeps it.

What the document itself writes elsewhere decides first, then the Swedish word list; what
neither knows loses its hyphen, for nearly every hyphen at a line end was put there to break.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.traced import TracedText
from ingest.wordlist import is_listed, is_word

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = re.compile(r"(\S*\w)-$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"\w[\w-]*")
# After a suspended hyphen the sentence goes on with one of these: "hälso- och sjukvård".
_JOINING = {"och", "eller", "o"}
_SUSPENDING = _JOINING | set("samt respektive till men som med än kontra".split())
# The only first part of more than three letters that the list nearly always sets apart.
_SET_APART = {"icke"}
# Between two hyphens these link words: "tal-till-text", "ansikte-mot-ansikte".
_LINKING = set("av för i med mot och på till".split())
# Beginnings as short as an abbreviation, but of words: "av-⏎luftas".
_PREFIXES = set("an av be bi er in ny om på ut åt".split())
_VOWEL = re.compile(r"[aeiouyåäöéü]")
_ADDRESS = re.compile(r"//|www\.|^[/-]|(?:[-/].*){4}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a document uses whole, away from line ends; and the first parts that it
    more often writes with a hyphen than without ("it" in "it-stöd")."""

    words: Counter[str]
    set_apart: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Vocabulary":
        words: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line.casefold())
            words.update(found[:-1] if line.endswith("-") else found)
        return cls(words, frozenset(_set_apart(words)))

    def separator(self, left: str, right: str) -> str:
        """What belongs between two parts that a line end hyphen divides: "", "-" or "- ".

        `left` is all before the hyphen back to the nearest blank, `right` a word that may
        have hyphens of its own ("till-text").
        """
        if _ADDRESS.search(left):
            return "-"
        last, first = re.split(r"\W", left)[-1], right.split("-")[0]
        if right.casefold() in _SUSPENDING:
            return "- " if self._suspends(last.casefold(), right.casefold()) else ""
        if last[-1:].isdigit() or first[:1].isdigit():
            return "-"
        for pair in ((left, right), (last, first)):
            if (written := self._written(*pair)) is not None:
                return written
        links = (last in _LINKING and "-" in left) or (first in _LINKING and "-" in right)
        if links and not is_listed(last + first):
            return "-"
        return "" if self._is_one_word(last, first) else "-"

    def breaks_word(self, left: str, right: str) -> bool:
        """Whether a line without hyphen ends inside a word: "ledningsfunk⏎tionen".

        Only if the two surely are one word and one of them surely is none.
        """
        if min(len(left), len(right)) < 2 or not (left + right).isalpha() or right[0].isupper():
            return False
        whole = left + right
        # A short one that isn't listed may be an abbreviation or a misreading ("at" for "att").
        if not any(len(part) > 2 and not is_listed(part) for part in (left, right)):
            return False
        if is_listed(whole):
            return True
        known = self.words[whole.casefold()] > 1 or is_word(whole)
        return known and not (is_word(left) and is_word(right))

    def breaks_in_cell(self, left: str, right: str) -> bool:
        """As `breaks_word`; a narrow cell breaks off endings that are no word: "Stat⏎us"."""
        ending = right.isalpha() and right.islower() and not is_listed(right)
        return (ending and is_listed(left + right)) or self.breaks_word(left, right)

    def _suspends(self, last: str, conjunction: str) -> bool:
        """Not in "efter-⏎som" and "trygghetslar-⏎men"; no compound ends in "och"."""
        whole = last + conjunction
        if conjunction in _JOINING:
            return not is_listed(whole)
        return not is_word(whole) and not self.words[whole]

    def _written(self, left: str, right: str) -> str | None:
        """As the document writes the word elsewhere, if it does."""
        low_left, low_right = left.casefold(), right.casefold()
        whole, hyphenated = self.words[low_left + low_right], self.words[f"{low_left}-{low_right}"]
        # A hyphen inside a listed word is a line break that an editor left: "ana-lyser".
        if whole or (hyphenated and not is_listed(left + right)):
            return "" if whole >= hyphenated else "-"
        return None

    def _is_one_word(self, left: str, right: str) -> bool:
        """By the forms of its parts, and by the list."""
        whole, low = left + right, left.casefold()
        if _keeps_hyphen(left, right):
            return False
        if is_listed(whole):
            return True
        if low in _SET_APART or low in self.set_apart or not _VOWEL.search(low):
            return False
        return is_word(whole) or not _is_abbreviation(left, right)


def _is_abbreviation(left: str, right: str) -> bool:
    """Before a word, what is too short to be part of a compound: "it-⏎stöd", "id-⏎band".

    Not a name or a heading in capitals: "Wax-⏎holm", "JÄR-⏎FÄLLA"."""
    if left.casefold() in _PREFIXES or not is_listed(right) or (right.isupper() and right[3:]):
        return False
    return len(left) <= (2 if left.istitle() else 3)


def _set_apart(words: Counter[str]) -> Iterator[str]:
    hyphenated = Counter(word.partition("-")[0] for word in words if "-" in word)
    ordered = sorted(words)
    for first, count in hyphenated.items():
        beginning = bisect_left(ordered, first + "\uffff") - bisect_left(ordered, first)
        if 2 * count >= beginning - (first in words):
            yield first


def _keeps_hyphen(left: str, right: str) -> bool:
    """Single letters, acronyms and names keep their hyphen: "e-tjänst", "ST-läkare", "Bo-Göran".

    Not so in a heading all of capitals.
    """
    capitals = left != left.casefold() and left[1:] != left[1:].casefold()
    return (
        len(left) == 1
        or (len(right) == 1 and right.isupper())
        or (capitals and not right.isupper())
        or (right[0].isupper() and not left.isupper())
    )


def join_lines(
    lines: Sequence[TracedText], vocabulary: Vocabulary, *, cell: bool = False
) -> TracedText:
    """The lines of one paragraph, or of a table cell, as running text."""
    joined = lines[0]
    for line in lines[1:]:
        joined = _join(joined, line, vocabulary, cell)
    return joined


def _join(text: TracedText, line: TracedText, vocabulary: Vocabulary, cell: bool) -> TracedText:
    broken = _BREAK.search(text.text)
    following = _FIRST_WORD.match(line.text)
    last = _LAST_WORD.search(text.text) if cell else None
    if last and following and vocabulary.breaks_in_cell(last[0], following[0]):
        return text + line
    if not broken or not following:
        return TracedText.concat((text, TracedText.glue(" "), line))
    match vocabulary.separator(broken[1], following[0]):
        case "":
            return text[: len(text) - 1] + line
        case "-":
            return text + line
        case _:
            return TracedText.concat((text, TracedText.glue(" "), line))
