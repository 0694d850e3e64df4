"""Digits in running text: in groups, with what stands between them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

_DASHES = "‐‑‒–—―−﹘﹣－⁃⁻₋˗➖\u00ad\ufffe\x02"
_SPACES = "\t\x0b\x0c\u00a0\u1680\u180e\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# Without width: they come along from web pages, chats and pictures of digits, and part nothing.
_UNSEEN = re.compile(
    r"[\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]+"
)
_LINE_ENDS = "\r\x85\u2028\u2029"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_LINE_ENDS, "\n"),
        "＋": "+",
        "：": ":",
    }
)
_ANY_DIGIT = re.compile(r"\d")
_ASCII_DIGITS = frozenset("0123456789")
_DIGITS = re.compile(r"[0-9]+")
_DASH = re.compile(r"-{1,3}|\+|_")
_LONGEST_BETWEEN = 6


class Between(Enum):
    """What stands between two groups of digits."""

    SPACE = auto()
    LINE_END = auto()
    DASH = auto()
    SET_OFF_DASH = auto()
    """A dash with space about it, or at the end of a line."""
    POINT = auto()
    """ "." or "/", as in a date."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Group:
    """Digits with nothing between them; its length is their number."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Written:
    """Some groups in a row that may be one number, by their text of plain digits."""

    groups: tuple[Group, ...]
    between: tuple[Between, ...]
    digits: str

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a text, with all digits, dashes, spaces and line ends written one way."""

    text: str
    places: Sequence[int]
    """Where each character stands in the text it was read from."""


def seen(text: str) -> Seen:
    if not _UNSEEN.search(text):
        return Seen(_plain(text), range(len(text)))
    hidden = {place for found in _UNSEEN.finditer(text) for place in range(*found.span())}
    places = [place for place in range(len(text)) if place not in hidden]
    return Seen(_plain(_UNSEEN.sub("", text)), places)


def _plain(text: str) -> str:
    """As long as it was."""
    # pdfium ends each line with two signs, which are one end.
    ended = text.replace("\r\n", " \n")
    return _ANY_DIGIT.sub(_plain_digit, ended.translate(_SIGNS))


def _plain_digit(found: re.Match[str]) -> str:
    digit = found[0]
    return digit if digit in _ASCII_DIGITS else str(unicodedata.decimal(digit, digit))


def groups_of(text: str) -> list[Group]:
    """The groups of digits in a plain text."""
    return [Group(*found.span()) for found in _DIGITS.finditer(text)]


def rows(
    text: str, groups: Sequence[Group], first: int, counts: frozenset[int]
) -> Iterator[Written]:
    """What begins with the group and has so many digits in all, longest first."""
    found: list[Written] = []
    between: list[Between] = []
    number = first
    total = len(groups[first])
    most = max(counts)
    while total <= most:
        if total in counts:
            chosen = tuple(groups[first : number + 1])
            digits = "".join(text[group.start : group.end] for group in chosen)
            found.append(Written(chosen, tuple(between), digits))
        number += 1
        if number == len(groups):
            break
        kind = gap(text, groups[number - 1].end, groups[number].start)
        if kind is Between.OTHER:
            break
        between.append(kind)
        total += len(groups[number])
    return reversed(found)


def gap(text: str, start: int, end: int) -> Between:
    return _kind(text[start:end]) if end - start <= _LONGEST_BETWEEN else Between.OTHER


@lru_cache(maxsize=1024)
def _kind(between: str) -> Between:
    sign = between.strip(" \n")
    if _DASH.fullmatch(sign):
        return Between.DASH if between == sign else Between.SET_OFF_DASH
    if sign in (".", "/"):
        return Between.POINT if between == sign else Between.OTHER
    if sign:
        return Between.OTHER
    return Between.LINE_END if "\n" in between else Between.SPACE
