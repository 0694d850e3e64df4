"""What a document says of itself before and after its text: the first pages and the last."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ingest.reader import RawDocument, RawPage

_PAGES = 4
_BODY_PAGES = 10
_AT_EDGE = 3
# What readers give for the hyphen at the end of a line: as printed, soft, or pdfium's own.
_HYPHEN_AT_END = re.compile(
    r"(?<=[^\W\d_])(?:[-\u00ad][ \t]*\n|[\x02\ufffe])\s*(?=[a-zåäö])(?!(?:och|eller|samt) )"
)


@dataclass(frozen=True, slots=True)
class SetLine:
    """The words of a line, and how they are set."""

    words: str
    size: float
    bold: bool


@dataclass(frozen=True)
class Opening:
    """The pages where a document is described, as clean lines. `front` is the first page with
    words on it; `ending` the last; texts have one printed line a line, without hyphens."""

    raw: RawDocument

    @cached_property
    def front_lines(self) -> tuple[SetLine, ...]:
        page = self._worded[0] if self._worded else None
        return _set_lines(page) if page else ()

    @cached_property
    def front(self) -> str:
        return _text(self._worded[0]) if self._worded else ""

    @cached_property
    def text(self) -> str:
        """The first pages, among them the front."""
        return "\n".join(_text(page) for page in self._worded if page.number <= self._last_opening)

    @cached_property
    def ending(self) -> str:
        after = [page for page in self._worded if page.number > self._last_opening]
        return _text(after[-1]) if after else ""

    @cached_property
    def whole(self) -> str:
        return "\n".join(_text(page) for page in self._worded)

    @cached_property
    def page_ends(self) -> tuple[tuple[str, ...], ...]:
        """The first and last lines of the first pages, where headers and footers stand."""
        pages = (_text(page).splitlines() for page in self._worded[:_BODY_PAGES])
        return tuple((*lines[:_AT_EDGE], *lines[-_AT_EDGE:]) for lines in pages)

    @cached_property
    def body_size(self) -> float:
        """The size that most characters of the first pages are set in."""
        sizes: Counter[float] = Counter()
        for page in self._worded[:_BODY_PAGES]:
            for line in _set_lines(page):
                sizes[line.size] += len(line.words)
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @property
    def _last_opening(self) -> int:
        return max(_PAGES, self._worded[0].number if self._worded else 0)

    @cached_property
    def _worded(self) -> tuple[RawPage, ...]:
        return tuple(page for page in self.raw.pages if _set_lines(page))


def clean(text: str) -> str:
    """On one line, without characters that print nothing."""
    printable = (character if character.isprintable() else " " for character in text)
    return " ".join("".join(printable).split())


def _set_lines(page: RawPage) -> tuple[SetLine, ...]:
    lines = (
        SetLine(clean(page.text[line.start : line.end]), line.size, line.bold)
        for line in page.lines
    )
    return tuple(line for line in lines if any(c.isalnum() for c in line.words))


def _text(page: RawPage) -> str:
    joined = _HYPHEN_AT_END.sub("", page.text.replace("\r", "\n"))
    lines = (clean(line) for line in joined.splitlines())
    return "\n".join(line for line in lines if line)
