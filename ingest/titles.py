"""The title of a document: what the file states, if it can be believed, else what is printed."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from ingest.opening import Opening, SetLine, clean

_LONGEST = 250
_LARGER = 1.12
_SAME_SIZE = 0.02
_PRODUCED = re.compile(
    r"^\W*[\da-f-]{8,}\W*$|^\d+$|"
    r"^(?:microsoft\s+\w+|powerpoint[\s-]?presentation|word[\s-]?dokument|untitled|namnlös|"
    r"utan titel|title|titel|rubrik|document\d*|dokument\d*|dokumentnamn|presentation\d*|"
    r"(?:\w*mall|\w*template|layout|bild|slide|skapad av)\b)|"
    r"(?:mall|template)$|\.(?:docx?|dotx?|pdf|indd|pptx?|xlsx?|qxd|pmd|html?)$",
    re.IGNORECASE,
)
# Lines that head a page but are no title: mastheads, numbers, dates, the publisher's series.
_NO_TITLE = re.compile(
    r"författningssamling|^(?:regeringens )?proposition(?: \d|$)|^kommittédirektiv$|"
    r"^(?:sida|sid|page|s\.)\s?\d|^protokoll\b|^sammanträdesprotokoll\b|exempeldokument|"
    r"^(?:[A-ZÅÄÖ-]*FS|prop\.?|dir\.?|sou|ds)?\s*\d{4}(?:/\d+)?:\d+$|^[\d\s.:/()–-]+$|"
    r"^(?:sos|issn|isbn|dnr|diarienummer|artikelnummer)\b|"
    r"^\d{1,2}(?:\.\d{1,2})*\.?\s(?-i:[A-ZÅÄÖ])|^§",
    re.IGNORECASE,
)
# Where one of these is as large as any line, the document has no title on that page.
_SECTION = re.compile(
    r"^(?:innehåll(?:sförteckning)?|sammanfattning|förord|inledning|bakgrund|referenser|syfte|"
    r"uppdrag(?:et)?|slutsatser)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:dokument(?:ets )?)?(?:titel|namn)\s?:\s?(\S.{3,200})$", re.I | re.M)
_BEFORE_DECISION = re.compile(r"^(?:beslutade?|utfärdade?)\b", re.IGNORECASE)
_TRAILING = re.compile(r"\s*(?:;|\b(?:prop|dir)\.?(?:\s\d{4}(?:/\d+)?:\d+)?)$", re.IGNORECASE)
_NOTE_MARK = re.compile(r"(?<=[a-zåäö])\d{1,2}(?=\s|$)")
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad] (?=[a-zåäö])(?!(?:och|eller|samt) )")
_PAGE_NUMBER = re.compile(r"^\d+\s+|\s+\d+(?:\s?\(\d+\))?$|\s*\bsida\b.*$", re.IGNORECASE)
_TIME = re.compile(r"\d\d?[.:]\d\d|\d{4}-\d\d-\d\d")
_COVER_LINES, _COVER, _SHORTEST, _PAGES = 5, 150, 8, 4
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that follow each other in one size and weight."""

    lines: tuple[SetLine, ...]

    @property
    def words(self) -> str:
        joined = _DIVIDED.sub("", " ".join(line.words for line in self.lines))
        return _TRAILING.sub("", joined).strip()


def stated_title(opening: Opening) -> str | None:
    """The title in the file's own metadata, unless a program or a template made it."""
    title = clean(opening.raw.title or "").rstrip(" ;")
    if len(title) < 5 or _PRODUCED.search(title) or "\ufffd" in title:
        return None
    return title if _is_about(title, opening) else None


def _is_about(title: str, opening: Opening) -> bool:
    """False when the first pages have not one of the title's words: it is a template's."""
    words = {word.casefold() for word in _LONG_WORD.findall(title)}
    text = f"{opening.text} {opening.ending}".casefold()
    return not words or len(text) < _LONGEST or any(word in text for word in words)


def printed_title(opening: Opening) -> str | None:
    """The title of a regulation, what a label says, or the largest lines where they stand out."""
    runs = _runs(opening.front_lines)
    for run, below in pairwise(runs):
        if _BEFORE_DECISION.match(below.lines[0].words) and run.lines[-1].words.endswith(";"):
            return _NOTE_MARK.sub("", run.words)
    if label := _LABEL.search(opening.front):
        return label[1]
    fit = [run for run in runs if _may_be_title(run)]
    largest = max(fit, key=lambda run: run.lines[0].size, default=None)
    if largest and largest.lines[0].size > _LARGER * opening.body_size:
        return None if _SECTION.match(largest.words) else _NOTE_MARK.sub("", largest.words)
    return None


def cover_title(opening: Opening) -> str | None:
    """All words of a front that has hardly any, or the line that heads or foots most pages."""
    cover = [line.words for line in opening.front_lines if not _NO_TITLE.search(line.words)]
    words = " ".join(cover)
    if len(cover) <= _COVER_LINES and _SHORTEST <= len(words) <= _COVER:
        return words
    return _running_title(opening)


def _running_title(opening: Opening) -> str | None:
    counts = Counter(
        stripped
        for lines in opening.page_ends
        for stripped in {_PAGE_NUMBER.sub("", line) for line in lines}
        if _SHORTEST < len(stripped) <= 120 and " " in stripped and not _unfit(stripped)
    )
    often = [line for line, count in counts.items() if count > len(opening.page_ends) // 2]
    return max(often, key=len) if often and len(opening.page_ends) >= _PAGES else None


def display_words(opening: Opening) -> str:
    """All that is set larger than the running text on the front: title, subtitle, series."""
    larger = _LARGER * opening.body_size
    return " ".join(line.words for line in opening.front_lines if line.size > larger)


def first_line(opening: Opening) -> str | None:
    """The line that the front begins with, when it may be a title."""
    for line in opening.front_lines:
        if not _NO_TITLE.search(line.words):
            fits = 5 <= len(line.words) <= 120 and line.words[-1] not in ".:,;"
            return line.words if fits else None
    return None


def is_made_of_name(title: str, stem: str) -> bool:
    """True for "rapport_2023_slutlig": the name that the file has, or had."""
    is_one_word = " " not in title and bool(re.search(r"[_\d]", title))
    return is_one_word or (_letters(title) == _letters(stem) and "_" in title)


def shares_words(line: str, stem: str) -> bool:
    """True when a file's name is made of the words of a line, with or without å, ä and ö."""
    words = [_plain(word) for word in _LONG_WORD.findall(line)]
    named = _plain(stem)
    return bool(words) and 2 * sum(word in named for word in words) >= len(words)


def _unfit(line: str) -> bool:
    return bool(_NO_TITLE.search(line) or _TIME.search(line))


def _may_be_title(run: _Run) -> bool:
    unfit = all(_NO_TITLE.search(line.words) for line in run.lines) or _NO_TITLE.search(run.words)
    return not unfit and 5 <= len(run.words) <= _LONGEST


def _runs(lines: tuple[SetLine, ...]) -> list[_Run]:
    """Mastheads and what isn't a title end a run."""
    runs: list[list[SetLine]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        same = last is not None and line.bold == last.bold
        if last and same and abs(line.size - last.size) <= _SAME_SIZE * last.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_Run(tuple(run)) for run in runs]


def _letters(text: str) -> str:
    return "".join(character for character in _plain(text) if character.isalnum())


def _plain(text: str) -> str:
    return text.casefold().translate(str.maketrans("åäöé", "aaoe"))
