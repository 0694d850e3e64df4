"""Swedish sentence boundaries.

A full stop ends a sentence only when what follows can begin one, and when it does not
belong to an abbreviation, an initial, a section number or a date.
"""

import re
from collections.abc import Iterator

# Abbreviations that are followed by more of the same sentence.
_ABBREVIATIONS = frozenset(
    """
    adj. alt. ang. anm. ap. art. avd. bil. bl. bl.a. ca. d.v.s. dir. dnr. dr. dvs. ed. ex. ekv. e.g.
    enl. et. al. exkl. f. ff. fig. f.d. f.n. f.ö. fr. fr.o.m. förf. g. gm. gr. i.e. inkl. jfr. jmf.
    kap. kl. kv. l. leg. mag. max. mom. motsv. nr. o.d. p. p.g.a. pga. prof. prop. pt. red. ref.
    resp. rskr. s. s.k. sek. sid. sk. skr. spec. sv. t. t.ex. tex. tel. tfn. t.o.m. tom. tr. u.a.
    uppl. urspr. utg. vol. v. vs. åk. äv. övers. ö.
    """.split()
)
# These often end a sentence too: a capital after them decides.
_MAY_END = frozenset(
    "m.m. m.fl. mm. etc. osv. o.s.v. o.dyl. dyl. d.ä. d.y. e.d. kr. mkr. mdkr. tim. min.".split()
)
# The second form is a bullet that lost its line: " • " inside running text.
_END = re.compile(r"[.!?…]+[”\"’»)\]]*(?:\d{1,2}(?:, ?\d{1,2})*)?(?=\s)|(?=\s•\s)")
_LAST_TOKEN = re.compile(r"\S+$")
_MONTH = re.compile(r"\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*", re.IGNORECASE)
_STARTS = re.compile(r"\s+[”\"’«(\[–•]*\s?[A-ZÅÄÖÉ0-9§]")
_STARTS_CAPITAL = re.compile(r"\s+[”\"’«(\[–•]*\s?[A-ZÅÄÖÉ]")


def sentence_slices(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of running text, ends stripped of white space."""
    start = 0
    for match in _END.finditer(text):
        if match.start() >= start and _is_boundary(text, start, match):
            yield from _stripped(text, start, match.end())
            start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if stripped := part.strip():
        first = start + part.index(stripped)
        yield first, first + len(stripped)


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    if not match[0]:
        return True
    rest = text[match.end() : match.end() + 40]
    if not _STARTS.match(rest):
        return False
    if match[0][0] in "!?":
        return True
    token_match = _LAST_TOKEN.search(text[start : match.start()])
    token = token_match[0].lstrip('([”"’') if token_match else ""
    word = f"{token}.".casefold()
    if word in _MAY_END:
        return bool(_STARTS_CAPITAL.match(rest))
    if word in _ABBREVIATIONS:
        return False
    if len(token) == 1 and token.isalpha():
        return False
    if token.isdigit() and len(token) <= 2:
        # "den 3. maj", "avsnitt 4. 2": a lone number ends a sentence only before a capital.
        return bool(_STARTS_CAPITAL.match(rest)) and not _MONTH.match(rest)
    return True
