"""The bodies, occupations, settings and groups that a text names, by their usual forms.

Each row: the name that a reader is shown, the words that mean it, and its abbreviations, which
count in capitals in a document and in any case in a question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

Rows = tuple[tuple[str, str, str], ...]

ORGANISATIONS: Rows = (
    ("Socialstyrelsen", r"\bsocialstyrelsen", "SoS"),
    ("IVO", r"\binspektionen för vård och omsorg", "IVO"),
    ("SKR", r"\bsveriges kommuner (?:och|&) (?:regioner|landsting)", "SKR SKL"),
    ("Försäkringskassan", r"\bförsäkringskassan", "FK"),
    ("Vårdanalys", r"vård-? ?(?:och omsorgs)?analys\b", ""),
    ("Folkhälsomyndigheten", r"\bfolkhälsomyndigheten", "FoHM"),
    ("SBU", r"\bstatens beredning för medicinsk", "SBU"),
    ("Läkemedelsverket", r"\bläkemedelsverket", ""),
    ("TLV", r"\btandvårds- och läkemedelsförmånsverket", "TLV"),
    ("regeringen", r"\bregering(?:en|s)\w*", ""),
    ("riksdagen", r"\briksdagen", ""),
    ("Riksrevisionen", r"\briksrevisionen", ""),
    ("E-hälsomyndigheten", r"\be-?hälsomyndigheten", "EHM"),
    ("Arbetsmiljöverket", r"\barbetsmiljöverket", ""),
    ("Arbetsförmedlingen", r"\barbetsförmedlingen", ""),
    ("Skolverket", r"\bskolverket", ""),
    ("Skolinspektionen", r"\bskolinspektionen", ""),
    ("Boverket", r"\bboverket", ""),
    ("Konsumentverket", r"\bkonsumentverket", ""),
    ("Skatteverket", r"\bskatteverket", ""),
    ("Migrationsverket", r"\bmigrationsverket", ""),
    ("Trafikverket", r"\btrafikverket", ""),
    ("Naturvårdsverket", r"\bnaturvårdsverket", ""),
    ("Livsmedelsverket", r"\blivsmedelsverket", ""),
    ("Strålsäkerhetsmyndigheten", r"\bstrålsäkerhetsmyndigheten", "SSM"),
    ("MSB", r"\bmyndigheten för samhällsskydd och beredskap", "MSB"),
    ("MFD", r"\bmyndigheten för delaktighet", "MFD"),
    ("SCB", r"\bstatistiska centralbyrån|\bstatistikmyndigheten", "SCB"),
    ("IMY", r"\bintegritetsskyddsmyndigheten|\bdatainspektionen", "IMY"),
    ("JO", r"\bjustitieombudsmannen|\briksdagens ombudsmän", "JO"),
    ("DO", r"\bdiskrimineringsombudsmannen", "DO"),
    ("HSAN", r"\bhälso- och sjukvårdens ansvarsnämnd", "HSAN"),
    ("Inera", r"\binera\b", ""),
    ("Statskontoret", r"\bstatskontoret", ""),
    ("Upphandlingsmyndigheten", r"\bupphandlingsmyndigheten", ""),
    ("Lagrådet", r"\blagrådet", ""),
)
OCCUPATIONS: Rows = (
    ("MAS", r"\bmedicinskt ansvarig\w* sjuksköters\w+", "MAS"),
    ("MAR", r"\bmedicinskt ansvarig\w* för rehabilitering", "MAR"),
    ("undersköterskor", r"undersköters\w+", "USK"),
    ("vårdbiträden", r"vårdbiträd\w+", ""),
    ("distriktssköterskor", r"\bdistrikts(?:sjuk)?sköters\w+", "DSK"),
    ("specialistsjuksköterskor", r"\bspecialist(?:utbildad\w* )?sjuksköters\w+", ""),
    ("sjuksköterskor", r"sjuksköters\w+|\bsköterskor?(?:na|n|rna)?\b", "SSK"),
    ("fysioterapeuter", r"\bfysioterapeut\w*|\bsjukgymnast\w*", "FT"),
    ("arbetsterapeuter", r"\barbetsterapeut\w*", ""),
    ("tandläkare", r"tandläkar\w*", ""),
    ("läkare", r"läkar(?:e|en|na|ens|nas)s?\b|\bdoktor\w*", ""),
    ("dietister", r"\bdietist\w*", ""),
    ("logopeder", r"\blogoped\w*", ""),
    ("kuratorer", r"kurator\w*", ""),
    ("psykologer", r"psykolog(?:er\w*|en|ens|s)?\b", ""),
    ("tandhygienister", r"\btandhygienist\w*", ""),
    ("barnmorskor", r"\bbarnmorsk\w+", ""),
    ("apotekare", r"\bapotekar\w+|\bfarmaceut\w*", ""),
    ("biståndshandläggare", r"\bbiståndshandläggar\w+|\blss-handläggar\w+", ""),
    ("socialsekreterare", r"\bsocialsekreterar\w+", ""),
    ("verksamhetschefer", r"\bverksamhetschef\w*", ""),
    ("enhetschefer", r"\benhetschef\w*|\bförsta linjens chef\w*", ""),
    ("personliga assistenter", r"\bpersonlig\w* assisten(?:t|ter)\w*", ""),
    ("boendestödjare", r"\bboendestödj\w+", ""),
    ("rektorer", r"\brektor\w*", ""),
)
SETTINGS: Rows = (
    ("korttidsboende", r"\bkorttids(?:boende|plats|vård|vistelse)\w*", ""),
    (
        "LSS-boende",
        r"\blss-boende\w*|\bgruppbostad\w*|\bgruppbostäder\w*|\bservicebostad\w*|"
        r"\bbostad\w* med särskild service",
        "",
    ),
    (
        "särskilt boende",
        r"\bsärskil(?:t|da) boende\w*|\bäldreboende\w*|\bdemensboende\w*|"
        r"\bvård- och omsorgsboende\w*|\b(?:vobo|äbo|säbo)\w*|\bsjukhem\w*|\bservicehus\w*",
        "",
    ),
    ("hemsjukvård", r"\bhemsjukvård\w*|\bsjukvård\w* i (?:hemmet|ordinärt)", "HSV ASIH"),
    ("hemtjänst", r"\bhemtjänst\w*|\bhemvård\w*|\bhtj\b|\bhemtj\b", ""),
    ("dagverksamhet", r"\bdagverksamhet\w*|\bdagvård\w*", ""),
    ("daglig verksamhet", r"\bdaglig\w* verksamhet\w*", ""),
    ("primärvård", r"\bprimärvård\w*|\bvårdcentral\w*|\bhusläkar\w*", "VC"),
    (
        "sjukhus",
        r"sjukhus\w*|\bslutna? ?vård\w*|"
        r"\bslutenvård\w*|\bakutmottagning\w*",
        "",
    ),
    ("elevhälsa", r"\belevhäls\w+|\bskolhälsovård\w*", ""),
    ("förskola", r"\bförskol\w+", ""),
    ("skola", r"\bskol(?:a|an|or|orna|ans)\b|\bgrundskol\w+|\bgymnasieskol\w+|\bsärskol\w+", ""),
    ("tandvård", r"tandvård\w*", ""),
    ("psykiatri", r"psykiatri(?:n|ns)?\b", "BUP"),
    ("hospice", r"\bhospice\w*", ""),
    ("ambulans", r"\bambulans\w*", ""),
)
GROUPS: Rows = (
    ("barn", r"\bbarn(?:en|ens|s)?\b", ""),
    ("ungdomar", r"\bungdom(?:ar\w*|en|s)?\b|\bunga\b", ""),
    ("äldre", r"\bäldre\w*|\bpensionär\w*|\bgamla\b", ""),
    ("kvinnor", r"\bkvinn(?:a|an|or|orna|ors|ornas|lig\w*)\b", ""),
    ("män", r"\bmän(?:nen|s|nens)?\b|\bmanlig\w*", ""),
    ("anhöriga", r"\banhörig\w*|\bnärstående\w*", ""),
    ("personer med demens", r"\bdemen(?:s|t)\w*", ""),
    ("personer med stroke", r"\bstroke\w*", ""),
    ("personer med funktionsnedsättning", r"\bfunktions(?:nedsätt|hinder|hindr)\w+", ""),
)

# Words, too, when they aren't in capitals.
_ONLY_CAPITALS = frozenset(("JO", "DO", "LOV", "SoL", "SOL"))
# Without the dots it is another word.
_ONLY_DOTTED = frozenset(("män",))
_PLAIN = str.maketrans("åäö", "aao")
_LEADING_BOUNDARY = re.compile(r"(^|\|)\\b")


def names_in(rows: Rows, text: str) -> Iterator[str]:
    """The names of the rows that a document names."""
    return _names(_reader(rows, asked=False), text)


def names_asked(rows: Rows, question: str) -> Iterator[str]:
    """The names of the rows that a question names, å, ä and ö or not."""
    return _names(_reader(rows, asked=True), question)


@dataclass(frozen=True, slots=True)
class _Reader:
    """`candidate` begins every alternative with a letter, which `re` finds fast; the row's own
    pattern then decides."""

    candidate: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    abbreviation: re.Pattern[str] | None
    abbreviated: Mapping[str, str]


def _names(reader: _Reader, text: str) -> Iterator[str]:
    lower = text.lower()
    for candidate in reader.candidate.finditer(lower):
        for name, pattern in reader.patterns:
            if pattern.match(lower, candidate.start()):
                yield name
                break
    if reader.abbreviation:
        for match in reader.abbreviation.finditer(text):
            if match[1] in reader.abbreviated:
                yield reader.abbreviated[match[1]]


@cache
def _reader(rows: Rows, *, asked: bool) -> _Reader:
    words = [(name, _spelled(name, pattern) if asked else pattern) for name, pattern, _ in rows]
    candidate = "|".join(_LEADING_BOUNDARY.sub(r"\1", pattern) for _, pattern in words)
    patterns = tuple((name, re.compile(pattern)) for name, pattern in words)
    short = {short: name for name, _, listed in rows for short in listed.split()}
    if asked:
        lower = {s.lower(): name for s, name in short.items() if s not in _ONLY_CAPITALS}
        short |= lower | {s.upper(): name for s, name in lower.items()}
        short |= {s.capitalize(): name for s, name in lower.items()}
    spelled = "|".join(sorted(short, key=len, reverse=True))
    abbreviation = re.compile(rf"\b({spelled})(?::?s|:en|:n|-\w+)?\b") if short else None
    return _Reader(re.compile(candidate), patterns, abbreviation, short)


def _spelled(name: str, pattern: str) -> str:
    """With dots and without."""
    plain = pattern if name in _ONLY_DOTTED else pattern.translate(_PLAIN)
    return pattern if plain == pattern else f"{pattern}|{plain}"
