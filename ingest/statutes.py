"""How Swedish statutes name their parts: "3 kap.", "5 §", "7 a §"."""

import re

_CHAPTER = re.compile(r"^\d{1,2} ?[a-z]? kap\.?(?:\s+(?=[A-ZÅÄÖ])|$)")
_SIGN = re.compile(r"^((?:\d+ ?[a-z]? kap\.? )?\d+ ?[a-z]? ?§)(?=\s|$)")
_OPENS = re.compile(r"^(?:\d+ ?[a-z]? kap\.? )?\d+ ?[a-z]? ?§(?:\d{0,3}\s+[A-ZÅÄÖ(]|$)")
# What follows the last chapter and belongs to none.
_AFTER_CHAPTERS = re.compile(r"^(?:bilaga\b|ikraftträdande|övergångsbestämmelse)", re.IGNORECASE)


def is_chapter(words: str) -> bool:
    """ "2 kap." or "2 kap. Allmänna bestämmelser"."""
    return bool(_CHAPTER.match(words))


def is_chapter_alone(words: str) -> bool:
    match = _CHAPTER.match(words)
    return match is not None and match.end() == len(words)


def stands_outside_chapters(words: str) -> bool:
    return bool(_AFTER_CHAPTERS.match(words))


def sign_of(words: str) -> str | None:
    """The paragraph that a text begins with: "5 §", "3 kap. 7 a §"."""
    match = _SIGN.match(words)
    return match[1] if match else None


def opens_paragraph(words: str) -> bool:
    """True for a line that begins a paragraph of a statute, not for "5 § andra stycket"."""
    return bool(_OPENS.match(words))
