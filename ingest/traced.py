"""Text in which every character knows where on which page it stands."""

import itertools
import re
from array import array
from collections.abc import Callable, Iterable

import numpy as np

from ingest.document import Span

_PAGE_SHIFT = 24
_OFFSET_MASK = (1 << _PAGE_SHIFT) - 1
_NOWHERE = -1


class TracedText:
    """An immutable string with, for each character, its page and offset there.

    Cleaning cuts, replaces and joins; what is left never loses its way back.
    A replacement takes the place of the character it stands for; glue between two
    texts ("\\n" between blocks) has no place.
    """

    __slots__ = ("_origin", "text")

    def __init__(self, text: str, origin: "array[int]") -> None:
        if len(text) != len(origin):
            raise ValueError(f"{len(text)} characters with {len(origin)} origins")
        self.text = text
        self._origin = origin

    @classmethod
    def on_page(cls, text: str, page: int, offset: int) -> "TracedText":
        """`text` as it stands at `offset` of the page's text."""
        first = (page << _PAGE_SHIFT) | offset
        return cls(text, array("q", range(first, first + len(text))))

    @classmethod
    def glue(cls, text: str) -> "TracedText":
        return cls(text, array("q", [_NOWHERE] * len(text)))

    @classmethod
    def blank_between(cls, before: "TracedText", after: "TracedText") -> "TracedText":
        """A blank that stands where the page has one character between the two, else nowhere."""
        between = before._origin[-1] + 1
        stands = after._origin[0] == between + 1
        return cls(" ", array("q", [between if stands else _NOWHERE]))

    @classmethod
    def concat(cls, parts: Iterable["TracedText"]) -> "TracedText":
        origin: array[int] = array("q")
        texts = []
        for part in parts:
            texts.append(part.text)
            origin.extend(part._origin)
        return cls("".join(texts), origin)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> "TracedText":
        return TracedText(self.text[part], self._origin[part])

    def __add__(self, other: "TracedText") -> "TracedText":
        return TracedText(self.text + other.text, self._origin + other._origin)

    def without(self, start: int, end: int) -> "TracedText":
        """The text but for the characters that stand at page offsets [start, end)."""
        kept = [
            index
            for index, code in enumerate(self._origin)
            if code == _NOWHERE or not start <= code & _OFFSET_MASK < end
        ]
        if len(kept) == len(self.text):
            return self
        return TracedText(
            "".join(self.text[index] for index in kept),
            array("q", (self._origin[index] for index in kept)),
        )

    def before(self, offset: int) -> str:
        """The text up to the character that stands at this page offset."""
        for index, code in enumerate(self._origin):
            if code != _NOWHERE and code & _OFFSET_MASK == offset:
                return self.text[:index]
        return ""

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The page offsets of text[start:end], or None when it isn't one run on the page."""
        spans = self[start:end].spans()
        if len(spans) != 1 or spans[0].end != end - start:
            return None
        return spans[0].offset, spans[0].offset + end - start

    def strip(self) -> "TracedText":
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def sub(
        self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]
    ) -> "TracedText":
        """Replaces matches; each new character takes the place of the old one at its index,
        those beyond the match's length the place of its last one."""
        texts: list[str] = []
        origin: array[int] = array("q")
        done = 0
        for match in pattern.finditer(self.text):
            new = replacement if isinstance(replacement, str) else replacement(match)
            start, end = match.span()
            texts += (self.text[done:start], new)
            origin.extend(self._origin[done:start])
            origin.extend(self._origin[min(start + i, end - 1)] for i in range(len(new)))
            done = end
        if not done:
            return self
        texts.append(self.text[done:])
        origin.extend(self._origin[done:])
        return TracedText("".join(texts), origin)

    def spans(self) -> tuple[Span, ...]:
        """Maximal runs of characters that follow each other on one page."""
        if not self.text:
            return ()
        origin = np.frombuffer(self._origin, dtype=np.int64)
        breaks = np.flatnonzero((np.diff(origin) != 1) | (origin[1:] == _NOWHERE)) + 1
        bounds = [0, *breaks.tolist(), len(origin)]
        runs = ((start, end, int(origin[start])) for start, end in itertools.pairwise(bounds))
        return tuple(
            Span(start, end, code >> _PAGE_SHIFT, code & _OFFSET_MASK)
            for start, end, code in runs
            if code != _NOWHERE
        )
