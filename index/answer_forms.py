"""Which form an answer takes, and whether a sentence holds what that form wants."""

import re
from collections.abc import Sequence
from enum import StrEnum

from index.names import OCCUPATIONS, ORGANISATIONS, names_in
from index.places import places_in
from ingest.actors import mentions_in


class AnswerForm(StrEnum):
    """What the question wants to be told."""

    NUMBER = "tal"
    DATE = "tidpunkt"
    DURATION = "tidslängd"
    ACTOR = "aktör"
    DEFINITION = "definition"
    LIST = "lista"
    REASON = "skäl"
    YES_NO = "ja eller nej"
    PLACE = "plats"
    OTHER = "annat"


_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_SMALL = "en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|hundra|tusen"
_PERIODS = (
    r"år|åren|månad(?:er|en)?|veck(?:a|or|an)|dag(?:ar|en)?|dygn(?:et)?|timm(?:e|ar)|minut(?:er)?|"
    r"kvartal(?:et)?|halvår|termin"
)
_YEAR = r"(?<![\d:/])(?:19|20)\d\d(?![\d:/])"
_NEITHER = 0.5
# From the surest sign to the faintest.
_SIGNS: dict[AnswerForm, tuple[tuple[float, re.Pattern[str]], ...]] = {
    form: tuple((strength, re.compile(pattern)) for strength, pattern in signs)
    for form, signs in {
        AnswerForm.NUMBER: (
            (
                1.0,
                r"\d\s?(?:%|procent|kronor|kr\b|miljoner|miljarder|personer|platser|timmar|"
                r"dagar|kommuner|enheter)|\bhälften\b|"
                r"\b(?:en|två|tre) (?:tredjedel|fjärdedel|femtedel)\w*|"
                r"\b(?:en|två|tre|fyra|sju|nio|\d+) av (?:två|tre|fyra|fem|sex|åtta|tio|\d+)\b",
            ),
            (0.9, rf"(?<![\d:/§])(?!{_YEAR})\d+(?:[ ,.]\d+)*(?![\d:/]|\s?(?:§|kap))"),
            (0.7, rf"\b(?:{_SMALL.removeprefix('en|ett|')})\b"),
            (0.5, r"\b(?:majoritet\w*|flertalet|samtliga|inga|ingen|nästan alla|fördubbla\w*)\b"),
        ),
        AnswerForm.DATE: (
            (1.0, rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) (?:19|20)\d\d|\d{{4}}-\d\d-\d\d"),
            (0.9, _YEAR),
            (0.6, rf"\b(?:{_MONTHS}|våren|hösten|sommaren|vintern|årsskiftet)\b"),
        ),
        AnswerForm.DURATION: (
            (
                1.0,
                rf"\b(?:\d+|{_SMALL}|varje|vart \w+|per) (?:{_PERIODS})\b|\bgånger? (?:per|om)\b",
            ),
            (
                0.9,
                r"\b(?:årlig|daglig|månatlig|månadsvis|veckovis|regelbunde|löpande)\w*|\bomgående",
            ),
            (0.6, r"\b(?:tills vidare|genast|skyndsamt|snarast|utan dröjsmål|så länge|tills)\b"),
            # "Hur ofta" may be told as a share.
            (0.4, r"\d\s?(?:%|procent)"),
        ),
        AnswerForm.ACTOR: (
            (
                0.8,
                r"\w(?:chef|nämnd|styrelse|myndighet|verk|institut|förbund|råd|grupp|personal|"
                r"ansvarig|samordnare|handläggare|ledning|utförare|huvudman|inspektion|tillsyn|"
                r"departement|bolag|domstol)\w{0,4}\b|\b(?:utredaren|arbetsgivaren|byggherren|"
                r"tillståndshavaren|den enskilde)\w*",
            ),
        ),
        AnswerForm.DEFINITION: (
            (
                1.0,
                r"\b(?:avse[rs]|mena[rs]|definiera[rst]+|innebär|betyder|står för|beteckn\w+|"
                r"samlingsnamn\w*|definition\w*|förkortning\w*|det vill säga|dvs|d\.v\.s)\b",
            ),
            (
                0.7,
                r"\b(?:är|utgörs av) (?:en|ett)\b|\b(?:kallas|benämns|räknas)\b|"
                r"\b(?:omfattar)\b|\([a-zåäö]{2,6}\)",
            ),
        ),
        AnswerForm.LIST: (
            (1.0, r":\s*(?:\n|•|–)|\n\s*[•–]|(?:\w+, ){2,}\w+(?: \w+){0,3} (?:och|samt|eller)\b"),
            (0.7, r":\s+\w+|\b(?:följande|bland annat|till exempel|exempelvis|bl\.a\.|t\.ex\.)"),
            (0.6, r"\w+, (?:\w+ ){0,3}\w+ (?:och|samt|eller)\b|\bdels\b|\bbåde\b"),
        ),
        AnswerForm.REASON: (
            (
                1.0,
                r"\b(?:eftersom|beror|berodde|bero|på grund av|pga|därför|orsak\w*|anledning\w*|"
                r"skälet?|skälen|syftet?|förklar\w+|till följd av|i syfte)\b",
            ),
            (0.6, r"\b(?:för att|så att|därmed|vilket (?:gör|innebär|leder)|leder till|medför)\b"),
            (0.4, r"\b(?:risk\w*|viktigt|bidra\w*|behov\w*|då)\b"),
        ),
    }.items()
}


def carries_answer(form: AnswerForm, text: str, actors: Sequence[str] | None = None) -> float:
    """How surely a sentence holds what the form wants, between 0 and 1.

    `actors` are those of its statement, when they are known: to look for others takes long. A
    half for the forms that want nothing that shows in words: yes or no, and the open.
    """
    if form is AnswerForm.PLACE:
        return 1.0 if any(places_in(text)) else 0.0
    if form not in _SIGNS:
        return _NEITHER
    if form is AnswerForm.ACTOR and _names_someone(text, actors):
        return 1.0
    lower = text.lower()
    return next((strength for strength, sign in _SIGNS[form] if sign.search(lower)), 0.0)


def _names_someone(text: str, actors: Sequence[str] | None) -> bool:
    return (
        any(actors or ())
        or any(mentions_in(text))
        or any(names_in(ORGANISATIONS, text))
        or any(names_in(OCCUPATIONS, text))
    )
