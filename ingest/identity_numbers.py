"""Whether digits are the number of a person: their date and their check digit.

Sources: Skatteverket's SKV 704 (personnummer) and SKV 707 (samordningsnummer), its test numbers
for months and days that nobody knows, and Inera's lists of local and national reserve identities.
"""

import re
from datetime import date
from enum import StrEnum

_EARLIEST_YEAR = 1850
_COORDINATED = 60
_LAST_MONTH = "12"
_CENTURIES = ("18", "19", "20")
# Region Stockholm's begin so; then a year, a serial number and a check digit.
_STOCKHOLM = "99"
_STOCKHOLM_EARLIEST = 1900
# Carelink's and Region Halland's have this for a day.
_RESERVE_DAYS = range(32, 60)
# All serial numbers are in use but this.
_NO_SERIAL = "000"

# National: the century is raised by 3 or more, or there is no date; two letters, what tells the
# sex or a third letter, and a check digit.
_NATIONAL = re.compile(r"[A-HJ-NPR-UX-Z]{2}[0-9A-HJ-NPR-UX-Z][0-9]")
# Those of the regions: a date of birth and a serial "number" with letters in it.
_REGIONAL = re.compile(r"[A-Z][0-9]{3}|[A-Z]{2}[0-9][A-Z0-9]|[0-9]{3}R|[0-9]{2}[KMX][0-9]")
# Skåne's may go without the century.
_SKANE = re.compile(r"[DEF][A-Z][01][A-Z]")


class NumberKind(StrEnum):
    """What the number of a person is called."""

    PERSONAL = "personnummer"
    COORDINATION = "samordningsnummer"
    RESERVE = "reservnummer"


def kind_of_digits(digits: str, *, over_hundred: bool = False) -> NumberKind | None:
    """What 10 or 12 digits are, if anything; `over_hundred` tells that a plus stands before the
    last four."""
    if len(digits) == 12:
        return _with_century(digits)
    if digits[2:4] > _LAST_MONTH or digits[6:9] == _NO_SERIAL or not _passes_luhn(digits):
        return None
    kinds = (_born(century + digits[:6], over_hundred) for century in _CENTURIES)
    return next((kind for kind in kinds if kind), None)


def _with_century(digits: str) -> NumberKind | None:
    if digits.startswith(_STOCKHOLM):
        year = int(digits[2:6])
        # Whether the first four count in the check is told in two ways.
        checked = _passes_luhn(digits[4:]) or _passes_luhn(digits)
        known = _STOCKHOLM_EARLIEST <= year <= date.today().year
        return NumberKind.RESERVE if known and checked else None
    if digits[4:6] > _LAST_MONTH or digits[8:11] == _NO_SERIAL or not _passes_luhn(digits[2:]):
        return None
    if int(digits[6:8]) in _RESERVE_DAYS:
        return NumberKind.RESERVE if is_birth_date(f"{digits[:6]}01") else None
    return _born(digits[:8])


def _born(digits: str, over_hundred: bool = False) -> NumberKind | None:
    """By the eight digits of a date, whose day may be raised by 60. Month and day are then 00
    where nobody knows them."""
    if over_hundred and int(digits[:4]) > date.today().year - 100:
        return None
    if is_birth_date(digits):
        return NumberKind.PERSONAL
    day = int(digits[6:]) - _COORDINATED
    if not 0 <= day <= 31:
        return None
    month = "01" if digits[4:6] == "00" else digits[4:6]
    known = is_birth_date(f"{digits[:4]}{month}{day or 1:02}")
    return NumberKind.COORDINATION if known else None


def is_birth_date(digits: str) -> bool:
    """Whether YYYYMMDD is a day on which someone in an archive may have been born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _EARLIEST_YEAR and day <= date.today()


def is_reserve(digits: str, serial: str) -> bool:
    """Whether digits and the four signs after them, some of them letters, are a reserve number."""
    serial = serial.upper()
    if len(digits) == 6:
        dated = any(is_birth_date(century + digits) for century in _CENTURIES)
        return dated and bool(_SKANE.fullmatch(serial))
    if _REGIONAL.fullmatch(serial) and is_birth_date(digits):
        return True
    return bool(_NATIONAL.fullmatch(serial)) and _is_national(digits, serial)


def _is_national(digits: str, serial: str) -> bool:
    century, month, day = int(digits[:2]), int(digits[4:6]), int(digits[6:])
    dated = century >= 22 and 1 <= month <= 12 and 1 <= day <= 31
    undated = century == 0 and month >= 20 and 40 <= day <= 59
    return (dated or undated) and _passes_luhn(digits + serial)


def _passes_luhn(signs: str) -> bool:
    """The check of ISO/IEC 7812-1; a letter counts as its number in ASCII (Inera's NRID)."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = int(sign) if sign.isdecimal() else ord(sign)
        total += sum(map(int, str(value * 2 if place % 2 else value)))
    return total % 10 == 0
