"""Line ends joined the Swedish way: `kom-⏎mun` loses its hyphen, `hälso-⏎och` keeps it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.traced import TracedText

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = re.compile(r"([\w/.]*\w)-$")
_FIRST_WORD = re.compile(r"[\w-]+")
# After a suspended hyphen the sentence goes on with one of these: "hälso- och sjukvård".
_SUSPENDING = {"och", "eller", "samt", "respektive", "till", "men", "som", "med", "än", "kontra"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a document uses whole, away from line ends."""

    words: Counter[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Vocabulary":
        words: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line.casefold())
            words.update(found[:-1] if line.endswith("-") else found)
        return cls(words)

    def separator(self, left: str, right: str) -> str:
        """What belongs between two parts that a line end hyphen divides: "", "-" or "- "."""
        low_left, low_right = left.casefold(), right.casefold()
        if low_right in _SUSPENDING and f"{low_left}{low_right}" not in self.words:
            return "- "
        whole, hyphenated = self.words[low_left + low_right], self.words[f"{low_left}-{low_right}"]
        if whole or hyphenated:
            return "" if whole >= hyphenated else "-"
        return "-" if _keeps_hyphen(left, right) else ""


def _keeps_hyphen(left: str, right: str) -> bool:
    """Acronyms, single letters, digits and names keep the hyphen they are written with."""
    last = left.rsplit("-", 1)[-1]
    acronym = len(last) <= 5 and last.isupper() and not right.isupper()
    name = right[:1].isupper() and not last.isupper()
    return acronym or name or len(last) == 1 or last[-1:].isdigit() or right[:1].isdigit()


def join_lines(
    lines: Sequence[TracedText], vocabulary: Vocabulary, *, cell: bool = False
) -> TracedText:
    """The lines of one paragraph, or of a table cell, as running text."""
    joined = lines[0]
    for line in lines[1:]:
        joined = _join(joined, line, vocabulary)
    return joined


def _join(text: TracedText, line: TracedText, vocabulary: Vocabulary) -> TracedText:
    broken = _BREAK.search(text.text)
    following = _FIRST_WORD.match(line.text)
    if not broken or not following:
        return TracedText.concat((text, TracedText.glue(" "), line))
    match vocabulary.separator(broken[1], following[0]):
        case "":
            return text[: len(text) - 1] + line
        case "-":
            return text + line
        case _:
            return TracedText.concat((text, TracedText.glue(" "), line))
