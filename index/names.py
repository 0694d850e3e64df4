"""The bodies, occupations, settings and groups that a text names, by their usual forms.

Each row: the name that a reader is shown, the words that mean it, and its abbreviations, which
count in capitals in a document and in any case in a question.
"""

import re
from collections.abc import Iterator
from functools import cache

Rows = tuple[tuple[str, str, str], ...]

ORGANISATIONS: Rows = (
    ("Socialstyrelsen", r"\bsocialstyrelsen", "SoS"),
    ("IVO", r"\binspektionen för vård och omsorg", "IVO"),
    ("SKR", r"\bsveriges kommuner (?:och|&) (?:regioner|landsting)", "SKR SKL"),
    ("Försäkringskassan", r"\bförsäkringskassan", "FK"),
    ("Vårdanalys", r"\b(?:myndigheten för )?vård-? ?(?:och omsorgs)?analys(?![a-zåäö])", ""),
    ("Folkhälsomyndigheten", r"\bfolkhälsomyndigheten", "FoHM"),
    ("SBU", r"\bstatens beredning för medicinsk", "SBU"),
    ("Läkemedelsverket", r"\bläkemedelsverket", ""),
    ("TLV", r"\btandvårds- och läkemedelsförmånsverket", "TLV"),
    ("regeringen", r"\bregeringen(?!s proposition)|\bregeringskansliet", ""),
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
    ("JO", r"\bjustitieombudsmannen|\briksdagens ombudsmän|(?-i:\bJO\b)", ""),
    ("DO", r"\bdiskrimineringsombudsmannen|(?-i:\bDO\b)", ""),
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
        r"\b(?:akut|läns|universitets)?sjukhus(?!fysik)\w*|\b(?:sluten|slutna) ?vård\w*|"
        r"\bslutenvård\w*|\bakutmottagning\w*",
        "",
    ),
    ("elevhälsa", r"\belevhäls\w+|\bskolhälsovård\w*", ""),
    ("förskola", r"\bförskol\w+", ""),
    ("skola", r"\b(?:grund|gymnasie|sär)?skol(?:a|an|or|orna|ans)\b", ""),
    ("tandvård", r"\b(?:folk)?tandvård\w*", ""),
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

_PLAIN = str.maketrans("åäö", "aao")
# Without the dots it is another word.
_ONLY_DOTTED = frozenset(("män",))


def names_in(rows: Rows, text: str) -> Iterator[str]:
    """The names of the rows that a document names."""
    return _names(rows, pattern(rows, asked=False), text)


def names_asked(rows: Rows, question: str) -> Iterator[str]:
    """The names of the rows that a question names, å, ä and ö or not."""
    return _names(rows, pattern(rows, asked=True), question)


def _names(rows: Rows, pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        assert match.lastgroup
        yield rows[int(match.lastgroup[1:])][0]


@cache
def pattern(rows: Rows, *, asked: bool) -> re.Pattern[str]:
    spelled = [_spelled(row, asked=asked) for row in rows]
    return re.compile("|".join(f"(?P<n{i}>{s})" for i, s in enumerate(spelled)), re.IGNORECASE)


def _spelled(row: tuple[str, str, str], *, asked: bool) -> str:
    name, words, abbreviations = row
    if asked and name not in _ONLY_DOTTED:
        words = f"{words}|{words.translate(_PLAIN)}" if words.translate(_PLAIN) != words else words
    if not abbreviations:
        return words
    short = "|".join(abbreviations.split())
    return (
        rf"{words}|{'' if asked else '(?-i:'}\b(?:{short})(?::?s|:en|:n)?\b{'' if asked else ')'}"
    )
