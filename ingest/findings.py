"""The wording of what was seen, said or counted: findings, and reports of what others say.

What a law, an agreement or an authority says is no report: its duties bind who they bind.
"""

import re

from ingest.clauses import is_subordinate

_FLAGS = re.IGNORECASE
_SAYS = (
    r"(?:uppge[rs]|uppgett|uppgav|uppgiv\w+|berätta(?:r|de|t|s)|beskr(?:iver|ivs|ivit|ev|evs)|"
    r"framk(?:om|ommer|ommit)|framgår|framgick|visa(?:r|de|t|s|ts)|tyder|pekar|"
    r"upple(?:ver|vs|vde|vdes|vt)|sä(?:ger|gs)|sade|sagt|svara(?:r|de|t)(?!\s+för)|ange[rs]|angav|"
    r"efterfråga(?:r|de|s|des)|lyfter|lyfte[rs]?|lyftes|tycker|tyckte|menar|menade|anse[rs]|ansåg|"
    r"framhåll(?:er|s)|framhöll|påpeka(?:r|de|s)|konstatera(?:r|de|s|des|t)|bedöm(?:er|s|de|des)|"
    r"uttryck(?:er|s|te)|önska(?:r|de)|vittnar|förklarar|noterade?s|uppmärksammades|"
    r"betona(?:r|de)|upplyser|sammanfattar|framför(?:s|des|de|t)|påtala(?:r|s|t|des|de)|lyfts|underströk|rekommenderade|föreslog)"
)
_REPORTS = re.compile(rf"\b{_SAYS}\b", _FLAGS)
_ACCORDING = re.compile(
    r"\benligt\s+(?:\w+\s+){0,3}?(?:\w*intervju\w*|\w*enkät\w*|svarande|respondent\w*|tillfrågade|"
    r"medarbetar\w*|personalen|chefer\w*|\w*sköterskor\w*|kommuner(?:na)?|regioner(?:na)?|flera|"
    r"många|några|hälften)\b",
    _FLAGS,
)
_AUTHORITY = re.compile(
    r"\b(?:\w*lag(?:en|stiftning\w*|rum\w*)?|\w*förordning\w*|\w*föreskrift\w*|kap\.?|"
    r"\w*bestämmelse\w*|\w*avtal\w*|\w*överenskommelse\w*|\w*riktlinje\w*|propositione?n?|beslut\w*|"
    r"vi|\w*myndigheten|(?<!av )utredning(?:en)?|utredar(?:en|na)|\w+styrelsen|\w+verket|IVO|SKR|"
    r"SKL|regeringen|revision(?:en)?|revisorerna|nämnden|förvaltningen|arbetsgruppen|projektgruppen|"
    r"rapporten|rådet)\b|§|\bHSL\b|\bSoL\b",
    _FLAGS,
)

_COUNT = (
    r"(?:\d[\d ]*|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|ingen|inga|några|flera|"
    r"många|merparten|majoriteten|hälften|flertalet|ungefär\s+\w+|drygt\s+\w+|knappt\s+\w+)"
)
_FINDING = re.compile(
    r"\b(?:\d+(?:,\d+)?\s*(?:procent|%)|procentenhet\w*|andel(?:en)?|svarsfrekvens\w*|"
    r"(?:en|två|tre)\s+(?:tredje|fjärde|femte)del\w*|var\s+(?:tredje|fjärde|femte)|i\s+genomsnitt|"
    rf"i\s+median|{_COUNT}\s+av\s+(?:\w+\s+)?(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|dem|\w+na)|"
    r"majoritet\w*|hälften|flertalet|de\s+flesta|redovisar\s+(?:brist|överskott)|"
    # Change and lack.
    r"(?:öka|minska|förbättra|försämra)(?:t|ts|r|de|des)|kvarstår|saknas|saknar|saknade|"
    r"bristen?\s+på|brister|beror|bidrog|svårt?|svårighet\w*|otydlig\w*|oklar\w*|skill?na(?:d|der|t)"
    r"(?:er|en|erna)?|skiljer|varierar|varierade|räcker\s+(?:inte|sällan)|sällan|stod\s+för|"
    r"är\s+(?:\w+\s+)?(?:störst|minst|lägst|högst|vanligast)|finns\s+(?:\d+|två|tre|fyra|fem|sex|"
    r"sju|åtta|nio|tio)|^av\s+de\s+\d+|ansvaret\s+är|nöjda|bromsar|försvårar|måste\s+(?:ofta|ibland|fortfarande))\b",
    _FLAGS,
)
# Where the verb's form tells the past from a participle.
_PAST = re.compile(
    r"\b(?:fanns|hade|var|blev|fick|gick|gjorde|gjordes|gav|gavs|höll|låg|stod|tog|togs|skrevs|kom|sågs|"
    r"behövde|kunde|slutade|kasserade|utförde|använde|svarade|genomförde|deltog|ledde|"
    r"\w{3,}(?:ades|ddes|rdes|ldes|ndes|mdes)|"
    r"(?:har|hade)\s+(?!(?:rätt|ett|att)\b)(?:[\wåäö,]+\s+){0,4}?(?!(?:rätt|ett|att|nytt|särskilt|"
    r"minst|enligt|samt|fast|lätt|sätt|stort?|ansvaret|uppdraget|lagt|stöd|tillgänglig\w*|mandatet|"
    r"arbetet|samlat|övergripande)\b)\w+?(?:at|ats|it|its|ått|åtts|ett|etts|lt|lts|rt|rts|nt|nts|"
    r"ft|fts|st|xt|kt|kts|gt|gts|mt|mts))\b",
    _FLAGS,
)
_SOME = re.compile(
    rf"^(?:{_COUNT}|i\s+{_COUNT}|vissa|få|nästan\s+\w+|i\s+(?:dag|flera|många|några)|"
    r"(?:sedan|under)\s+(?:\w+\s+)?\d{4})\s+(?:av\s+)?(?:de\s+)?(?:\d+\s+)?(?:svarande\s+)?"
    r"(?:kommun|region|enhet|boende|verksamhet|chef|medarbetar|sjuksköters|län|deltagar|parter|har)",
    _FLAGS,
)
_METHOD = re.compile(
    r"\b(?:myndigheten|utredningen|utredaren|vi|kommunerna)\s+(?:har\s+)?(?:\w+\s+)?(?:genomfört|bedömt|granskat|"
    r"intervjuat|samlat|studerat|låtit)|\bhar\s+(?:myndigheten|utredningen|vi)\s+\w+t\b|"
    r"\bhar\s+(?:\w+\s+)?(?:räknats|letts|låtit|genomförts|besvarats|skickats|avgränsats)\b|"
    r"^(?:tabellen|diagrammet|figuren|bilden|i\s+tabell|i\s+diagram|av\s+tabell|av\s+diagram)\b|"
    r"\b(?:framgår|visas)\s+(?:av|i)\s+(?:tabell|diagram|figur|bilaga|avsnitt|kapitel)\b",
    _FLAGS,
)
_ABOUT_ITSELF = re.compile(
    r"^(?:den\s+här\s+|denna\s+)?(?:\w*riktlinjen?|\w*rapporten?|\w*överenskommelsen?|\w*uppdraget|"
    r"kapitlet|avsnittet|översynen)\s+(?:beskriver|omfattar|bygger|gäller|innehåller|redovisar)\b",
    _FLAGS,
)
_CAPTION = re.compile(r"^(?:Tabell|Diagram|Figur|Bild)\s+\d")
_MEASURED = re.compile(r"\b(?:procent|andel\w*|antal\w*|svar\w*|medelvärde|median)\b|%", _FLAGS)
_NUMBER_CELL = re.compile(r"[|:]\s*[–-]?\d[\d ,.]*\s*%?\s*(?=\||$)")


def is_reported(before: str) -> bool:
    """True for the words before a verb when they make it what somebody said or some study found,
    rather than what a law or an authority lays down."""
    if _ACCORDING.search(before):
        return True
    return bool(_REPORTS.search(before)) and not _AUTHORITY.search(before)


def is_finding(text: str) -> bool:
    if any(kind.search(text) for kind in (_METHOD, _ABOUT_ITSELF, _CAPTION)):
        return False
    if any(kind.search(text) for kind in (_REPORTS, _ACCORDING, _FINDING, _SOME)):
        return True
    return any(not is_subordinate(text, *past.span(), modal=False) for past in _PAST.finditer(text))


def is_measured_row(row: str, caption: str) -> bool:
    """A row of numbers in a table of counts or shares."""
    return bool(_NUMBER_CELL.search(row)) and bool(_MEASURED.search(f"{caption} {row}"))
