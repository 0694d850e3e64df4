"""Finite verbs that bind, advise, free or permit, and whom they hold.

Only verbs of the main clause, or of what somebody says with authority, count: "hur läkemedel ska
hanteras" and "flera kommuner uppger att staten bör" lay nothing on anybody.
"""

import re
from dataclasses import dataclass

from ingest.carriers import advised, carriers, has_infinitive, laid_on, owners, subject
from ingest.clauses import is_subordinate
from ingest.document import Modality, Statement, StatementKind
from ingest.findings import is_reported

_FLAGS = re.IGNORECASE
_VERB = re.compile(
    r"\b(?:(?P<must>ska|skall|måste(?!\s+(?:ofta|ibland|fortfarande))|åligger|ankommer\s+på|"
    r"(?:är|blir|vara)\s+(?:\w+\s+)?skyldiga?|"
    # A formality, not a want of means.
    r"(?:krävs|kräver)(?=\s+(?:\w+\s+){0,2}?(?:att|skriftlig\w*|godkännande|beslut|tillstånd|"
    r"delegering|samtycke|ordination|legitimation|utbildning)))|"
    r"(?P<charge>ansvarar|(?:är|har\s+varit)\s+(?:\w+\s+){0,2}?ansvariga?\s+för|"
    r"(?:har|bär|behåller|får|tar)\s+(?:\w+\s+){0,3}?(?:ansvar(?:et)?|uppdrag(?:et)?)"
    r"(?=\s+(?:för|att|på|i|om|när|som)|[.,]|$)|har\s+till\s+uppgift|åtar\s+sig|"
    r"svarar\s+(?:\w+\s+)?för(?!\s+(?:\w+\s+)?(?:\d|hälften|en\s+\w+del))|"
    r"ansvaret\s+(?:för\s+(?:\w+\s+){1,8}?)?(?:ligger|vilar|delas|åvilar|bärs)|"
    r"i\s+(?:\w+\s+){0,3}?(?:ansvaret|uppdraget)\s+ingår|"
    r"(?:är|blir)\s+\w+s\s+(?:\w+\s+)?(?:ansvar|uppgift|skyldighet))|"
    r"(?P<should>bör|borde|rekommendera[rs]|föreslå[rs]|uppmana[rs]|avråd(?:er|s)|"
    r"(?:(?:är|vore)\s+(?:det\s+)?(?:\w+\s+)?|^)(?:viktigt|angeläget|önskvärt|lämpligt|"
    r"nödvändigt|av\s+(?:stor|största|yttersta)\s+vikt)\s+att|är\s+(?:önskvärd\w*|angelägen)|"
    r"är\s+(?:det\s+)?att\s+föredra|det\s+behövs|kan\s+med\s+fördel)|"
    r"(?P<need>behöver)|(?P<may>kan|får))\b",
    _FLAGS,
)
_FREED = re.compile(
    r"(?:behöver|krävs|kräver|måste|ansvarar|svarar|åligger|det\s+behövs)\s+(?:\w+\s+){0,2}?"
    r"(?:inte|ej|inget|inga|ingen)\b|(?:är|har|bär|blir|tar)\s+(?:\w+\s+)?(?:inte|inget|inga)\s|"
    r"föreslås\s+(?:inte|inga|inget|ingen)\b",
    _FLAGS,
)
_NOT_BEFORE = re.compile(r"\b(?:inte|ej)\s+$", _FLAGS)
_LIMIT = re.compile(r"[^,;:]*?\b(?:inte|ej|aldrig|endast|bara|enbart|högst|tidigast)\b", _FLAGS)
_NO_DUTY = re.compile(
    r"\s+(?:\w+\s+)?(?:förstås|ses|tolkas|läsas|uppfattas|betraktas|anses)\s+som\b", _FLAGS
)
_DOCUMENT = re.compile(
    r"\b(?:den|det|detta|syftet|riktlinje\w*|vägledning\w*|dokumentet|rapporten|\w*planen|"
    r"\w*överenskommelsen|lagen|bestämmelserna|uppföljningen|kartläggningen|föreskrifte\w*)\s*$",
    _FLAGS,
)
_AIM = re.compile(
    r"\s+(?:också\s+|även\s+)?(?:bidra|syfta|underlätta|utgöra|fungera\s+som|tjäna\s+som|"
    r"tydliggöra|klargöra|göra\s+det|ge\s+(?:ett\s+)?stöd|vara\s+(?:ett\s+)?(?:stöd|underlag))\b",
    _FLAGS,
)
_ASKS = re.compile(r"(?:.* att|föreslår|rekommenderar|uppmanar|avråder)$")
_STANDS_WITH_INFINITIVE = re.compile(
    r"ska|skall|måste|bör|borde|behöver|kan|får|föreslås|rekommenderas|uppmanas"
)
_NEVER_FREED = frozenset({"ska", "skall"})
_Meaning = tuple[StatementKind, Modality | None]
_ADVICE: _Meaning = (StatementKind.RECOMMENDATION, Modality.SHOULD)
_CHARGE: _Meaning = (StatementKind.DUTY, None)
_MUST: _Meaning = (StatementKind.DUTY, Modality.MUST)
_MAY: _Meaning = (StatementKind.OTHER, Modality.MAY)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement, and whether its words decide: a lead-in's do so for its items."""

    statement: Statement
    decides: bool = False


def bound(text: str) -> Reading:
    """What the first verb that binds or advises says, and all whom it and its like hold; else
    what one that frees or permits says."""
    milder = Reading(Statement())
    said: list[tuple[_Meaning, tuple[int, int]]] = []
    for verb in _VERB.finditer(text):
        place = verb.span()
        meaning = _meaning(text, verb)
        if meaning is None:
            continue
        if _is_freed(text, verb):
            milder = Reading(Statement(actors=_held(text, place)), True)
        elif meaning is _MAY:
            if not milder.decides:
                grants = verb[0].casefold() == "får"
                milder = Reading(Statement(*_MAY, carriers(text, place)), grants)
        elif not said and is_reported(text[: verb.start()]):
            return Reading(Statement(StatementKind.FINDING), True)
        else:
            said.append((meaning, place))
    if not said:
        return milder
    kind, modality = said[0][0]
    held = [name for (other, _), at in said if other is kind for name in _held(text, at)]
    return Reading(Statement(kind, modality, tuple(dict.fromkeys(held))), True)


def _is_freed(text: str, verb: re.Match[str]) -> bool:
    if verb.lastgroup == "may" or verb[0].casefold() in _NEVER_FREED:
        return False
    if _FREED.match(text, verb.start()):
        return True
    return verb.lastgroup != "should" and bool(_NOT_BEFORE.search(text, 0, verb.start()))


def _meaning(text: str, verb: re.Match[str]) -> _Meaning | None:
    """What a finite verb does where it stands, or None."""
    start, end = verb.span()
    modal = bool(_STANDS_WITH_INFINITIVE.fullmatch(verb[0].casefold()))
    if is_subordinate(text, start, end, modal=modal):
        return None
    match verb.lastgroup:
        case "must":
            aims = _AIM.match(text, end) and _DOCUMENT.search(text, 0, start)
            return None if aims or _NO_DUTY.match(text, end) else _MUST
        case "charge":
            return _CHARGE
        case "should":
            return _ADVICE
        case "need":
            return _ADVICE if has_infinitive(text, end) else None
        case _ if verb[0].casefold() == "kan":
            return _MAY
    if not has_infinitive(text, end):
        return None
    return _MUST if _LIMIT.match(text, end) else _MAY


def _held(text: str, place: tuple[int, int]) -> tuple[str, ...]:
    words = text[slice(*place)].casefold()
    if _ASKS.match(words):
        # "föreslår MAS" names who proposes, "rekommenderar MAS" who is advised.
        return advised(text, place[1], asks_directly=words != "föreslår")
    if _STANDS_WITH_INFINITIVE.fullmatch(words):
        return carriers(text, place)
    return subject(text, place) or owners(text) or laid_on(text, place[0])
