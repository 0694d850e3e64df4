"""Front and back matter: sections that no answer is drawn from, known by heading and content."""

import re
from collections.abc import Sequence

from ingest.blocks import Block, BlockKind
from ingest.document import Role

_REFERENCES = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?"
    r"(?:referens(?:er|lista|förteckning)|käll(?:or|förteckning|hänvisningar)|"
    r"litteratur(?:förteckning|lista|referenser)?|(?:käll-? och )?litteraturförteckning)"
    r"\b[^.]{0,30}$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"^innehåll(?:sförteckning)?$", re.IGNORECASE)
_COLOPHON = re.compile(
    r"\bISBN\b|\bISSN\b|artikel(?:nummer|nr)\b|\bupphovsrätt|\btryck(?:eri|t av|:)|"
    r"omslag(?:sbild|sfoto)?:|\bfoto(?:graf)?:|grafisk (?:form|produktion)|\blayout:|"
    r"publikationen kan (?:laddas|beställas)|citera gärna|"
    r"www\.\S+/publikationer|produktion:|illustration(?:er)?:",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"_{4,}|\.{8,}|[☐☑□]")
_EARLY = 4
_LEAST_SIGNS = 2
_LEAST_FIELDS = 3


def section_role(heading: str) -> Role | None:
    """The role of the sections under a heading, when it tells."""
    if _REFERENCES.match(heading):
        return Role.REFERENCES
    return Role.CONTENTS if _CONTENTS.match(heading) else None


def colophon_pages(blocks: Sequence[Block], pages: int) -> frozenset[int]:
    """Pages among the first or the last that tell who made, printed and may copy the document,
    and hold little else."""
    signs: dict[int, int] = {}
    letters: dict[int, int] = {}
    for block in blocks:
        for line in block.lines:
            signs[line.page] = signs.get(line.page, 0) + len(_COLOPHON.findall(line.words))
            letters[line.page] = letters.get(line.page, 0) + len(line.words)
    return frozenset(
        page
        for page, count in signs.items()
        if count >= _LEAST_SIGNS and (1 < page <= _EARLY or page == pages) and letters[page] < 2500
    )


def form_pages(blocks: Sequence[Block]) -> frozenset[int]:
    """Pages to be filled in: many blanks or boxes to tick."""
    fields: dict[int, int] = {}
    lines: dict[int, int] = {}
    for block in blocks:
        if block.kind is BlockKind.CONTENTS:
            continue
        for line in block.lines:
            fields[line.page] = fields.get(line.page, 0) + bool(_BLANKS.search(line.words))
            lines[line.page] = lines.get(line.page, 0) + 1
    return frozenset(
        page
        for page, count in fields.items()
        if count >= _LEAST_FIELDS and count >= 0.2 * lines[page]
    )
