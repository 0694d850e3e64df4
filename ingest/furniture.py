"""Running headers and footers, page numbers, tables of contents: what no answer may quote.

A running line is known by coming back: the same words, digits aside, at the edges of
several pages. Once known, it goes wherever it stands alone, also in the middle of a page
where an older edition left it, and when it is glued to the first or last line of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import LeftOut, Reason
from ingest.lines import Line
from ingest.statutes import is_chapter_alone, sign_of
from ingest.traced import TracedText

_EDGE = 5
_SHARE_OF_PAGES = 0.12
_SHARE_GLUED = 0.25
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:a|an)?\.?\s*)?[-–]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-–]?(?:\s*(?:\(|av|/)\s*\d{1,4}\)?)?$",
    re.IGNORECASE,
)
# Letters that a running line has at least: "5 §" comes back on page after page too.
_FEWEST = 3
_DATE = re.compile(r"^(?:19|20)\d\d-\d\d-\d\d$")
# "4 Senaste lydelse 1994:579." comes back at the foot of a statute's pages.
_NOTE = re.compile(r"^\d{1,3}\s?[^\W\d].*\.$")
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A page's lines without furniture, what went, and the numbers that it carried."""

    lines: list[Line]
    left_out: tuple[LeftOut, ...]
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[list[Line]]) -> list[BodyPage]:
    running = _running_forms(pages)
    prefixes = _glued_forms(pages, running, first=True)
    suffixes = _glued_forms(pages, running, first=False)
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
        words = (lines[i].words for i in _edges(lines))
        seen.update({_running_form(line) for line in words if not _never_runs(line)})
    least = max(3, _SHARE_OF_PAGES * len(pages))
    return Counter({f: n for f, n in seen.items() if n >= least and _tells(f)})


def _running_form(words: str) -> str:
    """A date that stands on page after page is the same each time."""
    return words if _DATE.match(words) else _bare(words)


def _tells(form: str) -> bool:
    return _letters(form) >= _FEWEST or bool(_DATE.match(form))


def _glued_forms(
    pages: Sequence[list[Line]], running: Iterable[str], *, first: bool
) -> list[tuple[str, ...]]:
    """Word sequences that open (close) the first or last line of many pages, and those known to
    be running; longest first, and closing ones backwards."""
    seen: Counter[tuple[str, ...]] = Counter()
    for lines in pages:
        for line in {id(line): line for line in (*lines[:1], *lines[-1:])}.values():
            if _never_runs(line.words):
                continue
            words = _form(line.words).split()
            seen.update(_openings(words if first else words[::-1]))
    least = max(3, _SHARE_GLUED * len(pages))
    forms = {form for form, n in seen.items() if n >= least and _is_telling(form)}
    for known in running:
        words = known.split()
        if len(words) > 1 and (_letters(known) > _FEWEST or _is_telling(words)):
            forms.add(tuple(words if first else words[::-1]))
    return sorted(forms, key=lambda form: (-len(form), form))


def _openings(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[:length]) for length in range(2, min(len(words) + 1, 15)))


def _letters(form: str) -> int:
    return sum(letter.isalpha() for letter in form)


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
    loose = _outermost(lines, dropped) | _beside(dropped, len(lines))
    dropped |= {i for i in loose if _PAGE_NUMBER.match(lines[i].words)}
    numbers = [n for i in sorted(dropped) for n in _numbers(lines[i].words)]
    cuts = [lines[i].text for i in sorted(dropped)]
    kept = [line for i, line in enumerate(lines) if i not in dropped]
    for index in dict.fromkeys((0, len(kept) - 1)) if kept else ():
        for forms, first in ((prefixes, True), (suffixes, False)):
            kept[index], cut = _without_glued(kept[index], forms, first=first)
            cuts.append(cut)
            numbers += _numbers(cut.text)
    page = lines[0].page if lines else 0
    left_out = tuple(
        LeftOut(page, span.offset, span.offset + span.end - span.start, _reason(cut.text))
        for cut in cuts
        for span in cut.spans()
    )
    return BodyPage([line for line in kept if line.words], left_out, tuple(numbers))


def _outermost(lines: Sequence[Line], dropped: set[int]) -> set[int]:
    """Lines that stand alone, running lines aside, at the top or the bottom of the page."""
    left = [i for i in range(len(lines)) if i not in dropped]
    if not left:
        return set()
    found: set[int] = set()
    for outer in (max(left, key=lambda i: lines[i].y), min(left, key=lambda i: lines[i].y)):
        level = [i for i in left if abs(lines[i].y - lines[outer].y) < 0.5 * lines[outer].size]
        found |= set(level) if len(level) == 1 else set()
        found |= {i for i in level if _stands_aside(lines[i], [lines[j] for j in left if j != i])}
    return found


def _stands_aside(line: Line, others: Sequence[Line]) -> bool:
    """True in the margin, left or right of all the running text on the page."""
    if not others:
        return False
    widest = max(other.right - other.x for other in others)
    running = [other for other in others if other.right - other.x >= 0.5 * widest]
    left, right = min(other.x for other in running), max(other.right for other in running)
    return line.right < left - line.size or line.x > right + line.size


def _reason(words: str) -> Reason:
    return Reason.PAGE_NUMBER if _PAGE_NUMBER.match(words) else Reason.RUNNING


def _is_running(line: Line, at_edge: bool, running: Counter[str]) -> bool:
    if _DATE.match(line.words):
        return at_edge and line.words in running
    if _never_runs(line.words):
        return False
    form = _bare(line.words)
    if form not in running:
        return False
    return at_edge or len(form.split()) > 2


def _never_runs(words: str) -> bool:
    """Parts of statutes and their notes come back on page after page too."""
    return is_chapter_alone(words) or bool(sign_of(words) or _NOTE.match(words))


def _beside(indexes: set[int], count: int) -> set[int]:
    return {j for i in indexes for j in (i - 1, i + 1) if 0 <= j < count and j not in indexes}


def _numbers(words: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(words)]


def _without_glued(
    line: Line, forms: list[tuple[str, ...]], *, first: bool
) -> tuple[Line, TracedText]:
    """The line without the running words that it opens or closes with, and these."""
    words = line.words.split()
    normal = _form(line.words).split()
    if tuple(normal if first else normal[::-1]) in forms:
        # What runs elsewhere is all that stands here: a title.
        return line, TracedText.glue("")
    for form in forms:
        head = normal[: len(form)] if first else normal[::-1][: len(form)]
        if tuple(head) == form and len(words) > len(form):
            cut = words[: len(form)] if first else words[-len(form) :]
            length = len(" ".join(cut))
            if first:
                return replace(line, text=line.text[length:].strip()), line.text[:length]
            end = len(line.text) - length
            return replace(line, text=line.text[:end].strip()), line.text[end:]
    return line, TracedText.glue("")
