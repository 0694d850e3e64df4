"""Who carries the duty or the advice of a verb: its subject, or the agent of its passive.

Never an object ("stödja regionerna"), a receiver ("meddelas MAS") or an owner ("kommunens
underlag"). The grammar is that of clauses.py.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.actors import Mention, mentions_in
from ingest.clauses import is_infinitive, word_after

_CLAUSE = re.compile(r"[.;:?!–](?=\s|$)|\b(?:att|men|medan)\b|,\s(?:och|så|utan)\b", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"\b(?:av|bland|efter|enligt|från|för|före|genom|hos|i|inför|inom|kring|med|mellan|mot|om|på|"
    r"till|under|ur|utan|via|vid|åt|över|när|där|då|hur|vad|som|innan|eftersom|har|saknar)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\s*(?:,|och|eller|samt|respektive|/|,\s+och)\s*(?:\w+\s+)?", re.IGNORECASE)
_OWNED = re.compile(r"\s+(?:\w+\s+)?")
_BEFORE_SUBJECT = re.compile(r"[\s,]*(?:\w+\s+){0,2}")
_AGENT = re.compile(
    r"\b(?:(?<!tion )(?<!ning )(?<!else )av|åligger|ankommer\s+på|"
    r"(?:ligger|vilar)\s+(?:\w+\s+)?(?:hos|på)|"
    r"del(?:as|at)\s+(?:med|av|mellan))\s+(?:den\s+|det\s+|de\s+|en\s+|ett\s+|\w+(?:de|a|ig)\s+)?$",
    re.IGNORECASE,
)
_OWNED_DUTY = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:ansvar(?:et)?|uppgift(?:er)?|skyldighet(?:er)?|uppdrag)\b",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"^\s*för\s+$", re.IGNORECASE)
_GETS_DUTY = re.compile(r"\s+(?:i\s+uppdrag|ansvar|ansvaret)\b", re.IGNORECASE)
_THAT = re.compile(r"(?:[\s,]+\w+){0,3}?\s+att\s+", re.IGNORECASE)
_RECEIVES = frozenset({"få", "finnas", "erbjudas"})
_DEPONENT = frozenset({"enas", "mötas", "samlas", "träffas", "lyckas", "närvaras"})
_ROLE_CELL = re.compile(
    r"(?:^|\|)\s*(?:Vem|Ansvar|Ansvarig|Ansvarar|Utförs\s+av|Utförare)\s*:([^|]+)", re.IGNORECASE
)


def carriers(text: str, verb: tuple[int, int]) -> tuple[str, ...]:
    """The actors that the modal verb at text[slice(*verb)] holds, in their order."""
    start, end = verb
    mentions = mentions_in(text)
    infinitive, after = _infinitive(text, end, mentions)
    if infinitive in _RECEIVES and not _GETS_DUTY.match(text, after):
        return ()
    if infinitive.endswith("s") and infinitive not in _DEPONENT:
        return agents(text, mentions, start)
    follows = any(each.start >= end and _is_right_after(text, end, each) for each in mentions)
    word, _ = word_after(text, end)
    if infinitive and not follows and not is_infinitive(word):
        # Another subject stands after the verb.
        return _for_whom(text, mentions)
    return subject(text, verb) or _for_whom(text, mentions)


def subject(text: str, verb: tuple[int, int]) -> tuple[str, ...]:
    """The actors that are the subject of the verb, after it or before."""
    start, end = verb
    mentions = mentions_in(text)
    after = [each for each in mentions if each.start >= end]
    if after and not after[0].owns and _is_right_after(text, end, after[0]):
        return _names(_coordinated(text, after))
    return _names(_subject(text, start, mentions))


def advised(text: str, place: int, *, asks_directly: bool) -> tuple[str, ...]:
    """Those who are asked to do something: "rekommenderar kommunerna att", "föreslår MAS att
    kommunen"; who asks may stand between."""
    after = [each for each in mentions_in(text) if each.start >= place]
    asked = _THAT.match(text, place)
    if asked and any(each.start == asked.end() for each in after):
        after = [each for each in after if each.start >= asked.end()]
        return _names(_coordinated(text, after))
    near = bool(after) and text[place : after[0].start].isspace()
    return _names(_coordinated(text, after)) if near and asks_directly else ()


def laid_on(text: str, place: int) -> tuple[str, ...]:
    """ "Ansvaret ligger på regionen", "det åligger vårdgivaren"."""
    return agents(text, mentions_in(text), place)


def has_infinitive(text: str, place: int) -> bool:
    """True where a modal verb ends at this place: an infinitive follows, or a subject and it."""
    word, _ = word_after(text, place)
    if is_infinitive(word):
        return True
    mentions = [each for each in mentions_in(text) if each.start >= place]
    known = bool(mentions) and _is_right_after(text, place, mentions[0])
    return known and is_infinitive(word_after(text, mentions[0].end)[0])


def agents(text: str, mentions: Sequence[Mention], since: int = 0) -> tuple[str, ...]:
    """Those by whom something is done or on whom it lies: "av ssk", "ligger på regionen"."""
    for place, each in enumerate(mentions):
        if each.start >= since and _AGENT.search(text, max(0, each.start - 60), each.start):
            return _names(_coordinated(text, mentions[place:]))
    return ()


def owners(text: str) -> tuple[str, ...]:
    """Those whose duty it is: "kommunens ansvar", "Det är MAS uppgift att"."""
    return _names(
        each
        for each in mentions_in(text)
        if (each.owns or each.name.isupper()) and _OWNED_DUTY.match(text, each.end)
    )


def in_role_cell(row: str) -> tuple[str, ...]:
    """The actors in the cell of a table row whose heading asks who."""
    cell = _ROLE_CELL.search(row)
    return _names(mentions_in(cell[1])) if cell else ()


def _infinitive(text: str, end: int, mentions: Sequence[Mention]) -> tuple[str, int]:
    """The verb that the finite one stands with, past a subject in between, and its end."""
    place = end
    for each in mentions:
        if each.start >= place and _is_right_after(text, place, each):
            place = each.end
    for _ in range(5):
        word, begins = word_after(text, place)
        place = begins + len(word)
        if word == "ha":
            # "bör ha granskats av": the supine tells whether it is passive.
            word, begins = word_after(text, place)
            return word, begins + len(word)
        if not word or is_infinitive(word):
            return word, place
    return "", place


def _is_right_after(text: str, place: int, mention: Mention) -> bool:
    between = text[place : mention.start]
    return bool(_BEFORE_SUBJECT.fullmatch(between)) and not any(
        is_infinitive(word) or _NO_SUBJECT.search(f"{word} ") for word in between.casefold().split()
    )


def _subject(text: str, verb: int, mentions: Sequence[Mention]) -> list[Mention]:
    breaks = [match.end() for match in _CLAUSE.finditer(text, 0, verb)]
    begins = breaks[-1] if breaks else 0
    before = [each for each in mentions if begins <= each.start and each.end <= verb]
    for place, each in enumerate(before):
        if each.owns and not _owns_next(text, before[place:]):
            continue
        if not _NO_SUBJECT.search(text, begins, each.start) and not _joins_excluded(
            text, begins, before[: place + 1]
        ):
            return _coordinated(text, before[place:], loose=True)
    return []


def _owns_next(text: str, mentions: Sequence[Mention]) -> bool:
    return len(mentions) > 1 and bool(_OWNED.fullmatch(text[mentions[0].end : mentions[1].start]))


def _joins_excluded(text: str, begins: int, mentions: Sequence[Mention]) -> bool:
    """True for the second of "mellan kommunen och regionen"."""
    if len(mentions) < 2:
        return False
    *_, former, latter = mentions
    tied = _TOGETHER.fullmatch(text[former.end : latter.start])
    return bool(tied) and bool(_NO_SUBJECT.search(text, begins, former.start))


def _coordinated(text: str, mentions: Sequence[Mention], *, loose: bool = False) -> list[Mention]:
    """The first and those that "och", "eller" or a comma tie to it. `loose` also ties one that
    follows "och" after words that belong to the first ("chefen på vårdcentralen och MAS")."""
    chain = [mentions[0]]
    for former, latter in pairwise(mentions):
        between = text[former.end : latter.start]
        if _TOGETHER.fullmatch(between) or (former.owns and _OWNED.fullmatch(between)):
            chain.append(latter)
        elif not (loose and re.search(r"\b(?:på|i|vid|hos|inom)\s+\w*$", between)):
            break
    return [each for each in chain if not each.owns]


def _for_whom(text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """ "För regionerna innebär det att …"."""
    if mentions and _FOR_WHOM.match(text[: mentions[0].start]):
        return _names(_coordinated(text, mentions))
    return ()


def _names(mentions: Sequence[Mention] | Iterator[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in mentions))
