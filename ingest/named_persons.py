"""Likely names of persons with a birth date or a telephone number beside them.

A name by itself is no secret: authors, officials and places have one. With a birth date beside
it, it tells who someone is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.identity_numbers import is_birth_date
from ingest.person_names import names_in

_LOOK_AROUND = 70
_LONGEST_BETWEEN = 30
# A few words in the same sentence, on the same line or the next.
_BETWEEN = re.compile(r"(?:[^.;!?\n]|\b(?:f|tel|tfn|mob|nr)\.)*\n?(?:[^.;!?\n]|\b(?:f|tel|tfn)\.)*")
_RIGHT_AFTER = re.compile(r"[ ,:;()–\n-]{1,4}")

_BORN = re.compile(r"\b(?:född\w*|födelse\w+|f[.:]|f)[ :.]*(?:den |år )?\Z", re.IGNORECASE)
_CENTURY = "(?:18|19|20)"
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS.split())
_DATES = (
    re.compile(rf"(?P<year>{_CENTURY}\d\d)(?P<sign>[-./ ]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"),
    re.compile(r"(?P<year>\d\d)(?P<sign>[-.]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?: |:e |e )(?P<month>{_MONTH})\.?,? (?P<year>{_CENTURY}\d\d|-\d\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})[ -]{{1,2}}(?P<year>{_CENTURY}?\d\d)"),
)
_WHOLE = re.compile(r"(?<![0-9.,/:+-])(?=[0-9])")
_AFTER_DATE = re.compile(r"(?![0-9])(?![-/:][0-9])")
# What is dated in other ways was mostly made on that day; nobody made files before this.
_FIRST_DATED = 1985

_TELEPHONE = re.compile(
    r"(?<![0-9+./-])(?:(?:\+|00)46[ -]?(?:\(0\))?[ -]?|0(?=[1-9]))[1-9][0-9]{0,2}"
    r"[ /-]{0,3}[0-9]{2,8}(?:[ -]?[0-9]{2,3}){0,3}(?![0-9])"
)
_TELEPHONE_DIGITS = range(8, 14)


class NamedKind(StrEnum):
    BIRTH = "namn och födelsedatum"
    TELEPHONE = "namn och telefonnummer"


@dataclass(frozen=True, slots=True)
class Named:
    """A name and what stands beside it; `stated` tells that a date is said to be that of a birth,
    or written as births are and too old for anything else."""

    start: int
    end: int
    kind: NamedKind
    stated: bool = True


@dataclass(frozen=True, slots=True)
class _Beside:
    start: int
    end: int
    kind: NamedKind
    said: bool = False
    stated: bool = True


def named_in(text: str) -> Iterator[Named]:
    """In a plain text; none of them overlap."""
    taken = 0
    for beside in sorted((*_births(text), *_telephones(text)), key=lambda found: found.start):
        place = _with_name(text, beside, taken)
        if place:
            yield Named(*place, beside.kind, beside.stated)
            taken = place[1]


def _births(text: str) -> Iterator[_Beside]:
    for start in _WHOLE.finditer(text):
        found = next(filter(None, (form.match(text, start.start()) for form in _DATES)), None)
        if not found or not _AFTER_DATE.match(text, found.end()):
            continue
        year = _year(found)
        if not year:
            continue
        said = bool(_BORN.search(text[max(0, found.start() - 25) : found.start()]))
        compact = found.groupdict().get("sign") == ""
        old = year < _FIRST_DATED
        if said or compact or old:
            stated = said or (compact and old)
            yield _Beside(found.start(), found.end(), NamedKind.BIRTH, said, stated)


def _year(found: re.Match[str]) -> int | None:
    """The year of a day on which someone may have been born."""
    month = found["month"].casefold()
    if not month.isdecimal():
        month = str(next(n for n, name in enumerate(_MONTHS.split(), 1) if name[:3] == month[:3]))
    digits = found["year"].lstrip("-")
    centuries = ("",) if len(digits) == 4 else ("20", "19")
    for century in centuries:
        if is_birth_date(f"{century}{digits}{int(month):02}{int(found['day']):02}"):
            return int(century + digits)
    return None


def _telephones(text: str) -> Iterator[_Beside]:
    for found in _TELEPHONE.finditer(text):
        if sum(sign.isdecimal() for sign in found[0]) in _TELEPHONE_DIGITS:
            yield _Beside(found.start(), found.end(), NamedKind.TELEPHONE)


def _with_name(text: str, beside: _Beside, taken: int) -> tuple[int, int] | None:
    """From the nearest name before to the end, or from the start to a name right after."""
    low = max(taken, beside.start - _LOOK_AROUND)
    before = [
        low + start
        for start, end in names_in(text[low : beside.start], single=beside.said)
        if _belongs(text[low + end : beside.start])
    ]
    if before:
        return before[-1], beside.end
    if beside.start < taken:
        return None
    after = text[beside.end : beside.end + _LOOK_AROUND]
    for start, end in names_in(after):
        return (beside.start, beside.end + end) if _RIGHT_AFTER.fullmatch(after[:start]) else None
    return None


def _belongs(between: str) -> bool:
    return len(between) <= _LONGEST_BETWEEN and bool(_BETWEEN.fullmatch(between))
