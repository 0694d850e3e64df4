"""Made-up numbers of persons in every way of writing them. Nothing here is of the finder."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

FIRST = date(1925, 1, 1)
LAST = date(2026, 1, 1)
DASHES = ("-", "-", "-", "–", "−", "‑", "⁻", "﹘", " - ", " – ", "- ", " -")
UNSEEN = "\u200b\u200d\u200e\u202c\u2060\u034f\ufe0f\ufeff"
LINE_ENDS = ("\n", "\r\n")
_NATIONAL_LETTERS = "ABCDEFGHJKLMNPRSTUXYZ"


def check_digit(digits: str) -> str:
    """That which makes the sum of every other doubled digit end in 0."""
    total = 0
    for number, digit in enumerate(digits[::-1]):
        doubled = int(digit) * (1 if number % 2 else 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def birthday(random: Random) -> date:
    return FIRST + timedelta(days=random.randrange((LAST - FIRST).days))


def personal(random: Random) -> str:
    """Twelve digits."""
    return _checked(f"{birthday(random):%Y%m%d}{random.randint(1, 999):03}")


def coordination(random: Random) -> str:
    born = birthday(random)
    month, day = f"{born.month:02}", born.day + 60
    unknown = random.random()
    if unknown < 0.1:
        day = 60
    if unknown < 0.05:
        month = "00"
    return _checked(f"{born.year}{month}{day}{random.randint(1, 999):03}")


def _checked(digits: str) -> str:
    return digits + check_digit(digits[2:])


def written(random: Random, digits: str) -> tuple[str, str]:
    """The way of writing and the twelve digits written so."""
    way = random.choice(tuple(_WAYS))
    return way, _WAYS[way](random, digits)


def _dash(random: Random, digits: str) -> str:
    return f"{digits[2:8]}{random.choice(DASHES)}{digits[8:]}"


def _long_dash(random: Random, digits: str) -> str:
    return f"{digits[:8]}{random.choice(DASHES)}{digits[8:]}"


def _single(random: Random, digits: str) -> str:
    chosen = digits[random.choice((0, 2)) :]
    between = random.choice((" ", " ", " - "))
    return " ".join(chosen[:-4]) + between + " ".join(chosen[-4:])


def _pairs(random: Random, digits: str) -> str:
    short = f"{digits[2:4]} {digits[4:6]} {digits[6:8]}"
    chosen = random.choice(
        (short, f"{digits[:4]} {digits[4:6]} {digits[6:8]}", f"{digits[:2]} {short}")
    )
    last = random.choice((digits[8:], f"{digits[8:10]} {digits[10:]}"))
    return f"{chosen}{random.choice((' ', '-', ' - '))}{last}"


def _full_width(random: Random, digits: str) -> str:
    written = f"{digits[2:8]}-{digits[8:]}"
    return written.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})


def _with_unseen(random: Random, digits: str) -> str:
    written = f"{digits[random.choice((0, 2)) : 8]}{random.choice(('', '-'))}{digits[8:]}"
    for _ in range(random.randint(1, 3)):
        place = random.randint(1, len(written) - 1)
        written = written[:place] + random.choice(UNSEEN) + written[place:]
    return written


_WAYS: dict[str, Callable[[Random, str], str]] = {
    "ÅÅMMDD-NNNN": _dash,
    "ÅÅÅÅMMDD-NNNN": _long_dash,
    "ÅÅMMDDNNNN": lambda random, digits: digits[2:],
    "ÅÅÅÅMMDDNNNN": lambda random, digits: digits,
    "mellanslag före de fyra sista": lambda random, digits: (
        f"{digits[random.choice((0, 2)) : 8]}{random.choice((' ', chr(160), '  '))}{digits[8:]}"
    ),
    "sekel för sig": lambda random, digits: (
        f"{digits[:2]} {digits[2:8]}{random.choice(DASHES)}{digits[8:]}"
    ),
    "siffra för siffra": _single,
    "par om par": _pairs,
    "datum med streck": lambda random, digits: (
        f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}-{digits[8:]}"
    ),
    "över en radbrytning": lambda random, digits: (
        f"{digits[random.choice((0, 2)) : 8]}-{random.choice(LINE_ENDS)}{digits[8:]}"
    ),
    "helbreddssiffror": _full_width,
    "snedstreck eller punkt": lambda random, digits: (
        f"{digits[random.choice((0, 2)) : 8]}{random.choice('/.')}{digits[8:]}"
    ),
    "tecken som inte syns": _with_unseen,
}


def over_hundred(random: Random) -> str:
    born = date(1880, 1, 1) + timedelta(days=random.randrange(45 * 365))
    digits = f"{born:%y%m%d}{random.randint(1, 999):03}"
    return f"{digits[:6]}+{digits[6:]}{check_digit(digits)}"


def reserve(random: Random) -> tuple[str, str]:
    """Which kind of reserve number, and one."""
    kind = random.choice(tuple(_RESERVES))
    digits, serial = _RESERVES[kind](random)
    return f"reservnummer {kind}", f"{digits}{random.choice(('', '-'))}{serial}"


def _stockholm(random: Random) -> tuple[str, str]:
    digits = f"{random.randint(1930, 2025)}{random.randint(0, 99999):05}"
    whole = f"99{digits}{check_digit(digits[2:])}"
    return whole[:8], whole[8:]


def _west(random: Random) -> tuple[str, str]:
    return (
        f"{birthday(random):%Y%m%d}",
        f"{random.choice('KMX')}{random.randint(6, 89):02}{_digit(random)}",
    )


def _national(random: Random) -> tuple[str, str]:
    born = birthday(random)
    digits = f"{born.year // 100 + 3 * random.randint(1, 20)}{born:%y%m%d}"
    if random.random() < 0.2:
        digits = (
            f"00{_digit(random)}{_digit(random)}{random.randint(20, 99)}{random.randint(40, 59)}"
        )
    serial = "".join(random.choice(_NATIONAL_LETTERS) for _ in "NN")
    serial += random.choice(_NATIONAL_LETTERS + "0123456789")
    # Letters count as their ASCII numbers, doubled or not, and the figures of that are added.
    total = 0
    for number, sign in enumerate((digits + serial)[::-1]):
        value = int(sign) if sign in "0123456789" else ord(sign)
        total += sum(int(figure) for figure in str(value * (1 if number % 2 else 2)))
    return digits, f"{serial}{-total % 10}"


def _halland(random: Random) -> tuple[str, str]:
    digits = _checked(f"{birthday(random):%Y%m}{random.randint(32, 59)}{random.randint(1, 999):03}")
    return digits[:8], digits[8:]


def _skane(random: Random) -> tuple[str, str]:
    born = birthday(random)
    serial = f"{random.choice('DEF')}{_letter(random)}{random.choice('01')}{_letter(random)}"
    return random.choice((f"{born:%y%m%d}", f"{born:%Y%m%d}")), serial


def _digit(random: Random) -> str:
    return random.choice("0123456789")


def _letter(random: Random) -> str:
    return random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


_RESERVES: dict[str, Callable[[Random], tuple[str, str]]] = {
    "nationellt": _national,
    "Stockholm": _stockholm,
    "Västra Götaland": _west,
    "Halland": _halland,
    "Skåne": _skane,
    "Värmland": lambda random: (
        f"{birthday(random):%Y%m%d}",
        f"S{random.choice('FUXPL')}{_digit(random)}{_letter(random)}",
    ),
    "Örebro": lambda random: (
        f"{birthday(random):%Y%m%d}",
        f"T{_letter(random)}{_digit(random)}{random.choice('ABCDEFGHIJ')}",
    ),
    "Västernorrland": lambda random: (
        f"{birthday(random):%Y%m%d}",
        f"{random.randint(0, 999):03}R",
    ),
    "Dalarna": lambda random: (
        f"{birthday(random):%Y%m%d}",
        f"{_letter(random)}{random.randint(0, 999):03}",
    ),
}
