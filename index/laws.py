"""The laws and regulations that a text names, and their chapters and paragraphs."""

import re
from collections.abc import Iterator

from index.names import Rows, names_asked, names_in

LAWS: Rows = (
    (
        "socialtjänstlagen",
        r"\bsocialtjänstlag\w*|\benl(?:igt|\.)? sol\b|§ sol\b|2001:453|2025:400",
        "SoL SOL",
    ),
    ("hälso- och sjukvårdslagen", r"\bhälso- ?och sjukvårdslag\w*|2017:30\b|1982:763", "HSL"),
    ("LSS", r"\blag\w* om stöd och service till vissa|1993:387", "LSS"),
    ("patientsäkerhetslagen", r"\bpatientsäkerhetslag\w*|2010:659", "PSL"),
    ("patientdatalagen", r"\bpatientdatalag\w*|2008:355", "PDL"),
    ("patientlagen", r"\bpatientlag\w*|2014:821", ""),
    (
        "offentlighets- och sekretesslagen",
        r"sekretesslag\w*|2009:400",
        "OSL",
    ),
    ("lagen om valfrihetssystem", r"\blag\w* om valfrihetssystem|2008:962", "LOV"),
    ("lagen om offentlig upphandling", r"\blag\w* om offentlig upphandling|2016:1145", "LOU"),
    ("LVM", r"\blag\w* om vård av missbrukare|1988:870", "LVM"),
    ("LVU", r"\blag\w* med särskilda bestämmelser om vård av unga|1990:52\b", "LVU"),
    ("LPT", r"\blag\w* om psykiatrisk tvångsvård|1991:1128", "LPT"),
    ("arbetsmiljölagen", r"\barbetsmiljölag\w*|1977:1160", "AML"),
    ("plan- och bygglagen", r"\bplan- och bygglag\w*|2010:900", "PBL"),
    (
        "dataskyddsförordningen",
        r"\bdataskyddsförordning\w*|\beu-förordning\w*|2016/679",
        "GDPR",
    ),
    ("personuppgiftslagen", r"\bpersonuppgiftslag\w*|1998:204", "PUL"),
    ("lex Sarah", r"\blex sarah", ""),
    ("lex Maria", r"\blex maria", ""),
)

# Words that end as laws do.
_NO_LAWS = frozenset(
    "anslag arbetslag avslag bakslag beslag bolag bygglag förslag författningsförslag "
    "hemtjänstlag inslag klockslag lagförslag nedslag omslag pålag sammanslag sjukvårdslag "
    "tillslag underlag uppslag utslag vårdlag överslag".split()
)
_DEFINITE = re.compile(r"\b(\w{3,}(?:lag|balk|förordning))ens?\b", re.IGNORECASE)
_ANY_FORM = re.compile(r"\b(\w{3,}(?:lag|balk|förordning))(?:ens?|s)?\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:([a-zåäö]{1,5}-?fs) ?)?((?:19|20)\d\d:\d+)\b",
    re.IGNORECASE,
)
_CHAPTER_OR_PARAGRAPHS = re.compile(
    r"(?P<chapter>\d{1,2}(?: ?[a-z])?) ?kap\b|"
    r"(?P<paragraphs>\d{1,3}(?: [a-z]\b|[a-z]\b)?(?:(?:, | och | ?[-–] ?)\d{1,3}(?: ?[a-z]\b)?)*)"
    r" ?(?:§|paragrafen)|(?:§|\bparagraf) ?(?P<after>\d{1,3})",
    re.IGNORECASE,
)


def laws_in(text: str) -> Iterator[str]:
    """The laws that a document names: those that are known, and others by number."""
    yield from names_in(LAWS, text)
    yield from _numbered(text)


def laws_asked(question: str) -> Iterator[str]:
    """The laws that a question names; abbreviations in any case."""
    yield from names_asked(LAWS, question)
    yield from _numbered(question)


def other_laws_in(text: str) -> Iterator[str]:
    """What else is called a law: often a short name that the law itself doesn't bear."""
    return _others(text, _ANY_FORM)


def other_laws_asked(question: str) -> Iterator[str]:
    """As `other_laws_in`, in the definite form only: "lag" ends many a word."""
    return _others(question, _DEFINITE)


def _numbered(text: str) -> Iterator[str]:
    for match in _NUMBERED.finditer(text):
        if not any(names_in(LAWS, match[2])):
            yield f"{(match[1] or 'SFS').upper()} {match[2]}"


def _others(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for match in pattern.finditer(text):
        law = match[1].lower()
        if law not in _NO_LAWS and not any(names_in(LAWS, law)):
            yield f"{law}en"


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
