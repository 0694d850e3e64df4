"""Ansvar, rekommendation, iakttagelse or övrigt: what a sentence does, by its wording.

A sentence is read in the order that decides: what is no duty in whatever words (a question, a
definition); the verbs that bind or advise; tasks given in the present tense; the wording of
findings. Of a list item the lead-in decides, when it binds or advises. An actor is named only
where it carries the duty, the advice or the freedom. How a reader is to label the same:
tests/gold/README.md.
"""

import re

from ingest.binding import Reading, bound
from ingest.carriers import in_role_cell
from ingest.clauses import is_infinitive
from ingest.document import Modality, Statement, StatementKind
from ingest.findings import is_finding, is_measured_row
from ingest.tasks import task_carriers

_NOTHING = Reading(Statement())
_ADVICE = Reading(Statement(StatementKind.RECOMMENDATION, Modality.SHOULD))
_DEFINITION = re.compile(
    r"^(?:Med|Som)\s.{1,80}\b(?:avses|menas|räknas)\b|\bavses\s+här\b|"
    r"^[”\"]?(?:Ska|Bör|Kan|Får|Måste)[”\"]?\s+(?:anger|betyder|innebär|används|uttrycker)\b|"
    r"\b(?:definieras\s+som|definition(?:en)?\s+av|används\s+\S+(?:\s+\S+)?\s+om\s+ett)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:[^:|]{3,40}:\s+)?"
    r"(?:Använd|Avstå|Be|Beskriv|Bestäm|Dokumentera|Följ|Fråga|Försök|Ge|Gör|Informera|Kom\s+ihåg|"
    r"Kontakta|Kontrollera|Låt|Lämna|Planera|Ring|Rapportera|Se\s+till|Sätt|Säkerställ|Ta|Tänk\s+på|"
    r"Undvik|Utse|Var|Välj|Överväg)\s+(?!(?:är|har|kan|ska|bör|och|om\s+det)\b)\w"
)
_ADVISES = re.compile(r"\b(?:rekommendation(?:er)?|åtgärdsförslag|förslag)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[”\"“][^”\"“]*[”\"“]")
_CAPTION = re.compile(r"^(?:Tabell|Diagram|Figur|Bild)\s+\d")
_CELL = re.compile(r"\s+\|\s+")
_LETTER = re.compile(r"[^\W\d_]")

# Its patterns take time by the square of the length, and some by more.
_LONGEST = 2000


def classify(words: str, lead_in: str = "") -> Statement:
    """The statement that a sentence makes, with the lead-in of its list or table; what is far
    longer than any sentence makes none."""
    if len(words) > _LONGEST or len(lead_in) > _LONGEST:
        return Statement()
    if "|" in words:
        return _row(words, lead_in)
    opening = _read(lead_in) if lead_in and not _CAPTION.match(lead_in) else _NOTHING
    own = _read(words)
    if opening.decides:
        said = opening.statement
        return Statement(said.kind, said.modality, said.actors or own.statement.actors)
    if own.decides:
        return own.statement
    if _ADVISES.search(lead_in) and is_infinitive(words.split(maxsplit=1)[0].casefold()):
        return _ADVICE.statement
    return opening.statement if opening.statement.kind is StatementKind.FINDING else own.statement


def _row(words: str, lead_in: str) -> Statement:
    if named := in_role_cell(words):
        return Statement(StatementKind.DUTY, None, named)
    if is_measured_row(words, lead_in):
        return Statement(StatementKind.FINDING)
    return classify(_CELL.sub(". ", words).replace("|", " "), lead_in)


def _read(words: str) -> Reading:
    if words.rstrip().endswith("?") or _DEFINITION.search(words):
        return _NOTHING
    text = _without_quotes(words)
    binds = bound(text)
    if binds.decides:
        return binds
    if actors := task_carriers(text):
        return Reading(Statement(StatementKind.DUTY, None, actors), True)
    if is_finding(text):
        return Reading(Statement(StatementKind.FINDING))
    return _ADVICE if _IMPERATIVE.match(words) else binds


def _without_quotes(words: str) -> str:
    """What is quoted is nobody's duty here, unless all is quoted."""
    left = _QUOTED.sub(lambda match: " " * len(match[0]), words)
    return left if _LETTER.search(left) else words
