"""Tasks given in the present tense: "Sjuksköterskan sammanställer …", "prövas av nämnden".

Guidelines and agreements often say who does what without "ska". Only an office or body known
beforehand with the verb of a task counts: "Flera kommuner erbjuder" is what somebody saw.
"""

import re

from ingest.actors import mentions_in
from ingest.carriers import agents
from ingest.clauses import is_subordinate
from ingest.findings import is_reported

_VERB = (
    r"(?:(?:ansöka|bekosta|beskriva|besluta|beställa|betala|delegera|dokumentera|ersätta|fatta|"
    r"finansiera|granska|handleda|informera|kalla|kontakta|kontrollera|lämna|ordinera|ordna|"
    r"planera|pröva|rapportera|redovisa|registrera|samla|sammankalla|samordna|signera|skicka|sända|"
    r"tillhandahålla|utbilda|utvärdera|utöva|överlämna|återkalla|övervaka|bevaka|besikta|larma|"
    r"tillfråga|underrätta|hantera|iordningställa|administrera)[rs]|"
    r"(?:anmäl|bedöm|beställ|betal|bistå|erbjud|fastställ|förskriv|följ|genomför|godkänn|håll|"
    r"inhämt|led|sammanställ|stödj|säkerställ|tillhandahåll|tills|upprätt|ut[sf]|utred|utfärd|utför|"
    r"bestäm|underskriv|överlåt)(?:er|r|s|ar|as)?|ger|ges|gör|görs|avgör|avgörs|tar|tas|ser\s+till)"
)
_DOES = re.compile(rf"\s+(?:\w+\s+)?({_VERB})\b(?!\s+(?:att|om\s+följande)\b)", re.IGNORECASE)
_DONE_BY = re.compile(rf"\b({_VERB})\s+(?:den\s+|det\s+)?$", re.IGNORECASE)
_PASSIVE = re.compile(rf"\b(?={_VERB}\b)\w+s\b", re.IGNORECASE)
_SHARE = re.compile(r"\bprocent", re.IGNORECASE)
_NEAR = 15
_SEEN = re.compile(
    r"\b(?:sällan|ibland|har|hade|fortfarande|numera)\b|(?<!hur )\bofta\b", re.IGNORECASE
)


def task_carriers(text: str) -> tuple[str, ...]:
    """Those to whom the sentence gives a task, or none."""
    mentions = mentions_in(text)
    for each in mentions:
        if each.owns or not each.definite:
            continue
        verb = _DOES.match(text, each.end) or _DONE_BY.search(text, 0, each.start)
        if verb and _is_said(text, verb.span(1)):
            return (each.name,)
    passive = _PASSIVE.search(text)
    if passive and _is_said(text, passive.span()):
        return agents(text, mentions, passive.end())
    return ()


def _is_said(text: str, verb: tuple[int, int]) -> bool:
    """True for what the sentence itself says, in its main clause."""
    start, end = verb
    if is_subordinate(text, start, end, modal=False) or is_reported(text[:start]):
        return False
    return not (_SHARE.search(text) or _SEEN.search(text, 0, end + _NEAR))
