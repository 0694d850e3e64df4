"""Ansvar, rekommendation, iakttagelse or övrigt: what a sentence does, by its wording.

A sentence is read in the order that decides: what no duty is in whatever words (a question, a
definition); what somebody only reports; the first finite verb of a main clause that binds or
advises; wording of findings; a task given in the present tense ("Sjuksköterskan ordnar ..."). Of
a list item the lead-in decides, when it binds or advises. An actor is named only where it
carries the duty, the advice or the freedom.
"""

import re
from dataclasses import dataclass

from ingest.carriers import (
    advised,
    carriers,
    has_infinitive,
    in_role_cell,
    laid_on,
    owners,
    subject,
)
from ingest.clauses import is_subordinate
from ingest.document import Modality, Statement, StatementKind
from ingest.findings import is_finding, is_measured_row, is_reported
from ingest.tasks import task_carriers

_FLAGS = re.IGNORECASE
_NOTHING = Statement()
_DUTY = StatementKind.DUTY
_ADVICE = (StatementKind.RECOMMENDATION, Modality.SHOULD)
_MODAL = re.compile(r"ska|skall|måste|bör|borde|behöver|kan|får|föreslås|rekommenderas|uppmanas")

_VERB = re.compile(
    r"\b(?:(?P<must>ska|skall|måste(?!\s+(?:ofta|ibland|fortfarande))|(?:är|blir|vara)\s+(?:\w+\s+)?skyldiga?|krävs|åligger|ankommer\s+på|"
    r"kräver(?=\s+(?:\w+\s+){0,2}?(?:skriftlig\w*|godkännande|beslut|tillstånd|delegering|samtycke|"
    r"ordination|legitimation|utbildning)))|"
    r"(?P<charge>ansvarar|(?:är|har\s+varit)\s+(?:\w+\s+){0,2}?ansvariga?\s+för|"
    r"(?:har|bär|behåller|får|tar)\s+(?:\w+\s+){0,3}?(?:ansvar(?:et)?|uppdrag(?:et)?)"
    r"(?=\s+(?:för|att|på|i|om|när|som)|[.,]|$)|har\s+till\s+uppgift|"
    r"svarar\s+(?:\w+\s+)?för(?!\s+(?:\w+\s+)?(?:\d|hälften|en\s+\w+del))|åtar\s+sig|"
    r"ansvaret\s+(?:för\s+(?:\w+\s+){1,8}?)?(?:ligger|vilar|delas|åvilar|bärs)|"
    r"i\s+(?:\w+\s+){0,3}?(?:ansvaret|uppdraget)\s+ingår|"
    r"(?:är|blir)\s+(?:\w+s|MAS|MAR)\s+(?:\w+\s+)?(?:ansvar|uppgift|skyldighet))|"
    r"(?P<should>bör|borde|rekommendera[rs]|föreslå[rs]|uppmana[rs]|avråd(?:er|s)|"
    r"(?:är|vore)\s+(?:det\s+)?(?:\w+\s+)?(?:viktigt|angeläget|önskvärt|lämpligt|nödvändigt|"
    r"av\s+(?:stor|största|yttersta)\s+vikt)\s+att|kan\s+med\s+fördel)|"
    r"(?P<need>behöver)|(?P<may>kan|får))\b",
    _FLAGS,
)
_FREED = re.compile(
    r"(?:behöver|krävs|kräver|måste|ansvarar|svarar|åligger)\s+(?:\w+\s+){0,2}?"
    r"(?:inte|ej|inget|inga|ingen)\b|(?:är|har|bär|blir)\s+(?:\w+\s+)?(?:inte|inget|inga)\s",
    _FLAGS,
)
_NOT_BEFORE = re.compile(r"\b(?:inte|ej)\s+$", _FLAGS)
_NONE_ADVISED = re.compile(r"\s+(?:inte|inga|inget|ingen)\b", _FLAGS)
_LIMIT = re.compile(r"[^,;:]*?\b(?:inte|ej|aldrig|endast|bara|enbart|högst|tidigast)\b", _FLAGS)
_NO_DUTY = re.compile(
    r"\s+(?:\w+\s+)?(?:förstås|ses|tolkas|läsas|uppfattas|betraktas|anses)\s+som\b", _FLAGS
)
_DOCUMENT = re.compile(
    r"\b(?:den|det|detta|syftet|riktlinje\w*|vägledning\w*|dokumentet|rapporten|\w*planen|"
    r"\w*överenskommelsen|lagen|bestämmelserna|uppföljningen|föreskrifte\w*)\s*$",
    _FLAGS,
)
_AIM = re.compile(
    r"\s+(?:också\s+|även\s+)?(?:bidra|syfta|underlätta|utgöra|fungera\s+som|tjäna\s+som|"
    r"tydliggöra|klargöra|göra\s+det|ge\s+(?:ett\s+)?stöd|vara\s+(?:ett\s+)?stöd)\b",
    _FLAGS,
)
_DEFINITION = re.compile(
    r"^(?:Med|Som)\s.{1,80}\b(?:avses|menas|räknas)\b|\bavses\s+här\b|"
    r"^[”\"]?(?:Ska|Bör|Kan|Får|Måste)[”\"]?\s+(?:anger|betyder|innebär|används|uttrycker)\b|"
    r"\b(?:definieras\s+som|definition(?:en)?\s+av|används\s+\S+(?:\s+\S+)?\s+om\s+ett)\b",
    _FLAGS,
)
_IMPERATIVE = re.compile(
    r"^(?:Använd|Avstå|Be|Beskriv|Bestäm|Dokumentera|Följ|Fråga|Försök|Ge|Gör|Informera|Kom\s+ihåg|"
    r"Kontakta|Kontrollera|Låt|Lämna|Planera|Ring|Rapportera|Se\s+till|Sätt|Säkerställ|Ta|Tänk\s+på|"
    r"Undvik|Utse|Var|Välj|Överväg)\s+(?!(?:är|har|kan|ska|bör|och|om\s+det)\b)\w"
)
_QUOTED = re.compile(r"[”\"“][^”\"“]*[”\"“]")
_CAPTION = re.compile(r"^(?:Tabell|Diagram|Figur|Bild)\s+\d")
_CELL = re.compile(r"\s+\|\s+")
_LABEL = re.compile(r"^[^:|]{3,40}:\s+(?=[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A statement, and whether its words decide: a lead-in's do so for its items."""

    statement: Statement
    decides: bool = False


def classify(words: str, lead_in: str = "") -> Statement:
    """The statement that a sentence makes, with the lead-in of its list or table."""
    if "|" in words:
        return _row(words, lead_in)
    opening = _read(lead_in) if lead_in and not _CAPTION.match(lead_in) else _Reading(_NOTHING)
    own = _read(words)
    if opening.decides:
        said = opening.statement
        return Statement(said.kind, said.modality, said.actors or own.statement.actors)
    if opening.statement.kind is StatementKind.FINDING and not own.decides:
        return opening.statement
    return own.statement


def _row(words: str, lead_in: str) -> Statement:
    if named := in_role_cell(words):
        return Statement(StatementKind.DUTY, None, named)
    if is_measured_row(words, lead_in):
        return Statement(StatementKind.FINDING)
    return classify(_CELL.sub(". ", words), lead_in)


def _read(words: str) -> _Reading:
    if words.rstrip().endswith("?") or _DEFINITION.search(words):
        return _Reading(_NOTHING)
    text = _without_quotes(words)
    bound = _bound(text)
    if bound.decides:
        return bound
    if actors := task_carriers(text):
        return _Reading(Statement(StatementKind.DUTY, None, actors), True)
    if is_finding(text):
        return _Reading(Statement(StatementKind.FINDING))
    if _IMPERATIVE.match(_LABEL.sub("", words)):
        return _Reading(Statement(StatementKind.RECOMMENDATION, Modality.SHOULD))
    return bound


def _without_quotes(words: str) -> str:
    """What is quoted is nobody's duty here, unless all is quoted."""
    left = _QUOTED.sub(lambda match: " " * len(match[0]), words)
    return left if re.search(r"\w", left) else words


def _bound(text: str) -> _Reading:
    """The first verb that binds or advises, or that frees, with all that it and its like hold."""
    milder = _Reading(_NOTHING)
    said: list[tuple[StatementKind, Modality | None, tuple[int, int]]] = []
    for verb in _VERB.finditer(text):
        place = verb.span()
        if _is_freed(text, verb):
            if not said and not is_subordinate(text, *place):
                milder = _Reading(Statement(actors=subject(text, place)), True)
            continue
        meaning = _meaning(text, verb)
        if meaning is None:
            continue
        kind, modality = meaning
        if kind is StatementKind.OTHER:
            if not milder.decides:
                permits = verb[0].casefold() == "får"
                milder = _Reading(Statement(kind, modality, carriers(text, place)), permits)
        elif not said and is_reported(text[: place[0]]):
            return _Reading(Statement(StatementKind.FINDING), True)
        else:
            said.append((kind, modality, place))
    if not said:
        return milder
    kind, modality, _ = said[0]
    held = [name for k, _, place in said if k is kind for name in _held(text, place)]
    return _Reading(Statement(kind, modality, tuple(dict.fromkeys(held))), True)


def _is_freed(text: str, verb: re.Match[str]) -> bool:
    if verb.lastgroup not in ("must", "charge", "need") or verb[0].casefold() in ("ska", "skall"):
        return False
    return bool(_FREED.match(text, verb.start()) or _NOT_BEFORE.search(text[: verb.start()]))


def _meaning(text: str, verb: re.Match[str]) -> tuple[StatementKind, Modality | None] | None:
    """What a finite verb does where it stands, or None."""
    start, end = verb.span()
    if is_subordinate(text, start, end):
        return None
    match verb.lastgroup:
        case "must":
            aim = _AIM.match(text, end) and _DOCUMENT.search(text[:start])
            return None if aim or _NO_DUTY.match(text, end) else (_DUTY, Modality.MUST)
        case "charge":
            return _DUTY, None
        case "should":
            return None if _NONE_ADVISED.match(text, end) and verb[0][0] in "föF" else _ADVICE
        case "need":
            return _ADVICE if has_infinitive(text, end) else None
        case _:
            if verb[0].casefold() == "kan":
                return StatementKind.OTHER, Modality.MAY
            if not has_infinitive(text, end):
                return None
            limits = _LIMIT.match(text, end)
            return (_DUTY, Modality.MUST) if limits else (StatementKind.OTHER, Modality.MAY)


def _held(text: str, place: tuple[int, int]) -> tuple[str, ...]:
    words = text[slice(*place)].casefold()
    if words.endswith((" att", "föreslår", "rekommenderar", "uppmanar", "avråder")):
        return advised(text, place[1])
    if _MODAL.fullmatch(words):
        return carriers(text, place)
    return subject(text, place) or owners(text) or laid_on(text, place[0])
