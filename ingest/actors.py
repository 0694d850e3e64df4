"""Who acts in Swedish public documents, by the names that readers filter on.

Bodies, offices and professions only. Those whom the work is for (patient, närstående) carry
no duty, and whoever is named by a description ("den som delegerar") has no name to filter on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# First match wins where two begin at the same letter: particular before general.
_ACTORS: dict[str, str] = {
    "MAS": r"(?-i:MAS)|medicinskt\s+ansvarig[ae]?\s+sjukskötersk\w+",
    "MAR": r"(?-i:MAR)|medicinskt\s+ansvarig[ae]?\s+för\s+rehabilitering",
    "Socialstyrelsen": r"Socialstyrelsens?",
    "IVO": r"(?-i:IVO)|Inspektionen\s+för\s+vård\s+och\s+omsorg",
    "SKR": r"(?-i:SKR|SKL)|Sveriges\s+Kommuner\s+och\s+(?:Regioner|Landsting)",
    "verksamhetschef": r"verksamhetschef\w*",
    "enhetschef": r"enhetschef\w*|första\s+linjens\s+chef\w*",
    "chef": r"\w*chef(?:en|er|erna)?s?",
    "legitimerad personal": r"legitimerad\w*\s+"
    r"(?:hälso-\s+och\s+sjukvårds|vård)?(?:personal|yrkes)\w*",
    "omvårdnadspersonal": r"(?:omvårdnads|omsorgs|bas)personal(?:en)?s?|vårdbiträde\w*",
    "undersköterska": r"undersköterska?\w*",
    "sjuksköterska": r"\w*(?:sjuk|distrikts|specialist)sköterska?\w*|ssk",
    "läkarorganisation": r"läkarorganisation\w*",
    "läkare": r"(?!tand|djur)\w*läkare(?:n|ns|s|na|nas)?",
    "arbetsterapeut": r"arbetsterapeut\w*",
    "fysioterapeut": r"fysioterapeut\w*|sjukgymnast\w*",
    "biståndshandläggare": r"(?:bistånds|lss-)?handläggar\w+",
    "kontaktperson": r"kontakt(?:person|man|männ)\w*|fast\w*\s+(?:vård|omsorgs)kontakt\w*",
    "team": r"\w*team(?:et|en)?s?",
    "rektor": r"rektor\w*",
    "elevhälsa": r"elevhälsan?s?",
    "apotek": r"apotek(?:et|en|are|aren|arna)?s?|farmaceut\w*",
    "personal": r"\w*personal(?:en)?s?|medarbetare(?:n|na)?s?",
    "vårdgivare": r"vårdgivar\w+",
    "huvudman": r"huvud(?:man|män)\w*",
    "arbetsgivare": r"arbetsgivar\w+",
    "utförare": r"(?:\w*utförar|leverantör)\w*",
    "vårdcentral": r"vårdcentral(?:en|er|erna)?s?",
    "sjukhus": r"\w*sjukhus(?:et|en)?s?",
    "region": r"regioner(?:na)?s?|regionens?|landsting\w*|"
    r"region(?:(?-i:\s+[A-ZÅÄÖ]\w+){1,2}(?:\s+län)?)?",
    "fullmäktige": r"\w*fullmäktiges?",
    "nämnd": r"\w*nämnd(?:en|er|erna)?s?",
    "myndighet": r"\w*myndighet(?:en|er|erna)?s?|länsstyrels\w+|"
    r"(?!nätverk|regelverk)(?-i:[A-ZÅÄÖ])\w+verkets?",
    "styrelse": r"\w*styrelse(?:n|r|rna)?s?",
    "förvaltning": r"\w*förvaltning(?:en|ar|arna)?s?",
    "förbund": r"\w*förbund(?:et|en)?s?",
    "kommun": r"\w*kommun(?:en|er|erna)?s?|stadsdel(?:en|ar|arna)s?",
    "staten": r"statens?|regering(?:en)?s?|riksdag(?:en)?s?",
    "verksamhet": r"verksamhet(?:en|er|erna)s?|enhet(?:en|er|erna)?s?",
    "parterna": r"(?:båda\s+)?parter(?:na)?s?",
}
_NAMES = tuple(_ACTORS)
_ACTOR = re.compile(
    rf"\b(?:{'|'.join(f'({pattern})' for pattern in _ACTORS.values())})(?::s)?\b", re.IGNORECASE
)
_NOT_GENITIVE = frozenset({"mas", "sjukhus"})


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names an actor; `owns` where it stands in the genitive."""

    start: int
    end: int
    name: str
    owns: bool
    definite: bool


@lru_cache(maxsize=16)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """Kept for the questions that are asked of one sentence."""
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for match in _ACTOR.finditer(text):
        words = match[0].casefold()
        name = _NAMES[(match.lastindex or 1) - 1]
        owns = words.endswith("s") and words not in _NOT_GENITIVE
        # One office or body known beforehand: "sjuksköterskan", "MAS"; not "sjuksköterskorna".
        definite = words.endswith(("n", "et")) or words in {"ssk", "parterna"} or name.isupper()
        yield Mention(match.start(), match.end(), name, owns, definite)
