"""Personal numbers made up for tests, with the right check digit, in all the ways they are
written."""

from datetime import date, timedelta
from random import Random

_FIRST = date(1900, 1, 1)
_WAYS = (
    *("{c}{d}-{n}", "{c}{d}{n}", "{d}-{n}", "{d}{n}", "{c}{d} {n}", "{d} {n}"),
    *("{c}{d}–{n}", "{d} - {n}", "{c}{d}\u00a0{n}"),
)


def check_digit(digits: str) -> str:
    """Luhn's, over the nine before it."""
    doubled = (int(digit) * (2 - i % 2) for i, digit in enumerate(digits))
    return str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def parts(chance: Random, added_to_day: int = 0) -> tuple[str, str, str]:
    """Century, date and number; 60 added to the day makes it a coordination number."""
    born = _FIRST + timedelta(days=chance.randrange(45_000))
    day = f"{born:%y%m}{born.day + added_to_day:02}"
    number = f"{chance.randrange(1000):03}"
    return f"{born.year // 100}", day, number + check_digit(day + number)


def written(chance: Random, added_to_day: int = 0) -> str:
    century, day, number = parts(chance, added_to_day)
    return chance.choice(_WAYS).format(c=century, d=day, n=number)
