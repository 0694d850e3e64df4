"""What names a document among others: its numbers, its edition, and what it replaces."""

import re
from collections.abc import Iterator

from ingest.dating import DATE
from ingest.document import Number, NumberKind
from ingest.opening import Opening

# Possessive: else a long row of capitals is tried in all its divisions.
_SERIES_NAME = r"(?:(?:[A-ZÅÄÖ]++-)*+[A-ZÅÄÖ]*FS|Prop\.?|Dir\.?|SOU|Ds|Skr\.?|Bet\.?)"
_SERIES_NUMBER = r"\d{4}(?:/\d{2,4})?:\d+"
_SERIES = re.compile(rf"\b({_SERIES_NAME})\s({_SERIES_NUMBER})\b")
_SERIES_ALONE = re.compile(rf"^({_SERIES_NAME})\s({_SERIES_NUMBER})$", re.MULTILINE)
_SERIES_AT_END = re.compile(
    rf"(?<!\bi)(?<!\bav)(?<!enligt)(?<!t\.o\.m\.)(?<!och\smed)\s({_SERIES_NAME})\s"
    rf"({_SERIES_NUMBER})$",
    re.MULTILINE,
)
_BILL = re.compile(rf"^(?:Regeringens\s)?(prop)osition\s({_SERIES_NUMBER})$", re.M | re.I)
_CASE_LABEL = re.compile(
    r"\b(?:dnr|diarienummer|diarienr|diarieförd|ärendenummer|ärendenr)\b"
    r"(?:/[a-zåäö]+)?[.:]?\s*",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:[A-ZÅÄÖ]{1,8}+[ /.-]?+)*+\d[\d.]*(?:[-/:]\d+)+(?:-\d+)?(?![-/:]?\d)|"
    r"[A-ZÅÄÖ]{1,6}\d\d-\d+ ?\d*"
)
_LONE_CASE = re.compile(
    r"^(?:[A-ZÅÄÖ]{1,8}[ /-]?(?:\d{4}/\d+(?:-\d+)?|\d{4}:\d{4,}|\d\d-\d+(?:\s\d+)?)|"
    r"[A-ZÅÄÖ]{2,8}/\d+/[\d.]+/\d{4})$",
    re.MULTILINE,
)
_FAR_FROM_LABEL = 120
_ARTICLE = re.compile(
    r"\bartikel(?:nr|nummer)[.:]?\s?((?:(?-i:[A-ZÅÄÖ]{2,5})\s)?\d[\d-]*\d)", re.IGNORECASE
)
_ISBN = re.compile(r"\bISBN[:\s]*([\d][\d \t-]{8,18}[\dX])")
_NOT_CASES = re.compile(rf"{DATE}|{_SERIES_NUMBER}")

_EDITION = re.compile(
    r"\b(?:version|utgåva|upplaga)\s?:?\s(?:nr\s)?\d+(?:[.,]\d+)*\b|"
    r"\b(?:\d+:[ae]|första|andra|tredje|fjärde|femte|sjätte)\s(?:\w+\s)?(?:upplagan|utgåvan)|"
    r"\b(?:konsoliderad|ändrad)\b[^\n]{0,60}\b(?:t\.?\s?o\.?\s?m\.?|till\soch\smed)\s"
    rf"{_SERIES_NAME}\s{_SERIES_NUMBER}|"
    rf"\b(?:senast\s)?(?:reviderad|reviderat|uppdaterad)\s?:?\s(?:den\s)?{DATE}",
    re.IGNORECASE,
)
# "Ersätter: …" in a table of facts, and sentences of which the document is the subject.
_REPLACES = (
    re.compile(
        r"^Ersätter(?:\sdokument)?\s?:?[\s]([^\n]{5,200}(?:\n[a-zåäö(][^\n:]{0,120})?)", re.M
    ),
    re.compile(
        r"\b(?:denna|detta|dessa|den\snya)?\s?(?:riktlinjen?|riktlinjerna|överenskommelsen?|"
        r"dokumentet|handboken|vägledningen|publikationen|rapporten|rutinen|avtalet|planen|"
        r"föreskrifterna|författningen?)\s(?:\([^)]*\)\s)?ersätter\s(?:även\s)?([^.]{5,200})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:genom\s(?:denna|dessa)\s[\w\s]{3,40}?|och\ssamtidigt\s)upphävs\s"
        r"([^.]{5,200}?(?:\(.*?\))?[^.]{0,200})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bträder\si\skraft\s{DATE}(?:[^.]{{0,40}}\.|,\s?då)\s"
        r"((?:[A-ZÅÄÖ][^.]{5,160}?|lagen|förordningen)\s\([^)]*\d{4}:\d+\)[^.]{0,160}?)\s"
        r"(?:ska\s)?upphör(?:a)?\s(?:samtidigt\s)?(?:att\s)?gälla",
    ),
)
_NEXT_LABEL = re.compile(r"\s[A-ZÅÄÖ][a-zåäö ]{2,25}:(?:\s.*)?$")
_LONGEST = 200


def numbers(opening: Opening, title: str) -> tuple[Number, ...]:
    """The document's own numbers, each kind at most once; those that it cites are left."""
    found = (
        (NumberKind.SERIES, _series(opening, title)),
        (NumberKind.CASE, _case(opening)),
        (NumberKind.ARTICLE, _first(_ARTICLE, opening)),
        (NumberKind.ISBN, _isbn(opening)),
    )
    return tuple(Number(kind, value) for kind, value in found if value)


def _series(opening: Opening, title: str) -> str | None:
    for pattern, text in (
        (_BILL, opening.front),
        (_SERIES_ALONE, opening.front),
        (_SERIES, f"{title}\n{opening.raw.title or ''}"),
        (_SERIES_AT_END, opening.front),
    ):
        if match := pattern.search(text):
            name = match[1].rstrip(".")
            name = f"{name.capitalize()}." if name.lower() in ("prop", "dir", "skr") else name
            return f"{name} {match[2]}"
    return None


def _case(opening: Opening) -> str | None:
    """The number after its label on the front or in its table, else one that stands alone."""
    for label in _CASE_LABEL.finditer(opening.front):
        after = opening.front[label.end() : label.end() + _FAR_FROM_LABEL]
        if is_of_another(opening.front, label.start()):
            continue
        for match in _CASE.finditer(after):
            if not _NOT_CASES.fullmatch(match[0]):
                return match[0].strip()
    alone = _LONE_CASE.search(opening.front)
    return alone[0] if alone else None


def is_of_another(text: str, at: int) -> bool:
    """True when the line speaks of what the document replaces."""
    line = text[:at].rpartition("\n")[2]
    return bool(re.search(r"ersätter|upphäv", line, re.IGNORECASE))


def _first(pattern: re.Pattern[str], opening: Opening) -> str | None:
    for text in (opening.text, opening.ending):
        if match := pattern.search(text):
            return match[1]
    return None


def _isbn(opening: Opening) -> str | None:
    printed = _first(_ISBN, opening)
    number = re.sub(r"\s", "", printed or "")
    return number if _is_isbn(number.replace("-", "")) else None


def _is_isbn(digits: str) -> bool:
    """By the check digit that ends it."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(values) == 13:
        return sum(v * (3 if i % 2 else 1) for i, v in enumerate(values)) % 10 == 0
    return len(values) == 10 and sum(v * (10 - i) for i, v in enumerate(values)) % 11 == 0


def edition(opening: Opening, title: str) -> str | None:
    """The edition as it is printed: "Version 2.1", "utgåva 4", "Reviderad 2023-05-04"."""
    for text in (title, opening.front, opening.ending):
        for match in _EDITION.finditer(text):
            if not is_of_another(text, match.start()):
                return match[0][0].upper() + " ".join(match[0][1:].split())
    return None


def replaced(opening: Opening, *, regulates: bool) -> tuple[str, ...]:
    """What the document says that it replaces or repeals. A regulation says it at its end."""
    texts = (opening.text, opening.text.replace("\n", " "))
    whole = opening.whole.replace("\n", " ") if regulates else ""
    sources = (texts[0], texts[1], whole, whole)
    pairs = zip(_REPLACES, sources, strict=True)
    found = dict.fromkeys(value for pattern, text in pairs for value in _values(pattern, text))
    return tuple(found)


def _values(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        value = _NEXT_LABEL.sub("", " ".join(match[1].split())).rstrip(" .;,")
        if 5 <= len(value) <= _LONGEST:
            yield value
