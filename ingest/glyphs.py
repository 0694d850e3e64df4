"""Characters that a PDF gives wrongly: broken full stops, private-use bullets, ligatures."""

import re
import unicodedata
from collections.abc import Iterable

from ingest.traced import TracedText

_BROKEN = "\ufffd"
_BROKEN_STOP = re.compile(r"(?<=[\w)”\"%])\ufffd(?=\s|$|[\d”\")])")
# Symbol and Wingdings map their bullets and dashes into the private use area.
_PRIVATE_DASH = {0xF02D, 0xF0BE}
_PRIVATE_DEGREE = {0xF0B0}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Codes 7F and 95 are bullets of Windows' own encoding.
_BULLET_LIKE = re.compile(r"^(\s*)[▪■□●○◦‣⁃∙·\x7f\x95](?=\s)")
_DOLLAR = re.compile(r"(?<![A-Za-z])\$(?!\d)")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SOFT_HYPHEN = re.compile("[\u00ad\u2010\u2011]")
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DECOMPOSED = re.compile(r"\w[\u0300-\u036f]+")


def full_stops_are_broken(texts: Iterable[str]) -> bool:
    """True when U+FFFD stands where full stops stand, in most of the places it occurs.

    Some fonts map every full stop to nothing; pypdf then writes the replacement character.
    """
    broken = stops = 0
    for text in texts:
        broken += text.count(_BROKEN)
        stops += len(_BROKEN_STOP.findall(text))
    return broken > 0 and stops >= 0.8 * broken


def repair(text: TracedText, stops_are_broken: bool) -> TracedText:
    """One line with its glyphs mended, white space folded and ends stripped."""
    text = text.sub(_PRIVATE, lambda match: _readable(match[0]))
    text = text.sub(_LIGATURE, lambda match: unicodedata.normalize("NFKC", match[0]))
    text = text.sub(_DECOMPOSED, lambda match: unicodedata.normalize("NFC", match[0]))
    text = text.sub(_BULLET_LIKE, lambda match: match[1] + "•")
    text = text.sub(_INVISIBLE, "")
    # What the page shows is a hyphen: a soft one that breaks no line is not drawn.
    text = text.sub(_SOFT_HYPHEN, "-")
    text = text.sub(_BLANKS, " ").strip()
    if stops_are_broken:
        text = text.sub(_BROKEN_STOP, ".")
    return text


def visible(text: str) -> str:
    """Without characters that are not seen, such as those that turn the direction of writing."""
    return _INVISIBLE.sub("", text)


def mended_recognition(text: TracedText) -> TracedText:
    """The Swedish data of tesseract have no paragraph sign, and give a dollar for it."""
    return text.sub(_DOLLAR, "§")


def _readable(character: str) -> str:
    code = ord(character)
    if code in _PRIVATE_DASH:
        return "–"
    if code in _PRIVATE_DEGREE:
        return "°"
    return "•"
