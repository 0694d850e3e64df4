"""Numbers that are of no person, as Swedish documents and questions have them."""

from collections.abc import Callable
from random import Random

from tests.bench.personal_data.numbers import birthday, check_digit, personal

_NO_DATES = ((13, 1), (0, 12), (19, 30), (2, 30), (4, 31), (6, 45), (9, 99), (11, 0))
_AREAS = ("08", "031", "040", "018", "0470", "0920", "070", "072", "073", "076", "010")


def other(random: Random) -> tuple[str, str]:
    """What kind it is and how it is written, with the words that belong to it."""
    kind = random.choice(tuple(_OTHERS))
    return kind, _OTHERS[kind](random)


def _digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def _wrong_check(random: Random) -> str:
    digits = personal(random)
    wrong = str((int(digits[-1]) + random.randint(1, 9)) % 10)
    first = random.choice((0, 2))
    return f"{digits[first:8]}{random.choice(('-', '', ' '))}{digits[8:11]}{wrong}"


def _wrong_date(random: Random) -> str:
    month, day = random.choice(
        ((13, 1), (0, 12), (19, 30), (2, 30), (4, 31), (6, 45), (9, 99), (11, 0))
    )
    digits = f"{random.randint(0, 99):02}{month:02}{day:02}{random.randint(1, 999):03}"
    return f"{digits[:6]}{random.choice(('-', ''))}{digits[6:]}{check_digit(digits)}"


def _future(random: Random) -> str:
    digits = f"{random.randint(30, 99)}{birthday(random):%m%d}{random.randint(1, 999):03}"
    return f"20{digits[:6]}{random.choice(('-', ''))}{digits[6:]}{check_digit(digits)}"


def _company(random: Random) -> str:
    first = random.choice(("55", "23", "80", "96", "20", "25", "71"))
    digits = f"{first}{random.randint(20, 99)}{_digits(random, 5)}"
    prefix = random.choice(("", "", "16"))
    return f"{prefix}{digits[:6]}{random.choice(('-', '-', ''))}{digits[6:]}{check_digit(digits)}"


def _telephone(random: Random) -> str:
    area = random.choice(
        ("08", "031", "040", "018", "0470", "0920", "070", "072", "073", "076", "010")
    )
    rest = _digits(random, 10 - len(area) - random.choice((0, 0, 1)))
    grouped = f"{rest[:-4]} {rest[-4:-2]} {rest[-2:]}"
    return random.choice(
        (
            f"{area}-{grouped}",
            f"{area}-{rest}",
            f"{area} {grouped}",
            f"{area}/{grouped}",
            f"+46 {area[1:]} {grouped}",
            f"+46{area[1:]}{rest}",
            f"+46 (0){area[1:]}-{grouped}",
            f"{area}{rest}",
            f"tel. {area}{rest}",
            f"telefon: {area}{rest}",
            f"mobil {area}{rest}",
            f"fax {area}{rest}",
        )
    )


def _isbn(random: Random) -> str:
    ten = f"91{_digits(random, 8)}"
    thirteen = f"978{ten}"
    return random.choice(
        (
            f"ISBN {ten}",
            f"ISBN: {ten[:2]}-{ten[2:6]}-{ten[6:9]}-{ten[9]}",
            f"ISBN {thirteen[:3]}-{thirteen[3:5]}-{thirteen[5:9]}-{thirteen[9:12]}-{thirteen[12]}",
            f"ISBN {thirteen}",
            thirteen,
            f"{thirteen[:3]}-{thirteen[3:5]}-{thirteen[5:9]}-{thirteen[9:12]}-{thirteen[12]}",
            f"ISSN {_digits(random, 4)}-{_digits(random, 4)}",
        )
    )


def _case(random: Random) -> str:
    year, serial = random.randint(1990, 2026), random.randint(1, 99999)
    return random.choice(
        (
            f"dnr {year}/{serial}",
            f"diarienummer {year}-{serial:06}",
            f"Dnr 5.3.2-{serial}/{year}",
            f"HSN {year}-{serial:04}",
            f"S{year}/{serial:05}/SOF",
            f"VON {year}/{serial}",
            f"dnr {year}-{serial:05}-{random.randint(1, 9)}",
            f"dnr {birthday(random):%y%m%d}-{_digits(random, 4)}",
            f"diarienr {birthday(random):%Y%m%d}-{_digits(random, 4)}",
            f"RS {year}-{serial:05} 8.1.1",
        )
    )


def _date(random: Random) -> str:
    first, last = birthday(random), birthday(random)
    return random.choice(
        (
            f"{first}",
            f"{first}–{last}",
            f"{first} – {last}",
            f"{first} - {last.year}",
            f"{first} {random.randint(0, 23):02}:{random.randint(0, 59):02}",
            f"{first} {random.randint(0, 23):02}{random.randint(0, 59):02}",
            f"{first:%Y%m%d}–{last:%Y%m%d}",
            f"{first:%y%m%d}–{last:%y%m%d}",
            f"{first:%Y%m%d}T{random.randint(0, 23):02}{random.randint(0, 59):02}00",
            f"{first.day}/{first.month} {first.year}",
            f"{first:%Y.%m.%d}",
        )
    )


def _law(random: Random) -> str:
    year, serial = random.randint(1900, 2026), random.randint(1, 1999)
    return random.choice(
        (
            f"({year}:{serial})",
            f"SFS {year}:{serial}",
            f"HSLF-FS {year}:{serial}",
            f"prop. {year}/{(year + 1) % 100:02}:{random.randint(1, 250)}",
            f"SOU {year}:{random.randint(1, 99)}",
            f"{random.randint(1, 30)} kap. {random.randint(1, 30)} § lagen ({year}:{serial})",
            f"bet. {year}/{(year + 1) % 100:02}:SoU{random.randint(1, 30)}",
        )
    )


def _money(random: Random) -> str:
    amount = random.randint(1000, 99_999_999_999)
    return random.choice(
        (
            f"{amount:,} kronor".replace(",", " "),
            f"{amount:,}".replace(",", " "),
            f"{amount} kr",
            f"{amount // 100:,},{amount % 100:02} kr".replace(",", " ", 2),
            f"{amount / 1_000_000:.1f} mkr".replace(".", ","),
        )
    )


def _bank(random: Random) -> str:
    digits = _digits(random, 16)
    fours = " ".join(digits[start : start + 4] for start in range(0, 16, 4))
    return random.choice(
        (
            f"bankgiro {digits[:3]}-{digits[3:7]}",
            f"bankgiro {digits[:4]}-{digits[4:8]}",
            f"plusgiro {digits[:2]} {digits[2:4]} {digits[4:6]}-{digits[6]}",
            f"SE{digits[:2]} {fours} {digits[4:8]}",
            f"SE{digits[:2]}{digits}{digits[:4]}",
            fours,
            f"{digits[:15]}{check_digit(digits[:15])}",
            f"OCR {digits[:10]}",
            f"fakturanummer {digits[:10]}",
            f"{digits[:4]}-{digits[4]}, {digits[5:8]} {digits[8:11]} {digits[11:14]}-{digits[14]}",
        )
    )


def _row(random: Random) -> str:
    """A row of a table of statistics."""
    count = random.randint(5, 9)
    cells = [random.choice((_small, _grouped, _percent))(random) for _ in range(count)]
    return " ".join(cells)


def _small(random: Random) -> str:
    return str(random.randint(0, 999))


def _grouped(random: Random) -> str:
    return f"{random.randint(1000, 99999):,}".replace(",", " ")


def _percent(random: Random) -> str:
    return f"{random.random() * 100:.1f}".replace(".", ",")


def _years(random: Random) -> str:
    first = random.randint(1980, 2020)
    return random.choice((" ", "–", ", ")).join(str(first + n) for n in range(random.randint(2, 8)))


def _pages(random: Random) -> str:
    first = random.randint(1, 900)
    return random.choice(
        (
            f"s. {first}–{first + random.randint(1, 60)}",
            f"{random.randint(1990, 2025)};{first}(2):{first * 7}–{first * 7 + 9}",
            f"doi:10.1016/S{_digits(random, 4)}-{_digits(random, 4)}(20){_digits(random, 5)}-1",
            f"doi.org/10.1001/{_digits(random, 10)}",
            f"https://www.exempel.se/dok?id={_digits(random, 10)}",
        )
    )


def _code(random: Random) -> str:
    return random.choice(
        (
            f"SE{_digits(random, 10)}-{_digits(random, 4)}",
            f"SE{_digits(random, 12)}01",
            f"artikelnummer {_digits(random, 4)}-{_digits(random, 2)}-{_digits(random, 3)}",
            f"EAN 73{_digits(random, 11)}",
            f"{_digits(random, 3)} {_digits(random, 2)} Stockholm",
            f"ATC N06DA0{random.randint(2, 4)}, {_digits(random, 6)}",
            f"0–{random.randint(5, 9)} {random.randint(10, 99)} {_percent(random)}",
            f"beställningsnummer {_digits(random, 5)}-{_digits(random, 4)}",
            f"{random.randint(1, 99)} % ({random.randint(1, 999)} av {random.randint(1000, 9999)})",
        )
    )


_OTHERS: dict[str, Callable[[Random], str]] = {
    "fel kontrollsiffra": _wrong_check,
    "omöjligt datum": _wrong_date,
    "framtida datum": _future,
    "organisationsnummer": _company,
    "telefonnummer": _telephone,
    "ISBN och ISSN": _isbn,
    "diarienummer": _case,
    "datum": _date,
    "lagrum": _law,
    "belopp": _money,
    "bank och kort": _bank,
    "tabellrad": _row,
    "årtal": _years,
    "sidor och länkar": _pages,
    "koder": _code,
}
