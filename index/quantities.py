"""The years, and the numbers with a unit, that a text names."""

import re
from collections.abc import Iterator

_YEAR = r"(?:19[4-9]\d|20[0-9]\d)"
_SPAN = re.compile(
    rf"(?<![\d:/.-])(?P<first>{_YEAR})(?:\s?[–-]\s?(?P<last>{_YEAR}|\d\d)(?![\d-]))?"
    r"(?![:/]\d|\d|[.,]\d|-tal|\s(?:kr|kronor|personer|platser|timmar)\b)"
)
_LONGEST = 30
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton".split(), start=2
    )
}
_UNITS = {
    "år": r"år(?:s|ig\w*|ing\w*)?",
    "månader": r"månad(?:er|ers|s)?",
    "veckor": r"veck(?:a|or|ors)",
    "dagar": r"dag(?:ar|ars|s)?|dygn",
    "timmar": r"timm(?:e|ar|ars)|tim",
    "minuter": r"minut(?:er|ers)?",
    "procent": r"procent|%",
    "kronor": r"kronor|kr",
}
_COUNT = r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:,\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\d,:])(?:(?P<from>{_COUNT})\s?[–-]\s?)?(?P<count>{_COUNT}|\b(?:{'|'.join(_WORDS)})\b)"
    rf"[\s-]?(?:{'|'.join(f'(?P<u{i}>{unit})' for i, unit in enumerate(_UNITS.values()))})(?!\w)",
    re.IGNORECASE,
)
# "personer över 80": an age, though nobody says so.
_AGE = re.compile(
    r"\b(?:över|under|fyllda) (?P<age>[1-9]\d)\b(?! ?(?:tim|dag|dygn|veck|mån|min|proc|kr|år|%|\d))"
)


def years_in(text: str) -> Iterator[tuple[int, ...]]:
    """Each year that is named, and each span with all its years.

    The number of a law or a decision (2017:30) is no year.
    """
    for match in _SPAN.finditer(text):
        first = int(match["first"])
        last = int(match["last"] or first)
        last += 100 * (first // 100) if last < 100 else 0
        yield tuple(range(first, last + 1)) if 0 <= last - first <= _LONGEST else (first,)


def quantities_in(text: str) -> Iterator[str]:
    """Numbers with their unit, each end of a span by itself: "65 år", "14 dagar"."""
    units = tuple(_UNITS)
    for match in _QUANTITY.finditer(text):
        unit = units[int((match.lastgroup or "")[1:])]
        for count in filter(None, (match["from"], match["count"])):
            number = _WORDS.get(count.lower(), re.sub(r"\s", "", count))
            if unit != "år" or len(number) < 4:
                yield f"{number} {unit}"
    for match in _AGE.finditer(text):
        yield f"{match['age']} år"
