"""Is this Swedish? A list of some 960 000 written forms, and compounds of what stands in it."""

import unicodedata
from functools import cache, lru_cache

from marisa_trie import BytesTrie

from ingest.word_tries import word_trie

_LANGUAGE = "sv"
_SHORTEST = 3
# "sjukvårdsförvaltningschef" has four parts; few words that are written have more.
_MOST_PARTS = 4
_KEPT = 200_000
# The list knows so many words of three letters ("ing", "ity", "ids") that with all of them every
# misspelling is a compound. These are the ones that compounds are made of.
SHORT_PARTS = frozenset(
    "bad bas bil bok båt bär dag del dna dos eko fas fel fem fil fot fri för fyr gas gen hav hel "
    "hem hiv hot hud hus hyr hår hög kap kod kol kök kön lag led lek lov lån låg lås läs lön mat "
    "max mun mål mån mät nät när nöd ord ort par rad ram ren res rot rum råd rök rör röd sak sam "
    "sex sju sjö snö sol sår sär sök tak tal tid tim tio tre tur två typ tåg tät upp ute val ved "
    "vin vis vit våg vår väg väl års öst län med mot ost tät ton trä öre bro ort".split()
)


def is_word(word: str) -> bool:
    """The list has it, or it is a compound of listed words; of hyphened words, all parts."""
    parts = [part for part in unicodedata.normalize("NFC", word).split("-") if part]
    return bool(parts) and all(
        is_listed(part) or _is_compound(part.casefold(), _MOST_PARTS) for part in parts
    )


def load_lists() -> None:
    """Opens the lists now, so that no file has to wait for their making."""
    for language in (_LANGUAGE, "en"):
        _list_of(language)


def stands_in_list(word: str, language: str = _LANGUAGE) -> bool:
    """Just as it is written, in the list of a language ("sv", "en")."""
    return _base_form(word, language) is not None


@lru_cache(_KEPT)
def is_listed(word: str) -> bool:
    """The list has it, as it is written or in lower case."""
    return lemma(word) is not None or lemma(word.casefold()) is not None


@lru_cache(_KEPT)
def _is_compound(word: str, parts: int) -> bool:
    """A first part, then a word or another compound."""
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if is_first_part(word[:cut]) and any(
            _is_part(rest) or (parts > 2 and _is_compound(rest, parts - 1))
            for rest in _rests(word, cut)
        ):
            return True
    return False


def _rests(word: str, cut: int) -> tuple[str, ...]:
    """What may follow; of three equal consonants Swedish writes two ("till-låta")."""
    rest, last = word[cut:], word[cut - 1]
    return (rest, last + rest) if last == word[cut - 2] and last != rest[0] else (rest,)


@lru_cache(_KEPT)
def is_first_part(part: str) -> bool:
    """Compounds may begin so: a base form or a stem of one ("patient", "skriv", "skol"), with
    a linking s ("arbets", "inköps"), or with another vowel ("gatu", "kyrko", "skatte"). A
    definite form can't: "vården"."""
    if len(part) == _SHORTEST:
        return part in SHORT_PARTS
    base = (lemma(part) or "").casefold()
    vowel = part[-1] in "oue" and part[:-1] in (base, base[:-1])
    if base.startswith(part) or vowel:
        return True
    if part.endswith("s"):
        stem = part[:-1]
        if base.startswith(stem) or (lemma(stem) or "").casefold().startswith(stem):
            return True
    return any(lemma(part + vowel) == part + vowel for vowel in "ae")


def _is_part(part: str) -> bool:
    return part in SHORT_PARTS if len(part) <= _SHORTEST else lemma(part) is not None


@lru_cache(_KEPT)
def lemma(word: str) -> str | None:
    return _base_form(word, _LANGUAGE)


def _base_form(word: str, language: str) -> str | None:
    # The trie fails at a NUL, which its own strings end with.
    found = None if "\0" in word else _list_of(language).get(word)
    return found[0].decode() if found else None


@cache
def _list_of(language: str) -> BytesTrie:
    return word_trie(language)
