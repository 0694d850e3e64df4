"""Whether a string of letters is a Swedish word: in the word list, or compounded of words in it.

The list is simplemma's (MIT): word forms, few compounds. It takes two seconds and 100 MB to load,
so it is loaded with the first question, and every answer is kept.
"""

import unicodedata
from functools import lru_cache

import simplemma

_LANGUAGE = "sv"
_FEWEST = 3
# "sjukvårdsförvaltningschef" has four parts; few words that are written have more.
_MOST_PARTS = 4
_LONGEST = 60
# The list knows so many words of three letters ("ing", "ity", "ids") that with all of them every
# misspelling is a compound. These are the ones that compounds are made of.
_SHORT_PARTS = frozenset(
    "bad bas bil bok båt bär dag del dna dos eko fas fel fem fil fot fri fyr gas gen hav hel hem "
    "hiv hot hud hus hyr hål hår hög kap kod kol kök kön lag led lek lov lån låg lås läs län lön "
    "mat max mun mål mån mät not nät när nöd ord ort par rad ram ren res rot rum råd rök rör röd "
    "sak sal sam sex sju sjö snö sol syd syn sår sär sök tak tal tid tim tio tre tur två typ tåg "
    "tät ton trä upp ute val ved vin vis vit våg vår väg väl yta års öst".split()
)


@lru_cache(maxsize=200_000)
def is_word(word: str) -> bool:
    """Case, and hyphens between words, make no difference; digits make it no word."""
    plain = unicodedata.normalize("NFC", word).lower()
    parts = [part for part in plain.split("-") if part]
    return bool(parts) and all(_is_known(part) or _is_compound(part) for part in parts)


def _is_compound(word: str) -> bool:
    return len(word) <= _LONGEST and word.isalpha() and _splits(word, _MOST_PARTS)


def _splits(word: str, most: int) -> bool:
    """Long heads first: they are right more often."""
    for cut in range(len(word) - _FEWEST, _FEWEST - 1, -1):
        if not _is_head(word[:cut]):
            continue
        for tail in _tails(word, cut):
            if _is_part(tail) or (most > 2 and _splits(tail, most - 1)):
                return True
    return False


def _tails(word: str, cut: int) -> tuple[str, ...]:
    """What may follow the head; of three equal consonants Swedish writes two ("till-låta")."""
    tail = word[cut:]
    if word[cut - 1] == word[cut - 2]:
        return tail, word[cut - 1] + tail
    return (tail,)


@lru_cache(maxsize=200_000)
def _is_head(head: str) -> bool:
    """A word, a word and its linking s ("omsorgs-"), or a stem: "skol-", "kyrko-", "gatu-"."""
    if len(head) == _FEWEST or _is_known(head):
        return _is_part(head)
    linked = head.endswith("s") and _is_part(head[:-1])
    stem = head[-1] in "oue" and _is_part(head[:-1] + "a")
    return linked or stem or _is_known(head + "a")


def _is_part(part: str) -> bool:
    return part in _SHORT_PARTS if len(part) <= _FEWEST else _is_known(part)


@lru_cache(maxsize=200_000)
def _is_known(word: str) -> bool:
    return simplemma.is_known(word, lang=_LANGUAGE)
