"""Swedish words for keyword search: stems, compound parts, abbreviations.

The same analysis runs over passages and questions, so that "ssk" meets "sjuksköterskor" and
"läkemedelshantering" meets "hantering av läkemedel". Compounds are divided by the
collection's own vocabulary: a word is a compound when both its parts are words there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from threading import Lock

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*")
_PART = re.compile(r"[-:’']")
_SHORTEST_HEAD = 3
_SHORTEST_TAIL = 4
_SHORTEST_COMPOUND = 8
_LINKS = ("", "s", "e", "a", "o", "u")

# Each is searched as itself and as what it stands for.
ABBREVIATIONS: Mapping[str, str] = {
    "adl": "aktiviteter i dagliga livet",
    "apt": "arbetsplatsträff",
    "asih": "avancerad sjukvård i hemmet",
    "at": "allmäntjänstgöring",
    "bpsd": "beteendemässiga och psykiska symtom vid demens",
    "bup": "barn- och ungdomspsykiatri",
    "dsk": "distriktssköterska",
    "ehm": "E-hälsomyndigheten",
    "ft": "fysioterapeut",
    "gdpr": "dataskyddsförordningen",
    "hsl": "hälso- och sjukvårdslagen",
    "hsv": "hemsjukvård",
    "ivo": "Inspektionen för vård och omsorg",
    "kol": "kroniskt obstruktiv lungsjukdom",
    "ksi": "klassifikation av socialtjänstens insatser",
    "lov": "lagen om valfrihetssystem",
    "lou": "lagen om offentlig upphandling",
    "lss": "lagen om stöd och service till vissa funktionshindrade",
    "mar": "medicinskt ansvarig för rehabilitering",
    "mas": "medicinskt ansvarig sjuksköterska",
    "npö": "nationell patientöversikt",
    "osl": "offentlighets- och sekretesslagen",
    "pdl": "patientdatalagen",
    "psl": "patientsäkerhetslagen",
    "rss": "regional samverkans- och stödstruktur",
    "sas": "socialt ansvarig samordnare",
    "sbu": "Statens beredning för medicinsk och social utvärdering",
    "sip": "samordnad individuell plan",
    "skl": "Sveriges Kommuner och Landsting",
    "skr": "Sveriges Kommuner och Regioner",
    "sol": "socialtjänstlagen",
    "sosfs": "Socialstyrelsens författningssamling",
    "ssk": "sjuksköterska",
    "st": "specialiseringstjänstgöring",
    "säbo": "särskilt boende",
    "usk": "undersköterska",
    "vc": "vårdcentral",
    "vfu": "verksamhetsförlagd utbildning",
    "vobo": "vård- och omsorgsboende",
    "äbo": "äldreboende",
}

# Written in haste; only the long form is searched.
SHORTHAND: Mapping[str, str] = {
    "bla": "bland annat",
    "el": "eller",
    "enl": "enligt",
    "ex": "exempel",
    "fr": "från",
    "iaf": "i alla fall",
    "info": "information",
    "lm": "läkemedel",
    "mkt": "mycket",
    "mtrl": "material",
    "ngn": "någon",
    "ngt": "något",
    "ngra": "några",
    "o": "och",
    "oxå": "också",
    "pat": "patient",
    "pga": "på grund av",
    "rehab": "rehabilitering",
    "sthlm": "Stockholm",
    "sthlms": "Stockholms",
    "tex": "till exempel",
    "va": "vad",
    "vg": "vårdgivare",
    "å": "och",
}

STOP_WORDS = frozenset(
    """
    all alla allt alltså andra att av bara bland blev bli blir då de del dels dem den denna deras
    dess dessa det detta dig din dina dit ditt du där efter eller en enligt er ett finns fick fram
    från få får för genom ger gäller gör göra göras ha hade han har hon hur här i in inom inte ju
    jag kan kring kunde kunna man med mellan men mer min mot mycket måste ni nog några något någon
    när nu och ock också om oss på samt sig sin sina sitt ska skall skulle som så sådan sådana sätt
    till under upp ur ut utan utifrån vad var vara varför varit varje vars vart vem vi via vid vilka
    vilken vilket vill vilkas vems åt än är även över eftersom fanns gjort gå går hos ifall ihop
    """.split()
)

_stemmer = snowballstemmer.stemmer("swedish")
_stemmer_lock = Lock()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball stem of one lower-case word (M. F. Porter's Swedish stemmer)."""
    # The stemmer keeps the word in hand as its own state: one thread at a time.
    with _stemmer_lock:
        stemmed: str = _stemmer.stemWord(word)
    return stemmed


def words(text: str) -> Iterator[str]:
    """Lower-case words; a hyphenated word gives its parts and, after them, itself joined."""
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word = match[0].casefold()
        parts = [part for part in _PART.split(word) if part]
        if len(parts) > 1:
            yield from parts
            yield "".join(parts)
        else:
            yield word


class Analyser:
    """Texts and questions to search terms, by one vocabulary: word → number of occurrences."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._terms: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> Iterator[str]:
        """All terms of a text in order, stop words left out."""
        for word in words(text):
            if word not in STOP_WORDS:
                yield from self.word_terms(word)

    def word_terms(self, word: str) -> tuple[str, ...]:
        """The word's stem, then the stems of its parts or of what it abbreviates."""
        if word not in self._terms:
            self._terms[word] = tuple(dict.fromkeys(self._analyse(word)))
        return self._terms[word]

    def _analyse(self, word: str) -> Iterator[str]:
        yield self._stem(word)
        if long_form := ABBREVIATIONS.get(word):
            yield from (self._stem(w) for w in words(long_form) if w not in STOP_WORDS)
        for part in self.parts(word):
            yield self._stem(part)

    def _stem(self, word: str) -> str:
        """Snowball leaves the definite "-an" on: "sjuksköterskan" goes with "sjuksköterska"."""
        for ending in ("an", "ans"):
            indefinite = word[: len(word) - len(ending) + 1]
            if word.endswith(ending) and indefinite in self._vocabulary:
                return stem(indefinite)
        return stem(word)

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, innermost first, or nothing.

        >>> Analyser({"läkemedel": 3, "hantering": 5}).parts("läkemedelshantering")
        ('läkemedel', 'hantering')
        """
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
            return ()
        best: tuple[int, tuple[str, str]] | None = None
        for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
            tail = word[cut:]
            if not self._known(tail):
                continue
            for head in self._heads(word[:cut]):
                score = min(len(head), len(tail))
                if best is None or score > best[0]:
                    best = (score, (head, tail))
        if best is None:
            return ()
        head, tail = best[1]
        return (*(self.parts(head) or (head,)), *(self.parts(tail) or (tail,)))

    def _heads(self, head: str) -> Iterator[str]:
        """The words that a compound's first part may stand for: "läkemedels" → "läkemedel"."""
        for link in _LINKS:
            if head.endswith(link):
                bare = head[: len(head) - len(link)] if link else head
                if len(bare) >= _SHORTEST_HEAD and (self._known(bare) or self.parts(bare)):
                    yield bare
        # "sjuksköterske-" stands for "sjuksköterska".
        if head.endswith("e") and self._known(f"{head[:-1]}a"):
            yield f"{head[:-1]}a"

    def _known(self, word: str) -> bool:
        return self._vocabulary.get(word, 0) > 1 and word not in STOP_WORDS


def spelled_out(question: str) -> str:
    """The question with shorthand written out and abbreviations explained.

    >>> spelled_out("va gör MAS på säbo")
    'vad gör MAS (medicinskt ansvarig sjuksköterska) på säbo (särskilt boende)'
    """

    def long_form(match: re.Match[str]) -> str:
        word = match[0].casefold()
        if match[0] in SHORTHAND:
            return SHORTHAND[match[0]]
        if word in ABBREVIATIONS and (match[0].isupper() or len(word) > 2):
            return f"{match[0]} ({ABBREVIATIONS[word]})"
        return match[0]

    return re.sub(r"[^\W\d_]+", long_form, question)


def count_words(texts: Iterable[str]) -> dict[str, int]:
    """How often each word stands in the texts."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in words(text):
            counts[word] = counts.get(word, 0) + 1
    return counts
