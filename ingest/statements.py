"""Ansvar, rekommendation, iakttagelse or övrigt: what a sentence does, by its wording.

Rules, in order of strength: words that place a duty, words that advise, words that report.
A negated duty ("behöver inte") places none. Actors are named as the reader filters them.
"""

import re

from ingest.document import Modality, Statement, StatementKind

_FLAGS = re.IGNORECASE
_DUTY = re.compile(
    r"\b(?:ansvarar?\b|(?:har|med|får|ges|bär|delat|särskilt|yttersta|övergripande|medicinskt)\s+"
    r"(?:\w+\s+){0,3}?ansvar(?:et)?\b|ansvarig[at]?\s+för|ansvaret\s+(?:för|ligger|vilar|gäller)|"
    r"(?:är|blir)\s+skyldig[at]?|skyldighet(?:en)?\s+att|åligger|"
    r"(?:har|fick|får|haft|fått)\s+(?:\w+\s+){0,3}?(?:i\s+)?uppdrag(?:et)?\b|"
    r"måste|åtar\s+sig|åtagit\s+sig|svarar\s+för|ska\s+ansvara)",
    _FLAGS,
)
_MUST = re.compile(r"\b(?:ska|skall|måste|skyldig[at]?|får\s+inte|åligger|krävs)\b", _FLAGS)
_SHOULD = re.compile(
    r"\b(?:bör|borde|rekommendera(?:r|s|de|t|ts)?|föreslå(?:r|s|gs|tt)?)\b", _FLAGS
)
_MAY = re.compile(r"\b(?:kan|får|kunna|möjlighet\s+att)\b", _FLAGS)
_SHALL = re.compile(r"\b(?:ska|skall)\b", _FLAGS)
_NEED = re.compile(
    r"\b(?:förslag\s+(?:är|på|om)|"
    r"(?:är|vara)\s+(?:det\s+)?(?:av\s+(?:stor|yttersta)\s+vikt|viktigt\s+att|angeläget|önskvärt|"
    r"nödvändigt)|behöver\s+(?:\w+\s+){0,4}?\w{3,}(?:as|a|s)\b|det\s+behövs)",
    _FLAGS,
)
_REPORT = re.compile(
    r"\b(?:framk(?:om|ommer|ommit)|fram(?:går|gick)|visa(?:r|de|t|s)\b|uppge[rs]?\b|uppgav|anger|"
    r"angav|beskr(?:iver|ivs|ev|evs)|redovisa(?:r|de|t|s)|rapportera(?:r|de|t|s)|lyft(?:er|e|s|es)|"
    r"upple(?:ver|vde|vs)|saknas|andel(?:en)?|procent|majoritet\w*|flertalet|ökat|minskat|bedömer|"
    r"konstatera(?:r|s|de|t)|svara(?:r|de)\b|uppmärksammades|efterfrågades|menar|anser|noterades)",
    _FLAGS,
)
_NOT_NEEDED = re.compile(
    r"\bbehöver\s+(?:\w+\s+)?inte\b|\binte\s+skyldig|\binget\s+ansvar\b", _FLAGS
)

_ACTORS: tuple[tuple[str, str], ...] = (
    ("MAS", r"MAS\b|medicinskt\s+ansvarig[ae]?\s+sjuksköters\w+"),
    ("MAR", r"MAR\b|medicinskt\s+ansvarig[ae]?\s+för\s+rehabilitering"),
    ("verksamhetschef", r"verksamhetschef\w*"),
    ("enhetschef", r"enhetschef\w*|första\s+linjens\s+chef\w*"),
    ("vårdgivare", r"vårdgivar\w+"),
    ("huvudman", r"huvud(?:man|män)\w*"),
    ("region", r"region(?:en|er|erna|ens|ernas|s)?\b|landsting\w*"),
    ("kommun", r"kommun(?:en|er|erna|ens|ernas|s)?\b|stadsdels\w+"),
    ("nämnd", r"\w*nämnd(?:en|er|erna|ens)?\b"),
    ("staten", r"staten\b|regering(?:en)?\b"),
    ("Socialstyrelsen", r"Socialstyrelsen\w*"),
    ("IVO", r"IVO\b|Inspektionen\s+för\s+vård\s+och\s+omsorg"),
    ("SKR", r"SKR\b|SKL\b|Sveriges\s+Kommuner\s+och\s+(?:Regioner|Landsting)"),
    ("sjuksköterska", r"(?:\w*sjuksköterska?\w*|ssk)\b"),
    ("läkare", r"(?:\w*läkare\w*|läkarorganisation\w*)\b"),
    ("arbetsterapeut", r"arbetsterapeut\w*"),
    ("fysioterapeut", r"fysioterapeut\w*|sjukgymnast\w*"),
    ("undersköterska", r"undersköters\w+|baspersonal\w*|omvårdnadspersonal\w*"),
)
_ACTOR_PATTERNS = tuple(
    (name, re.compile(rf"\b(?:{pattern})", 0 if name in {"MAS", "MAR", "IVO"} else _FLAGS))
    for name, pattern in _ACTORS
)


def classify(words: str) -> Statement:
    """The statement that a sentence makes, read together with its lead-in."""
    return Statement(_kind(words), _modality(words), actors_in(words))


def actors_in(words: str) -> tuple[str, ...]:
    """The actors a text names, in the order of first mention."""
    found = [(match.start(), name) for name, p in _ACTOR_PATTERNS if (match := p.search(words))]
    return tuple(name for _, name in sorted(found))


def _kind(words: str) -> StatementKind:
    if _NOT_NEEDED.search(words):
        return StatementKind.OTHER
    for kind, pattern in (
        (StatementKind.DUTY, _DUTY),
        (StatementKind.RECOMMENDATION, _SHOULD),
        (StatementKind.DUTY, _SHALL),
        (StatementKind.RECOMMENDATION, _NEED),
        (StatementKind.FINDING, _REPORT),
    ):
        if pattern.search(words):
            return kind
    return StatementKind.OTHER


def _modality(words: str) -> Modality | None:
    for modality, pattern in (
        (Modality.MUST, _MUST),
        (Modality.SHOULD, _SHOULD),
        (Modality.MAY, _MAY),
    ):
        if pattern.search(words):
            return modality
    return None
