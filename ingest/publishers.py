"""Who published a document: stated in the file, by its masthead, or named on its pages."""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.opening import Opening, clean

# An author without one of these is a person or a program, whom no reference names.
_ORGANISATION = re.compile(
    r"myndighet|region|landsting|kommun|\bstad|verket\b|styrelse|förbund|nämnd|förvaltning|"
    r"departement|verksamhet|institut|universitet|högskol|råd\b|centr|inspektion|kansli|kassan|"
    r"\blän\b|bolag|\bAB\b|stiftelse|byrån\b|^(?:SKR|SKL|Adda|Inera|SCB|SBU)\b",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖ][a-zåäö]+(?:[- ][A-ZÅÄÖ][a-zåäö]+)?"
_TAIL = r"(?: (?:för|mot|om|i) [a-zåäö]+(?:- och [a-zåäö]+)?(?:(?:, [a-zåäö]+)* och [a-zåäö]+)?)?"
# Who may publish on their own, before the boards and departments that belong to someone.
_PUBLISHER = re.compile(
    r"\b(Sveriges Kommuner och (?:Regioner|Landsting)|Adda Inköpscentral(?: AB)?|"
    r"Inspektionen för vård och omsorg|"
    r"Myndigheten för [a-zåäö]+(?:- och [a-zåäö]+| och [a-zåäö]+)?|"
    r"Statens (?:beredning|institut|medicin|skol)[\w -]{3,40}?(?=[.,\n(]|$)|"
    r"Statistiska centralbyrån|Statistikmyndigheten SCB|Västra Götalandsregionen|"
    r"Försäkringskassan|Regeringskansliet|Riksrevisionen|Statskontoret|Riksdagen|Storsthlm|"
    rf"Länsstyrelsen(?: i)? {_NAME}(?:s? län)?|Kommunförbundet {_NAME}|"
    rf"[A-ZÅÄÖ][a-zåäö]+(?:myndigheten|inspektionen){_TAIL}|"
    r"[A-ZÅÄÖ][a-zåäö]+(?:styrelsen|verket|byrån)|[A-ZÅÄÖ]-?[a-zåäö]+departementet|"
    rf"Region {_NAME}|{_NAME} (?:kommun|stad)|[A-ZÅÄÖ]\w+(?:kommunen|regionen)|"
    rf"{_NAME} förbund|SKR|IVO|VGR)(s?)\b"
)
_BELONGING = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäö]+(?:-,? (?:[a-zåäö]+-,? )*och [a-zåäö]+)?"
    r"(?:nämnden|förvaltningen|utskottet|sektionen))\b|^\W*(Rådet för [a-zåäö]+)",
    re.MULTILINE,
)
_BOARDS = re.compile(r"^(?:Kommunstyrelsen|Regionstyrelsen|Styrelsen)$")
_SHORT = {
    "SKR": "Sveriges Kommuner och Regioner",
    "IVO": "Inspektionen för vård och omsorg",
    "VGR": "Västra Götalandsregionen",
}
_STATE = (
    (re.compile(r"^Regeringens\sproposition\b|^Kommittédirektiv\b", re.MULTILINE), "Regeringen"),
    (re.compile(r"^Svensk\sförfattningssamling\b", re.MULTILINE), "Regeringskansliet"),
)
_DOMAIN = re.compile(r"(?:www\.|@)([a-z0-9-]+)\.se\b")
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ]\w{3,}")
_ALONE, _ON_FRONT, _ELSEWHERE, _AT_END, _ADDRESS = 6, 2, 1, 3, 4
_CLEARLY = 1.3


def stated_publisher(opening: Opening) -> str | None:
    """The author in the file's own metadata, when it is an organisation."""
    author = clean(opening.raw.author or "")
    return author if _ORGANISATION.search(author) else None


def printed_publisher(opening: Opening) -> str | None:
    """By masthead or label; else whom the first pages and the last name most and where."""
    for pattern, name in _STATE:
        if pattern.search(opening.front):
            return name
    return (
        _by_masthead(opening)
        or _clearly_most(_weights(opening))
        or _belonging(opening)
        or _by_address(opening)
    )


def _by_masthead(opening: Opening) -> str | None:
    masthead: re.Match[str] | None = re.search(
        r"^(?:([A-ZÅÄÖ][^\n]{3,60})\n)?([^\n]{3,80}?)\s+författningssamling$|"
        r"^([A-ZÅÄÖ][^\n]{4,60})\nförfattningssamling$",
        opening.front,
        re.MULTILINE,
    )
    if masthead:
        above, words, alone = masthead.groups()
        whole = f"{above} {words}" if above and words[0].islower() else alone or words
        return str(whole).removesuffix("s")
    label = re.search(r"^Utgivare\s?:\s?(.{3,80})$", opening.front, re.MULTILINE)
    if not label:
        return None
    named = _PUBLISHER.search(label[1])
    return named[1] if named else (label[1] if _ORGANISATION.search(label[1]) else None)


def _weights(opening: Opening) -> Counter[str]:
    weights: Counter[str] = Counter()
    front = set(opening.front.splitlines())
    for line in opening.text.splitlines():
        for name in _names(line):
            begins = line.startswith(name) and len(line) < len(name) + 40
            here = _ALONE if begins and line in front else _ON_FRONT if line in front else 0
            weights[name] += here or _ELSEWHERE
    for line in opening.ending.splitlines():
        for name in _names(line):
            weights[name] += _AT_END if line.startswith(name) else _ELSEWHERE
    addresses = f"{opening.text} {opening.ending}".casefold()
    for name in weights:
        domain = _plain(name.split()[0])
        if re.search(rf"(?:www\.|@){re.escape(domain)}\.se", addresses):
            weights[name] += _ADDRESS
    return weights


def _names(line: str) -> Iterator[str]:
    text = line.title() if line.isupper() else line
    for match in _PUBLISHER.finditer(text):
        if not _BOARDS.match(match[1]):
            yield _SHORT.get(match[1], match[1])


def _clearly_most(weights: Counter[str]) -> str | None:
    """None when many are named about as much: a list of organisations, not a publisher."""
    ranked = weights.most_common(2)
    if len(ranked) > 1 and ranked[0][1] < _CLEARLY * ranked[1][1]:
        return None
    return ranked[0][0] if ranked else None


def _belonging(opening: Opening) -> str | None:
    found: Counter[str] = Counter()
    for match in _BELONGING.finditer(opening.text):
        found[match[1] or match[2]] += 1
    return found.most_common(1)[0][0] if found else None


def _by_address(opening: Opening) -> str | None:
    """The name, as the text spells it, of the only site that the document gives."""
    text = f"{opening.text} {opening.ending}"
    domains = {match[1] for match in _DOMAIN.finditer(text.casefold())}
    if len(domains) != 1:
        return None
    domain = domains.pop()
    spelled = (word for word in _CAPITALISED.findall(opening.whole) if _plain(word) == domain)
    return next(spelled, None)


def _plain(text: str) -> str:
    return text.casefold().translate(str.maketrans("åäö", "aao"))
