"""The laws and regulations that a text names, and their chapters and paragraphs."""

import re
from collections.abc import Iterator

from index.names import Rows, pattern

LAWS: Rows = (
    (
        "socialtjänstlagen",
        r"\bsocialtjänstlag\w*|\b(?-i:SoL|SOL)\b|(?:\benl(?:igt|\.)?|§) sol\b|2001:453|2025:400",
        "",
    ),
    ("hälso- och sjukvårdslagen", r"\bhälso- ?och sjukvårdslag\w*|2017:30\b|1982:763", "HSL"),
    ("LSS", r"\blag\w* om stöd och service till vissa|1993:387", "LSS"),
    ("patientsäkerhetslagen", r"\bpatientsäkerhetslag\w*|2010:659", "PSL"),
    ("patientdatalagen", r"\bpatientdatalag\w*|2008:355", "PDL"),
    ("patientlagen", r"\bpatientlag\w*|2014:821", ""),
    (
        "offentlighets- och sekretesslagen",
        r"\b(?:offentlighets- och )?sekretesslag\w*|2009:400",
        "OSL",
    ),
    ("lagen om valfrihetssystem", r"\blag\w* om valfrihetssystem|(?-i:\bLOV\b)|2008:962", ""),
    ("lagen om offentlig upphandling", r"\blag\w* om offentlig upphandling|2016:1145", "LOU"),
    ("LVM", r"\blag\w* om vård av missbrukare|1988:870", "LVM"),
    ("LVU", r"\blag\w* med särskilda bestämmelser om vård av unga|1990:52\b", "LVU"),
    ("LPT", r"\blag\w* om psykiatrisk tvångsvård|1991:1128", "LPT"),
    ("arbetsmiljölagen", r"\barbetsmiljölag\w*|1977:1160", "AML"),
    ("plan- och bygglagen", r"\bplan- och bygglag\w*|2010:900", "PBL"),
    (
        "dataskyddsförordningen",
        r"\b(?:allmänna )?dataskyddsförordning\w*|\beu-förordning\w*|2016/679",
        "GDPR",
    ),
    ("personuppgiftslagen", r"\bpersonuppgiftslag\w*|1998:204", "PUL"),
    ("lex Sarah", r"\blex sarah", ""),
    ("lex Maria", r"\blex maria", ""),
)

_NO_LAWS = frozenset(
    "anslagen avslagen bakslagen beslagen bolagen förslagen inslagen nedslagen omslagen pålagen "
    "sammanslagen tillslagen underlagen uppslagen utslagen överslagen lagförslagen fastslagen "
    "föreslagen".split()
)
_UNLISTED = (
    r"\b(?P<law>\w{3,}(?:lag|balk|förordning)en)s?\b|"
    r"\b(?:(?P<series>[a-zåäö]{1,5}(?:-?fs)) ?)?(?P<number>(?:19|20)\d\d:\d+)\b"
)
_CHAPTER_OR_PARAGRAPHS = re.compile(
    r"(?P<chapter>\d{1,2}(?: ?[a-z])?) ?kap\b|"
    r"(?P<paragraphs>\d{1,3}(?: [a-z]\b|[a-z]\b)?(?:(?:, | och | ?[-–] ?)\d{1,3}(?: ?[a-z]\b)?)*)"
    r" ?(?:§|paragrafen)|(?:§|\bparagraf) ?(?P<after>\d{1,3})",
    re.IGNORECASE,
)
_ASKED, _NAMED = (
    re.compile(f"{pattern(LAWS, asked=asked).pattern}|{_UNLISTED}", re.IGNORECASE)
    for asked in (True, False)
)


def laws_in(text: str) -> Iterator[str]:
    """The laws that a document names: as a reader calls them, else by number."""
    return _laws(text, _NAMED)


def laws_asked(question: str) -> Iterator[str]:
    """The laws that a question names; abbreviations in any case."""
    return _laws(question, _ASKED)


def _laws(text: str, known: re.Pattern[str]) -> Iterator[str]:
    for match in known.finditer(text):
        if match["number"]:
            yield f"{(match['series'] or 'SFS').upper()} {match['number']}"
        elif not match["law"]:
            yield LAWS[int((match.lastgroup or "")[1:])][0]
        elif match["law"].lower() not in _NO_LAWS:
            yield match["law"].lower()


def paragraphs_in(text: str) -> Iterator[str]:
    """The paragraphs that a text names, each with the chapter named last before it, too.

    >>> list(paragraphs_in("3 kap. 5 och 6 §§"))
    ['5 §', '3 kap. 5 §', '6 §', '3 kap. 6 §']
    """
    chapter = None
    for match in _CHAPTER_OR_PARAGRAPHS.finditer(text):
        if match["chapter"]:
            chapter = _spaced(match["chapter"])
            continue
        for number in _numbers(match["paragraphs"] or match["after"]):
            yield f"{number} §"
            if chapter:
                yield f"{chapter} kap. {number} §"


def _numbers(listed: str) -> Iterator[str]:
    for part in re.split(r", | och ", listed):
        first, *last = (number.strip() for number in re.split("[-–]", part))
        if last and first.isdecimal() and last[0].isdecimal():
            yield from (str(number) for number in range(int(first), int(last[0]) + 1))
        else:
            yield from map(_spaced, (first, *last))


def _spaced(number: str) -> str:
    """ "7a" and "7 a" are one paragraph."""
    return re.sub(r"(\d) ?([a-z])", r"\1 \2", number.lower())
