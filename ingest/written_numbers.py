"""Numbers of persons in running text, in all the ways that people write them.

A date and a check digit come out right for one row of ten digits in three hundred, so what is
more loosely written has to be called a number of a person, or to stand alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.digit_groups import Between, Group, Written, gap, groups_of, rows
from ingest.identity_numbers import NumberKind, is_reserve, kind_of_digits

_COUNTS = frozenset({10, 12})
_LOOK_BACK = 40

_DATES = frozenset(
    {(6,), (8,), (2, 2, 2), (4, 2, 2), (2, 2, 2, 2), (4, 2), (2, 4), (4, 4), (2, 6), (6, 2)}
    | {(1,) * 6, (1,) * 8}
)
_DASHED_DATES = frozenset({(2, 2, 2), (4, 2, 2)})
_SERIALS = frozenset({(4,), (2, 2), (1, 1, 1, 1)})
_WHOLE_DATES = frozenset({(6,), (8,), (2, 6)})

# The word for it before the number, with no more than a few other words between.
_NAMED = re.compile(
    r"(?:person|samordnings|reserv|födelse)[\s.-]*(?:nummer|numret|nr|id|identitet)\w*"
    r"|\bp\.?(?:ers)?[.-]?n(?:umme)?r\b|\bpnr|\bsnr\b|\brnr\b|\bpat(?:ient)?[.-]?id"
    # The object identifiers of such numbers in Swedish health care (Inera).
    r"|\b1\.2\.752\.129\.2\.1\.3\.[0-9]",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"[^0-9\n]{0,20}\n?[^0-9\n]{0,4}")
_OTHER_NUMBER = re.compile(
    r"(?:\bd(?:iarie)?[.-]?n(?:umme)?r|\bdiarie\w*|\bis[bs]n|\bdoi|\bocr|\bfaktura\w*|\border\w*"
    r"|\bart(?:ikel)?[.-]?n(?:umme)?r|\bartikel\w*|\bärende[.-]?n(?:umme)?r|\bkvitto\w*"
    r"|\bkvittens\w*|\blöp[.-]?n(?:umme)?r|\bserie[.-]?n(?:umme)?r|\bplusgiro|\bpg|\bbankgiro|\bbg"
    r"|\biban|\bean|\bgtin|\bgln)[^0-9a-zåäö]{0,6}\Z",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"\b(?:tel\w*|tfn|mobil\w*|ring\w*|sms\w*|fax\w*|växel\w*|jour(?:en|nummer)?|nås|nå|nummer till"
    r"|direkt(?:nr|nummer))\b[^0-9\n]{0,25}\Z",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r" ?(?:%|€|\$|[mt]?kr\b|kronor|sek\b|euro|miljoner|tusen|st\b|styck)", re.I)
_ADDRESS = re.compile(r"(?:://|www\.|@|[?&]\w+=|\.[a-z]{2,4}/)\S*\Z", re.IGNORECASE)
# Part of another number; ten digits or more are the next in a list, and so are more than two
# after a comma.
_GOES_ON_BEFORE = re.compile(
    r"(?<![0-9])[0-9]{1,9}[-+./:]\Z|(?<![0-9,])[0-9]{1,9},\Z|(?<![0-9])\+\Z"
)
_GOES_ON_AFTER = re.compile(r"[-+./:][0-9]{1,9}(?![0-9])|,[0-9]{1,2}(?![0-9,])")
# A code ("SE8001011234", "A8001011234"), not the end of a word.
_CODE = re.compile(r"(?:[A-ZÅÄÖ]|(?<![a-zåäö])[a-zåäö]|[_#])\Z")

# "19-12-24 1030" and "19-12-24 – 2020" are dates with a time, with another year.
_TIME_OR_YEAR = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]|(?:19|20)[0-9]{2}")

_WITH_LETTERS = re.compile(
    r"(?<![0-9A-Za-zÅÄÖåäö])(?:([0-9]{8})|([0-9]{6}))( ?[-_]{0,2} ?)"
    r"(?=[0-9]{0,3}[A-Za-z])([0-9A-Za-z]{4})(?![0-9A-Za-zÅÄÖåäö])"
)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    start: int
    end: int
    kind: NumberKind


def numbers_in(text: str) -> Iterator[FoundNumber]:
    """In a plain text; none of them overlap."""
    groups = groups_of(text)
    number = 0
    while number < len(groups):
        found = _at(text, groups, number)
        if found is None:
            number += 1
            continue
        yield found
        while number < len(groups) and groups[number].start < found.end:
            number += 1


def _at(text: str, groups: Sequence[Group], first: int) -> FoundNumber | None:
    reserve = _WITH_LETTERS.match(text, groups[first].start)
    if reserve and _is_written_reserve(text, reserve):
        return FoundNumber(reserve.start(), reserve.end(), NumberKind.RESERVE)
    for written in rows(text, groups, first, _COUNTS):
        plus = "+" in text[written.start : written.end]
        kind = kind_of_digits(written.digits, over_hundred=plus)
        if kind and _is_meant(text, groups, first, written):
            return FoundNumber(written.start, written.end, kind)
    return None


def _is_written_reserve(text: str, found: re.Match[str]) -> bool:
    long, short, between, serial = found.groups()
    if not is_reserve(long or short, serial):
        return False
    # With a space between, or in small letters, it may be a date and something else.
    loose = between == " " or not any(sign.isupper() for sign in serial)
    return (
        not loose or _is_named(text, found.start()) or (serial.upper()[0] in "KMX" and bool(long))
    )


def _is_meant(text: str, groups: Sequence[Group], first: int, written: Written) -> bool:
    """Whether someone who writes so means the number of a person."""
    before, after = text[max(0, written.start - _LOOK_BACK) : written.start], text[written.end :]
    if _is_named(text, written.start):
        return True
    if _OTHER_NUMBER.search(before):
        return False
    if len(written.groups) == 1:
        return _is_meant_unbroken(before, after[:_LOOK_BACK], written.digits)
    split = _split(written)
    if split is None or before.endswith("+") or _is_scale(text, written):
        return False
    within, middle = split
    if middle is Between.POINT and _ADDRESS.search(before):
        return False
    last = first + len(written.groups)
    return _is_shaped(written, within, middle) and _stands_alone(
        text, groups, first, last, strict=within not in _WHOLE_DATES or middle is Between.LINE_END
    )


def _is_named(text: str, start: int) -> bool:
    """Whether a word for such numbers stands before it, and no other digits between."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return any(_AFTER_NAME.fullmatch(before, found.end()) for found in _NAMED.finditer(before))


def _is_meant_unbroken(before: str, after: str, digits: str) -> bool:
    if _ADDRESS.search(before) or _CODE.search(before) or _AMOUNT.match(after):
        return False
    if digits.startswith("0") and len(digits) == 10 and _TELEPHONE.search(before):
        return False
    return not _goes_on(before, after)


def _goes_on(before: str, after: str) -> bool:
    between_commas = before.endswith(",") and after.startswith(",")
    continues = not between_commas and _GOES_ON_BEFORE.search(before)
    return bool(continues or _GOES_ON_AFTER.match(after))


def _split(written: Written) -> tuple[tuple[int, ...], Between] | None:
    """How the date is grouped and what stands before the last four, when a group ends there."""
    lengths = tuple(map(len, written.groups))
    for count in range(1, len(lengths)):
        if sum(lengths[count:]) == 4 and lengths[count:] in _SERIALS:
            return lengths[:count], written.between[count - 1]
    return None


def _is_scale(text: str, written: Written) -> bool:
    """ "10 12 14 16 18", the axis of a chart."""
    values = [int(text[group.start : group.end]) for group in written.groups]
    steps = {after - before for before, after in pairwise(values)}
    return len(values) > 2 and len(steps) == 1


def _is_shaped(written: Written, within: tuple[int, ...], middle: Between) -> bool:
    inner = written.between[: len(within) - 1]
    outer = written.between[len(within) :]
    if within not in _DATES or any(kind is not Between.SPACE for kind in outer):
        return False
    if middle is Between.OTHER or (middle is Between.POINT and within not in _WHOLE_DATES):
        return False
    if all(kind is Between.SPACE for kind in inner):
        return within in _WHOLE_DATES or middle is not Between.LINE_END
    signs = set(inner)
    dated = within in _DASHED_DATES and (signs == {Between.DASH} or signs == {Between.POINT})
    if middle in (Between.SPACE, Between.SET_OFF_DASH):
        return dated and within[0] == 2 and not _TIME_OR_YEAR.fullmatch(written.digits[-4:])
    return dated and middle is Between.DASH


def _stands_alone(
    text: str, groups: Sequence[Group], first: int, after: int, *, strict: bool
) -> bool:
    """Whether no other digits go on before or after it; strictly, none on its line beside it."""
    apart = {Between.OTHER, Between.LINE_END}
    if not strict:
        apart |= {Between.SPACE, Between.SET_OFF_DASH, Between.POINT}
    neighbours = []
    if first:
        neighbours.append(gap(text, groups[first - 1].end, groups[first].start))
    if after < len(groups):
        neighbours.append(gap(text, groups[after - 1].end, groups[after].start))
    return apart.issuperset(neighbours)
