"""One stem for all forms of a word: its base form by simplemma's list, then Snowball's stem.

Snowball alone leaves neuter definites ("boendet"), plurals with another vowel ("städer") and
most of the irregular verbs apart; the list alone knows no compound made for the day.
"""

from functools import lru_cache
from threading import Lock

import snowballstemmer

from ingest.wordlist import lemma

_KEPT = 200_000
_DEFINITE = ("n", "en", "t", "et")
_PLURAL = ("ar", "er", "or")
_SHORTEST_HEAD = 3
_SHORTEST_ENDING_WORD = 4
_SHORTEST_NOUN = 5
# Words of the field in their own right, whose base form in the list is another's.
_OWN = {"äldre": "äldre", "äldres": "äldre", "äldst": "äldre", "äldsta": "äldre", "händer": "hand"}

_stemmer = snowballstemmer.stemmer("swedish")
_stemmer_lock = Lock()


@lru_cache(_KEPT)
def stem(word: str) -> str:
    """The Snowball stem (M. F. Porter's Swedish stemmer) of a lower-case word's base form."""
    base = base_form(word)
    if base.endswith(_PLURAL) and lemma(base) == base:
        # No plural but the word itself: "ansvar" goes with "ansvarar" and "ansvarig".
        return base
    # The stemmer keeps the word in hand as its own state: one thread at a time.
    with _stemmer_lock:
        stemmed: str = _stemmer.stemWord(base)
    return stemmed


def base_form(word: str) -> str:
    """The base form of a lower-case word; of one that isn't listed, by the longest listed word
    that it ends in.

    >>> base_form("städerna"), base_form("korttidsboendet")
    ('stad', 'korttidsboende')
    """
    if not word.isalpha():
        return word
    return _OWN.get(word) or _listed_base(word) or _base_by_ending(word) or word


def _listed_base(word: str) -> str | None:
    """Of a word that may be of a verb or a noun, the noun: "lagar" is of "lag", not of "laga"."""
    if (listed := lemma(word)) is None or listed == word:
        return listed
    if word.startswith(listed[:-1]) and any(lemma(word + end) == word for end in _DEFINITE):
        return word
    noun = word[:-2]
    if word.endswith(_PLURAL) and listed.endswith("a"):
        if any(lemma(noun + end) == noun for end in ("en", "et")):
            return noun
    elif word.endswith(("en", "et")) and len(noun) >= _SHORTEST_NOUN and lemma(noun) == noun:
        return noun
    return listed.casefold()


def _base_by_ending(word: str) -> str | None:
    for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_ENDING_WORD + 1):
        ending = word[cut:]
        # The list has "slagen" of "slå" too: what begins otherwise is another word.
        if (base := _listed_base(ending)) and base[:3] == ending[: len(base[:3])] and len(base) > 2:
            return word[:cut] + base
    return None
