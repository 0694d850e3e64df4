"""What kind of document it is, by the words of its title, its front and its number."""

import re

from ingest.document import Kind

# The kind whose word comes first in a title is the document's: "Uppföljning av
# överenskommelsen", "Riktlinje för uppföljning".
_WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.SUBAGREEMENT, r"del\s?överenskommelse"),
    (Kind.FOLLOW_UP, r"uppföljning|lägesrapport|utvärdering|kartläggning|årsrapport|öppna jämför"),
    (Kind.AGREEMENT, r"(?<!del)(?<!del )överenskommelse"),
    (Kind.INQUIRY, r"utredning|betänkande"),
    (Kind.GUIDELINE, r"riktlinje|\brutin|vägledning|handbok|handlingsplan|\bvårdprogram"),
    (Kind.REGULATION, r"föreskrift|allmänna råd|författning|\blag\b|(?<!dataskydds)förordning\b"),
    (Kind.MINUTES, r"protokoll|minnesanteckning"),
)
_LESS_SURE: tuple[tuple[Kind, str], ...] = ((Kind.INQUIRY, r"rapport\b"),)
_STATUTE = re.compile(r"FS \d{4}:\d+$")
_OTHER_PRINT = re.compile(r"^(?:Prop|Dir|Skr|Bet)\b")
_ON_FRONT: tuple[tuple[Kind, str], ...] = (
    (Kind.MINUTES, r"^(?:sammanträdes)?protokoll\b(?!förare)"),
    (Kind.SUBAGREEMENT, r"^delöverenskommelse\b"),
    (Kind.AGREEMENT, r"^överenskommelse\b"),
    (Kind.GUIDELINE, r"^(?:riktlinjer?|rutin|vägledning|handbok)\b"),
    (Kind.FOLLOW_UP, r"^(?:lägesrapport|uppföljning|utvärdering)\b"),
    (Kind.INQUIRY, r"^(?:utredning|utredningsrapport)\b"),
)
_HEAD = 12


def kind_by_number(series: str | None) -> Kind | None:
    """What a number in a series makes of a document."""
    if series and _STATUTE.search(series):
        return Kind.REGULATION
    return Kind.OTHER if series and _OTHER_PRINT.match(series) else None


def kind_in_words(words: str) -> Kind | None:
    for table in (_WORDS, _LESS_SURE):
        found = [
            (match.start(), number, kind)
            for number, (kind, pattern) in enumerate(table)
            if (match := re.search(pattern, words, re.IGNORECASE))
        ]
        if found:
            return min(found)[2]
    return None


def kind_on_front(front: str) -> Kind | None:
    """By a line at the head of the first page that names the kind; minutes may say it anywhere,
    in a line by itself."""
    head = "\n".join(front.splitlines()[:_HEAD])
    if re.search(r"^(?:sammanträdes)?protokoll(?: \d+/\d+)?$", front, re.IGNORECASE | re.MULTILINE):
        return Kind.MINUTES
    for kind, pattern in _ON_FRONT:
        if re.search(pattern, head, re.IGNORECASE | re.MULTILINE):
            return kind
    return None
