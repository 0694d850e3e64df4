"""Dates in what a document says of itself: when it was published, and when it applies."""

import re
from collections.abc import Iterator
from datetime import date

from ingest.document import Kind, Validity
from ingest.opening import Opening

_MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_YEAR = r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)"
_DASH = r"\s?[–—-]\s?"
DATE = rf"(?:\d{{4}}-\d\d-\d\d|(?:den\s)?\d{{1,2}}\s{_MONTH}\s\d{{4}}|\d\d?\.\d\d?\.\d{{4}})"
_TO = r"\s?(?:–|—|-|till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?)\s?"
_FROM = r"(?:från(?:\soch\smed)?|fr\.?\s?o\.?\s?m\.?|den)?"
_RANGE = re.compile(rf"({_YEAR}){_DASH}({_YEAR})")
_A_DATE = re.compile(DATE)
_LABELLED = (
    r"^(?=(?-i:[A-ZÅÄÖ]))(?:senast\s)?(?:{words})(?:\s(?:av|den|datum))*[^\n]{{0,90}}?({date})"
)
# From the surest to the least sure; the latest year that one of them gives is taken.
_PUBLISHED = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        rf"utkom från trycket\s(?:den\s)?({DATE})",
        rf"^publicera[dt]\b[^\n]{{0,60}}?({DATE}|{_MONTH}\s{_YEAR}|{_YEAR})",
        rf"publicerad:?\swww[^\n]{{0,60}}?({_MONTH}\s{_YEAR}|{_YEAR})",
        _LABELLED.format(
            words="fastställ[dt]|beslutsdatum|beslutad av|beslutat av|antagen|antaget|godkän[dt]|"
            "upprätta[dt]|reviderad|reviderat|uppdaterad|datum|daterad|beslut\\b",
            date=DATE,
        ),
        rf";\s(?:beslutade|utfärdad)e?\s(?:den\s)?({DATE})",
        rf"^(?:[A-ZÅÄÖ][a-zåäö]+(?:,|\sden)?\s)?({DATE}|{_MONTH}\s{_YEAR})$",
        rf"^({DATE})\b[^\n]{{0,60}}$",
        rf"(?:artikelnr|artikelnummer)[.:]?\s?({_YEAR})-\d",
        rf"(?:©|copyright)\s?[^\n]{{0,40}}?({_YEAR})",
    )
)
_SPAN = re.compile(
    r"(?:giltighetstid|giltig|gäller|avtalstid|avtalsperiod|avtalet löper|giltighet)\b"
    rf"[^.\n]{{0,30}}?\n?[^\w\n]*{_FROM}\s?({DATE}){_TO}(?:den\s)?({DATE})",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"(?:\bgäller|giltig|giltigt)\s(?:från(?:\soch\smed)?|fr\.?\s?o\.?\s?m\.?):?\s({DATE})"
    rf"(?:{_TO}({DATE}))?",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:gäller|giltig|giltigt)\s(?:längst\s)?(?:till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?):?\s"
    rf"({DATE})",
    re.IGNORECASE,
)
_WHOLE_YEARS = re.compile(
    rf"\b(?:gäller|giltighetstid|giltig|avser|avtalsperiod)[:\s]\s?(?:för\s)?(?:perioden\s)?"
    rf"(?:år(?:en)?\s)?({_YEAR})(?:{_DASH}({_YEAR}))?(?!-?\d)",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\b(?:denna|detta|dessa)\s(?:lag|förordning|författning|föreskrift(?:er)?|allmänna\sråd|"
    r"kungörelse|riktlinjer?|överenskommelse|avtal)\s(?:och\s\w+\s\w+\s)?"
    rf"(?:träder\si\skraft|börjar\s(?:att\s)?gälla)\s({DATE})",
    re.IGNORECASE,
)
_PLANS = re.compile(r"plan\b|program|strategi|budget|överenskommelse|avtal|analys", re.IGNORECASE)


def years_alone(text: str) -> list[int]:
    """The years in a text that are not one end of a range: 2019, but not 2016–2018."""
    return [int(year) for year in re.findall(_YEAR, _RANGE.sub(" ", text))]


def published_year(opening: Opening) -> int | None:
    """The year that a document says that it was published, decided or last revised."""
    described = f"{opening.text}\n{opening.ending}"
    for pattern in _PUBLISHED:
        # A date that stands by itself is the document's own on its front only.
        text = opening.front if pattern.pattern.startswith("^(") else described
        years = [int(re.findall(_YEAR, found)[0]) for found in _dates_in(pattern, text)]
        if years:
            return max(years)
    return None


def _dates_in(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        if re.search(_YEAR, match[1]) and not _is_of_another(text[: match.start()]):
            yield match[1]


def _is_of_another(before: str) -> bool:
    """True when what stands before speaks of what the document replaces."""
    line = before.rpartition("\n")[2]
    return bool(re.search(r"ersätter|upphäv", line, re.IGNORECASE))


def validity(opening: Opening, title: str, kind: Kind) -> Validity | None:
    """From when to when the document says that it applies."""
    described = re.sub(r"[ \t]*\n", "\n", opening.text)
    for pattern in (_SPAN, _SINCE):
        for match in _own(pattern, described):
            return Validity(_day(match[1]), _day(match[2]) if match[2] else None)
    for match in _own(_UNTIL, described):
        return Validity(None, _day(match[1]))
    for match in _own(_WHOLE_YEARS, opening.front):
        return _whole_years(match[1], match[2] or match[1])
    if kind is Kind.REGULATION:
        for match in _own(_IN_FORCE, opening.whole.replace("\n", " ")):
            return Validity(_day(match[1]), None)
    return _validity_in_title(title, kind)


def _own(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(text):
        days = [group for group in match.groups() if group and _A_DATE.fullmatch(group)]
        if all(_day(day) for day in days) and not _is_of_another(text[: match.start()]):
            yield match


def _validity_in_title(title: str, kind: Kind) -> Validity | None:
    """A plan or an agreement names its years; what a report names is what it reports on."""
    if kind in (Kind.FOLLOW_UP, Kind.INQUIRY, Kind.MINUTES) or not _PLANS.search(title):
        return None
    if match := _RANGE.search(title):
        return _whole_years(match[1], match[2])
    years = years_alone(title)
    is_agreement = kind in (Kind.AGREEMENT, Kind.SUBAGREEMENT)
    return _whole_years(years[-1], years[-1]) if years and is_agreement else None


def _whole_years(first: str | int, last: str | int) -> Validity:
    return Validity(date(int(first), 1, 1), date(int(last), 12, 31))


def _day(text: str) -> date | None:
    """None for a day that no calendar has."""
    words = text.lower().removeprefix("den").split()
    if len(words) == 3:
        parts = (int(words[2]), _MONTHS.index(words[1]) + 1, int(words[0]))
    elif "." in text:
        day, month, year = text.split(".")
        parts = (int(year), int(month), int(day))
    else:
        year, month, day = text.split("-")
        parts = (int(year), int(month), int(day))
    try:
        return date(*parts)
    except ValueError:
        return None
