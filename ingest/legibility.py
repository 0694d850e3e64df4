"""Whether the text of a page can be read, or has to be recognised off its picture.

A page needs recognition when its characters are not what a reader sees: its fonts say wrongly
which character a glyph is, or most of the page is a picture. What is judged is words, by the word
list and by how near to it the others come; foreign words, tables of numbers, chemical names and
abbreviations are no fault.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from ingest.wordlist import is_word, stands_in_list

# A page with fewer words than this is mostly picture if it has one.
_FEW_WORDS = 60
_MUCH_PICTURE = 0.015

# Measured on 1956 real pages: the broken ones have 10 % misspelt words or more, whole ones under 7.
_FEWEST_MISSPELT = 3
_MISSPELT_SHARE = 0.08
# Names and foreign words are unknown too, but seldom one letter from a Swedish word.
_MISSPELT_AMONG_UNKNOWN = 0.25
# Words in the middle of which stands what is no letter.
_FEWEST_CUT = 2
_CUT_SHARE = 0.02
# Longer than any word but those that have swallowed their spaces.
_TOO_LONG_WORD = re.compile(r"[^\W\d_]{36,}")
_FEWEST_TOO_LONG = 2
# When this share of a document's pages is broken its other pages have the same fonts.
_BROKEN_DOCUMENT = 0.3

# pdfium gives U+FFFE or U+0002 for a hyphen at the end of a line.
_LINE_HYPHEN = re.compile(r"[\ufffe\x02]\s*|(?<=[a-zåäö])-\r?\n(?=[a-zåäö])")
_ADDRESS = re.compile(r"://|www\.|@|\.[a-z]{2,4}/|\.se\b")
_AROUND = ".,;:!?()[]{}<>\"'’”“…–*•/\x00\x01\x03"
_LOWER_WORD = re.compile(r"[a-zåäöéü]{4,}")
_CUT_WORD = re.compile(r"[^\W\d_][\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]+[^\W\d_]")
_CAPITAL_PART = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]{3,}")
_VOWEL = re.compile(r"[aeiouyåäöéü]")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


def needs_recognition(text: str, picture_share: float) -> bool:
    """`text` is what the page's characters say, `picture_share` the share of the page that is
    drawn on without being any of them."""
    if is_broken(text):
        return True
    return picture_share > _MUCH_PICTURE and has_few_words(text)


def has_few_words(text: str) -> bool:
    """Whether the page could be a picture, by its text alone."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) < _FEW_WORDS


def is_broken(text: str) -> bool:
    """Whether the characters are wrong for their glyphs."""
    tokens = _tokens(text)
    cut = sum(1 for token in tokens if _CUT_WORD.search(token))
    if cut >= _FEWEST_CUT and cut > _CUT_SHARE * len(tokens):
        return True
    if any(_is_shifted(token) for token in tokens):
        return True
    if sum(1 for token in tokens if _has_swallowed(token)) >= _FEWEST_TOO_LONG:
        return True
    lower = _lower_words(tokens)
    unknown = {word for word in lower if not _is_known(word)}
    wrong = sum(1 for word in unknown if _is_misspelt(word))
    return (
        wrong >= _FEWEST_MISSPELT
        and wrong >= _MISSPELT_SHARE * len(lower)
        and wrong >= _MISSPELT_AMONG_UNKNOWN * len(unknown)
    )


def broken_pages(texts: Sequence[str]) -> frozenset[int]:
    """The pages, counted from 1, whose characters are wrong.

    A broken document betrays itself on some pages; on its others a single misspelt word is enough.
    """
    broken = {number for number, text in enumerate(texts, start=1) if is_broken(text)}
    if texts and len(broken) >= _BROKEN_DOCUMENT * len(texts):
        broken |= {number for number, text in enumerate(texts, start=1) if _has_misspelt(text)}
    return frozenset(broken)


def known_words(text: str) -> int:
    """How many words of the text are words: what recognition has to raise to be of use."""
    found = re.findall(r"[^\W\d_]{3,}", _LINE_HYPHEN.sub("", text))
    return sum(1 for word in found if _is_known(word.lower()))


def _has_misspelt(text: str) -> bool:
    lower = _lower_words(_tokens(text))
    return any(_is_misspelt(word) for word in lower if not _is_known(word))


def _tokens(text: str) -> list[str]:
    tokens = _LINE_HYPHEN.sub("", text).split()
    return [token for token in tokens if not _ADDRESS.search(token)]


def _lower_words(tokens: Sequence[str]) -> set[str]:
    """Words without capitals, which are no names, and not the abbreviations that end in a stop
    inside a sentence."""
    stripped = (token.strip(_AROUND) for token in tokens)
    return {word for word in stripped if _LOWER_WORD.fullmatch(word)}


@lru_cache(maxsize=100_000)
def _is_known(word: str) -> bool:
    return is_word(word) or stands_in_list(word, "en")


@lru_cache(maxsize=100_000)
def _is_misspelt(word: str) -> bool:
    """One letter from a word in the list, or without a vowel."""
    if not _VOWEL.search(word):
        return True
    return len(word) > 4 and any(map(stands_in_list, _one_letter_off(word)))


def _one_letter_off(word: str) -> chain[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return chain(
        (head + letter + tail for head, tail in cuts for letter in _ALPHABET),
        (head + letter + tail[1:] for head, tail in cuts if tail for letter in _ALPHABET),
        (head + tail[1:] for head, tail in cuts if tail),
    )


def _has_swallowed(token: str) -> bool:
    """Whether the letters of several words stand as one, their spaces read as letters too."""
    return any(not is_word(word) for word in _TOO_LONG_WORD.findall(token))


def _is_shifted(token: str) -> bool:
    """Whether a token is Swedish when its characters are taken for glyph numbers.

    A TrueType font cut down without a map numbers its glyphs as the Macintosh did: space is 3, and
    "HIWHU" is "efter".
    """
    if len(token) < 4 or _LOWER_WORD.fullmatch(token):
        return False
    parts = _CAPITAL_PART.findall(_as_glyph_numbers(token))
    letters = sum(len(part) for part in parts)
    longest = max((len(part) for part in parts if is_word(part)), default=0)
    return longest >= 5 and letters > 0.7 * len(token) and not is_word(token.strip(_AROUND))


def _as_glyph_numbers(token: str) -> str:
    return "".join(map(_macintosh, token))


def _macintosh(character: str) -> str:
    """The character of a glyph number in the Macintosh's standard order."""
    code = ord(character)
    if code + 29 < 0x7F:
        return chr(code + 29)
    # From glyph 98 on the order follows the Macintosh's character set, which starts at 0x80.
    return bytes([code + 30]).decode("mac_roman") if 98 <= code <= 0xE1 else " "
