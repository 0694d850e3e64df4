"""Headings → questions that a reader might ask, in plain Swedish."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from index.words import STOP_WORDS, written_words
from ingest.clauses import is_infinitive
from ingest.document import ANSWERING, Passage
from ingest.wordlist import lemma

_LONGEST = 60
# A question no longer than this is read at a glance; a longer one stands after those.
_EASY = 60
# Headings that most documents have, and that say nothing of what a document is about.
_EVERYWHERE = frozenset(
    """
    allmänt avgränsning bakgrund begränsningar bilaga bilagor definitioner diskussion figur förord
    genomförande giltighet inledning innehåll inriktning konklusion källa källor metod parterna
    referenser resultat sammanfattning slutsats slutsatser syfte tabell tillvägagångssätt uppdrag
    uppdraget utmaningar åtgärder
    """.split()
)
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[a-z]\))\s+(?=[^\W\d])")
_PLAIN = re.compile(r"[^\W\d_][\w ,-]*[^\W\d_]")
_ASKS = re.compile(
    r"(?:Vad|Vem|Vilka|Vilken|Vilket|Hur|När|Var|Varför|Får|Kan|Ska|Måste)\s[^?]+\?", re.IGNORECASE
)
# "Vem som beslutar", "Vad som inte får delegeras", "Hur länge en delegering gäller": told, not
# asked, and in the order of words of a clause.
_WHO_DOES = re.compile(r"(vem|vilka|vad) som (?!inte\b)(.+)")
_WHO_DOES_NOT = re.compile(r"(vem|vilka|vad) som inte (\w+) (.+)")
_HOW_IT_IS = re.compile(
    r"(hur(?: länge| ofta| mycket)?|när|var) (.+) "
    r"(används|bedrivs|fungerar|fördelas|genomförs|gäller|görs|organiseras)"
)
_WHEN = re.compile(r"när (?!.*\bska$).+")
_CLAUSE = re.compile(r"(?:hur|när|vad|var|varför|vem|vilka|vilken|vilket)\b")
_FEWEST_LETTERS = 4
_MOST_WORDS = 5
_TO_THE_READER = re.compile(r"\b(?:du|dig|din|ditt|dina|jag|mig|ni|er|era)\b", re.IGNORECASE)
_THEIR_DUTY = re.compile(r"(\w+(?:en|et|an|na))s ansvar")
_BEARER = re.compile(r"\w+(?:en|an|na)")
_OF_DUTIES = re.compile(r"ansvar|roller", re.IGNORECASE)


class Form(IntEnum):
    """How a heading is made a question, the most natural first."""

    ASKED = 0
    DUTY = 1
    TOLD = 2
    TOPIC = 3


@dataclass(frozen=True, slots=True)
class HeadingQuestion:
    """A question with the headings under which its answer is looked for."""

    text: str
    form: Form
    section: tuple[str, ...]


def heading_questions(passages: Sequence[Passage]) -> list[HeadingQuestion]:
    """Those of a document: the most natural first; of a form the short ones, from its middle."""
    texts: dict[tuple[str, ...], str] = {}
    for passage in passages:
        if passage.section and passage.role in ANSWERING:
            texts[passage.section] = f"{texts.get(passage.section, '')} {passage.text}"
    found = list(_questions(texts))
    middle = len(found) / 2
    placed = sorted(
        enumerate(found),
        key=lambda one: (one[1].form, len(one[1].text) > _EASY, abs(one[0] - middle)),
    )
    return list({question.text: question for _, question in placed}.values())


def _questions(texts: dict[tuple[str, ...], str]) -> Iterator[HeadingQuestion]:
    for section, text in texts.items():
        heading = _NUMBERING.sub("", section[-1]).strip()
        parent = section[-2] if len(section) > 1 else ""
        if made := _question(heading, parent, text):
            yield HeadingQuestion(*made, section)


def _question(heading: str, parent: str, text: str) -> tuple[str, Form] | None:
    if len(heading) > _LONGEST or _TO_THE_READER.search(heading):
        return None
    if _ASKS.fullmatch(heading):
        return heading, Form.ASKED
    if not _PLAIN.fullmatch(heading):
        return None
    lower = heading.lower() if heading.isupper() else heading[0].lower() + heading[1:]
    if duty := _THEIR_DUTY.fullmatch(lower):
        return f"Vad ansvarar {duty[1]} för?", Form.DUTY
    if _BEARER.fullmatch(lower) and _OF_DUTIES.search(parent):
        return f"Vad ansvarar {lower} för?", Form.DUTY
    if _CLAUSE.match(lower):
        asked = _asked(lower)
        return (asked, Form.TOLD) if asked else None
    topic = _within_a_sentence(heading, lower, text)
    return (f"Vad står det om {topic}?", Form.TOPIC) if topic and _is_topic(topic) else None


def _asked(clause: str) -> str | None:
    """The question that a clause tells the answer of."""
    if negated := _WHO_DOES_NOT.fullmatch(clause):
        return f"{negated[1].capitalize()} {negated[2]} inte {negated[3]}?"
    if told := _WHO_DOES.fullmatch(clause):
        return f"{told[1].capitalize()} {told[2]}?"
    if told := _HOW_IT_IS.fullmatch(clause):
        return f"{told[1].capitalize()} {told[3]} {told[2]}?"
    return f"Vad gäller {clause}?" if _WHEN.fullmatch(clause) else None


def _is_topic(topic: str) -> bool:
    """Whether it names something, and something of its own: no advice, no chapter that every
    document has."""
    said = topic.split()
    first = said[0].strip(",")
    if len(said) > _MOST_WORDS or len(topic) < _FEWEST_LETTERS or "att" in said:
        return False
    does = first.islower() and is_infinitive(lemma(first) or first)
    return not does and first not in STOP_WORDS and not _EVERYWHERE & set(said)


def _within_a_sentence(heading: str, lower: str, text: str) -> str | None:
    """The heading as it is written within a sentence; none where its text doesn't tell whether
    it begins with a name."""
    if heading.isupper():
        known = {*written_words(text), *STOP_WORDS}
        return lower if all(word in known for word in written_words(lower)) else None
    if heading.split()[0].isupper():
        return heading
    return lower if lower.split()[0] in written_words(text) else None
