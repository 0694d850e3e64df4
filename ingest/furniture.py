"""Running headers and footers, page numbers, tables of contents: what no answer may quote.

A running line is known by coming back: the same words, digits aside, at the edges of
several pages. Once known, it goes wherever it stands alone, also in the middle of a page
where an older edition left it, and when it is glued to the first or last line of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line
from ingest.traced import TracedText

_EDGE = 5
_SHARE_OF_PAGES = 0.12
_SHARE_GLUED = 0.25
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:a|an)?\.?\s*)?[-–]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-–]?(?:\s*(?:\(|av|/)\s*\d{1,4}\)?)?$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.\s?){5,}|…{2,}")
_SHARE_OF_CONTENTS = 0.4
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A page's lines without furniture, and the numbers that the furniture carried."""

    lines: list[Line]
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[list[Line]]) -> list[BodyPage]:
    running = _running_forms(pages)
    prefixes = _glued_forms(pages, first=True)
    suffixes = _glued_forms(pages, first=False)
    return [_body(lines, running, prefixes, suffixes) for lines in pages]


def printed_labels(pages: Sequence[BodyPage]) -> dict[int, str]:
    """Printed page labels by page number, read out of the furniture.

    A label is trusted when the same distance between printed and counted number holds on
    at least half of the pages.
    """
    offsets = Counter(
        offset
        for number, page in enumerate(pages, start=1)
        for offset in {printed - number for printed in page.numbers}
    )
    if not offsets:
        return {}
    offset, votes = offsets.most_common(1)[0]
    if votes < 0.5 * len(pages):
        return {}
    # By bibliographers' custom a page without a printed number is counted in brackets.
    return {n: str(n + offset) if n + offset > 0 else f"[{n}]" for n in range(1, len(pages) + 1)}


def _form(words: str) -> str:
    """Digits aside: "34 VÅRD OCH OMSORG" and "VÅRD OCH OMSORG 35" are one running line."""
    return _DIGITS.sub("#", " ".join(words.casefold().split()))


def _bare(words: str) -> str:
    """The form of a whole line, without its numbers when words are left to know it by."""
    form = _form(words)
    bare = " ".join(word for word in form.split() if word.strip("#()") != "")
    return bare if len(bare.split()) > 1 else form


def _edges(lines: Sequence[Line]) -> set[int]:
    """Indexes of the first and last lines, in the file's order and by height."""
    by_height = sorted(range(len(lines)), key=lambda i: -lines[i].y)
    order = list(range(len(lines)))
    return {*order[:_EDGE], *order[-_EDGE:], *by_height[:_EDGE], *by_height[-_EDGE:]}


def _running_forms(pages: Sequence[list[Line]]) -> Counter[str]:
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_bare(lines[i].words) for i in _edges(lines)})
    least = max(3, _SHARE_OF_PAGES * len(pages))
    return Counter({form: n for form, n in seen.items() if n >= least and len(form) > 2})


def _glued_forms(pages: Sequence[list[Line]], *, first: bool) -> list[tuple[str, ...]]:
    """Word sequences that open the first (close the last) line of many pages, longest first."""
    seen: Counter[tuple[str, ...]] = Counter()
    for lines in pages:
        if lines:
            words = _form(lines[0 if first else -1].words).split()
            seen.update(_openings(words if first else words[::-1]))
    least = max(3, _SHARE_GLUED * len(pages))
    forms = [form for form, n in seen.items() if n >= least and _is_telling(form)]
    return sorted(forms, key=len, reverse=True)


def _openings(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[:length]) for length in range(2, min(len(words), 15)))


def _is_telling(form: Sequence[str]) -> bool:
    return sum(len(word) for word in form if word != "#") >= 10


def _body(
    lines: list[Line],
    running: Counter[str],
    prefixes: list[tuple[str, ...]],
    suffixes: list[tuple[str, ...]],
) -> BodyPage:
    edges = _edges(lines)
    dropped = {i for i, line in enumerate(lines) if _is_running(line, i in edges, running)}
    dropped |= {i for i in _beside(dropped, len(lines)) if _is_running(lines[i], True, running)}
    loose = edges | set(_beside(dropped, len(lines)))
    dropped |= {i for i in loose if _PAGE_NUMBER.match(lines[i].words)}
    numbers = [n for i in sorted(dropped) for n in _numbers(lines[i].words)]
    kept = _without_contents([line for i, line in enumerate(lines) if i not in dropped])
    if kept:
        kept[0], cut = _without_glued(kept[0], prefixes, first=True)
        numbers += cut
        kept[-1], cut = _without_glued(kept[-1], suffixes, first=False)
        numbers += cut
    return BodyPage([line for line in kept if line.words], tuple(numbers))


def _without_contents(lines: list[Line]) -> list[Line]:
    """Drops entries of a table of contents, known by their leaders, and a page made of them."""
    others = [line for line in lines if not _LEADER.search(line.words)]
    entries = len(lines) - len(others)
    return [] if entries > _SHARE_OF_CONTENTS * len(lines) else others


def _is_running(line: Line, at_edge: bool, running: Counter[str]) -> bool:
    form = _bare(line.words)
    if form not in running:
        return False
    return at_edge or len(form.split()) > 2


def _beside(indexes: set[int], count: int) -> set[int]:
    return {j for i in indexes for j in (i - 1, i + 1) if 0 <= j < count and j not in indexes}


def _numbers(words: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(words)]


def _without_glued(
    line: Line, forms: list[tuple[str, ...]], *, first: bool
) -> tuple[Line, list[int]]:
    words = line.words.split()
    normal = _form(line.words).split()
    for form in forms:
        head = normal[: len(form)] if first else normal[::-1][: len(form)]
        if tuple(head) == form and len(words) > len(form):
            cut = words[: len(form)] if first else words[-len(form) :]
            return replace(line, text=_cut(line.text, len(" ".join(cut)), first)), [
                number for word in cut for number in _numbers(word)
            ]
    return line, []


def _cut(text: TracedText, length: int, first: bool) -> TracedText:
    return (text[length:] if first else text[: len(text) - length]).strip()
