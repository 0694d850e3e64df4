"""What a question asks for: which kind of statement, and which form of answer.

Rules over the words, as in the classification of questions by their expected answer (X. Li and
D. Roth, Learning Question Classifiers, 2002). Staff write in haste: "vem ansv", "hur mkt".
"""

import re
from dataclasses import dataclass

from index.abbreviations import SHORTHAND
from index.answer_forms import AnswerForm
from ingest.document import StatementKind

_FLAGS = re.IGNORECASE
_HASTE = {**SHORTHAND, "hr": "hur", "ansv": "ansvarar", "varfö": "varför", "bhöver": "behöver"}
_FIGURE = (
    r"andel\w*|antal\w*|procent\w*|kostnad\w*|belopp\w*|avgift\w*|summa\w*|pris\w*|ålder\w*|"
    r"storlek\w*|värde\w*|nivå\w*|gräns\w*|temperatur\w*|resultat\w*|poäng\w*|nki|radonhalt"
)
_BODY = (
    r"myndighet|nämnd|aktör|organisation|yrkesgrupp|yrke|yrkeskategori|profession|chef|instans|"
    r"roll|befattning|funktion|person|part|huvudman|vårdgivare|utförare|utredning|förvaltning"
)
_AREA = r"kommun|region|län|landsting|stad|ort|land|länd|stadsdel|del(?:ar)? av landet"
_PLURAL = r"(?:er|ar|or|en|a|ter)?"
_ABOUT = (
    r"syfte|mål|uppgift|uppdrag|skillnad|problem|fördel|nackdel|risk|viktig|vanlig|bra|dålig|"
    r"svår|den|det|de|största|bästa|nytta|tanke|avsikt|grund|ansvar|krav|regel|regl|nytt|"
    r"planerat|känt|gjort|särskilt|kommunens|socialstyrelsens"
)
# "När" with the present tense asks for a condition, with the past for a date.
# The earliest in the question decides; of two that begin together, the first.
_FORMS = tuple(
    (form, re.compile(rf"\b(?:{pattern})", _FLAGS))
    for form, pattern in (
        (
            AnswerForm.DURATION,
            r"hur (?:länge|ofta|snabbt|fort|lång \w*tid|tidigt)\b|vilken tidsfrist",
        ),
        (
            AnswerForm.DURATION,
            r"(?:inom|efter|under) (?:vilken|hur lång) tid|hur (?:många|lång|gammal)\w* "
            r"(?:dagar|dygn|veckor|månader|år|timmar|minuter)\b|hur många gånger",
        ),
        (
            AnswerForm.NUMBER,
            r"hur (?:många|mycket|stora?|stort|höga?|högt|låga?|lågt|långt?|dyrt?|tungt?|tjockt?|"
            r"djupt?|gamla?|gammal|stark[at]?|vanligt|stor)\b(?! (?:tid|betydelse))|"
            rf"(?:vilken|vilket|vad (?:är|var)(?: den| det| de)?)(?: \w+)? (?:{_FIGURE})\b|"
            rf"vad (?:kosta\w*|tjäna\w*|betala\w*)|(?:{_FIGURE})(?= (?:som|av|för|i|på|per)\b)|"
            r"vilken (?:siffra|grad|halt|ljudnivå|svarsfrekvens)|ungefär hur|snitt\b",
        ),
        (
            AnswerForm.DATE,
            r"vilket (?:år|datum)|vilken (?:dag|månad|tidpunkt)|vilka år|hur dags|sedan när|"
            r"från när|senast när|"
            r"när (?=.*\b(?:lämna|redovisa|rapportera|träder|börja|infö|vara klar)\w*)|"
            r"när (?=\w*(?:de|des|tes)\b|(?:kom|blev|togs|gavs|var|skrevs|fick|hölls)\b)",
        ),
        (
            AnswerForm.ACTOR,
            r"vems?\b|vilka (?:som )?(?:ansvarar?|har ansvar|är ansvarig|ska|skall|måste|får|bör|"
            r"beslutar|har hand)\b|(?:hos|till|av|mot|med|för|på) vem\b|"
            rf"vil(?:ken|ket|ka)(?: \w+)? (?:{_BODY}){_PLURAL}s?\b|"
            r"vart (?:ska|kan|bör) man (?:vända|ringa|anmäla)|vart vänder",
        ),
        (AnswerForm.PLACE, rf"vil(?:ken|ket|ka)(?: \w+)? (?:{_AREA}){_PLURAL}\b"),
        (
            AnswerForm.REASON,
            r"varför|hur kommer det sig|hur beror|vad (?:beror|berodde|orsak\w+|förklarar)|"
            r"vad är (?:orsak|anledning|skäl)\w*|(?:av|på) vil(?:ken|ka) (?:anledning|orsak|skäl|"
            r"grund)\w*|vad (?:kan )?(?:leder?|ledde) till",
        ),
        (
            AnswerForm.DEFINITION,
            r"vad (?:menas|avses|innebär|betyder|betydde|står \w+ för|räknas|definieras)\b|"
            r"vad (?:menar|avser) |hur (?:definieras|förklaras|beskrivs begreppet)|definition\w*|"
            rf"vad (?:är|e)(?: en| ett)?(?! (?:{_ABOUT})\w*)(?: \S+){{1,4}}\W*$|"
            r"hur räknas|vad heter",
        ),
        (
            AnswerForm.LIST,
            r"vilka\b|vad (?:ingår|omfattar|omfattas|består|innehåller)|nämn|räkna upp|lista|"
            r"vad (?:ska|skall|måste|bör)(?: \w+){1,4} (?:innehålla|omfatta|framgå|ingå)",
        ),
        (AnswerForm.PLACE, r"var(?= (?!det )\w+)|varifrån|vart\b"),
        (AnswerForm.OTHER, r"hur\b|vad\b|när\b|vilken\b|vilket\b|i fall\b"),
    )
)
_VERB_FIRST = re.compile(
    r"^\W*(?:är|får|kan|ska|skall|måste|har|hade|finns|fanns|bör|behöver|gäller|går|blir|blev|"
    r"kommer|vill|gör|ger|tar|har|kunde|skulle|fick|var det|"
    r"(?!eller\b|efter\b|under\b|över\b|inför\b|personer\b|kommuner\b|regioner\b|läkare\b)"
    r"\w{2,}(?:ar|er|ör|år|ras|tas|nas|das|ls))\s+(?!som\b|har\b|fick\b)\S+",
    _FLAGS,
)
_ASKING = re.compile(r"va[dr]?\b|varför|varifrån|vart\b|hur\b|när\b|vem|vilk", _FLAGS)
_ASKED_KINDS = tuple(
    (kind, strength, re.compile(rf"\b(?:{pattern})", _FLAGS))
    for kind, strength, pattern in (
        (
            StatementKind.DUTY,
            1.0,
            r"ansvar\w*|skyldig\w*|åligg\w*|vem (?:ska|skall|måste|beslutar|bestämmer|har hand)|"
            r"har i uppdrag|krav\b|krävs\b|måste\b|har rätt\b",
        ),
        (
            StatementKind.DUTY,
            0.7,
            r"(?:vad|vem|vilk\w+|hur|när|vart?)(?: \S+){0,3} (?:ska|skall)\b|"
            r"(?:vem|vilka) får\b|får (?:man|jag|vi|en|ett)\b|slipper|uppdrag\w*|"
            r"uppgift(?:er|en|erna)?\b|vems?\b(?! som)|förbjud\w*|tillåt\w*|behörig\w*",
        ),
        (
            StatementKind.RECOMMENDATION,
            1.0,
            r"bör\b|borde\b|rekommend\w+|föresl\w+|förslag\w*|rådet? är|råder\b|"
            r"vill .* (?:ändra|införa)",
        ),
        (StatementKind.RECOMMENDATION, 0.4, r"behöver\b|behövs\b|förbättr\w+|kan .* göra"),
        (
            StatementKind.FINDING,
            1.0,
            r"hur (?:många|stor|vanlig\w*|gick|nöjda?|såg|upplev\w*)\b|andel\w*|fram(?:kom|gick)|"
            r"visa(?:r|de)\b|resultat\w*|uppgav|svarade|tyck(?:er|te)\b|ökat?\b|minskat?\b|"
            r"skilj\w+|skillnad\w*|vanligast\w*|saknas\b|saknade\b",
        ),
        (
            StatementKind.FINDING,
            0.6,
            r"hur (?:är|var|mår|ser|hade|fungerar|fungerade|ofta)\b|hade\b|var det\b|fanns\b|"
            r"jämför\w+|(?:19|20)\d\d\b",
        ),
        (StatementKind.DUTY, 0.7, r"(?<!.)(?:ska|skall|får|måste)\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """The kinds of statement asked for, each with a strength up to 1, the strongest first; none
    when the question is open."""

    kinds: tuple[tuple[StatementKind, float], ...]
    answer: AnswerForm

    def strength(self, kind: StatementKind) -> float:
        """How strongly this kind is asked for, between 0 and 1."""
        return next((strength for asked, strength in self.kinds if asked is kind), 0.0)


def understand(question: str) -> Understanding:
    """Reads a question; pure, and quick enough for every request."""
    words = re.sub(r"[^\W\d_]+", lambda m: _HASTE.get(m[0].lower(), m[0]), question.strip())
    answer = _answer(words)
    return Understanding(_kinds(words, answer), answer)


def _answer(words: str) -> AnswerForm:
    if _VERB_FIRST.match(words) and not _ASKING.match(words):
        return AnswerForm.YES_NO
    found = [
        (match.start(), order, form)
        for order, (form, pattern) in enumerate(_FORMS)
        if (match := pattern.search(words))
    ]
    return min(found)[2] if found else AnswerForm.OTHER


def _kinds(words: str, answer: AnswerForm) -> tuple[tuple[StatementKind, float], ...]:
    strengths: dict[StatementKind, float] = {}
    for kind, strength, pattern in _ASKED_KINDS:
        if pattern.search(words):
            strengths[kind] = max(strength, strengths.get(kind, 0.0))
    # "Hur många dagar får …" asks what applies, not what was found.
    if answer in (AnswerForm.DURATION, AnswerForm.NUMBER) and StatementKind.DUTY in strengths:
        strengths[StatementKind.FINDING] = min(0.4, strengths.get(StatementKind.FINDING, 0.0))
    ordered = sorted(strengths.items(), key=lambda item: -item[1])
    return tuple((kind, strength) for kind, strength in ordered if strength)
