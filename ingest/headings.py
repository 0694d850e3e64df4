"""Headings: told by their setting, or by standing alone above what they head.

What does not show is not invented: a heading set like the text around it has no rank, and two
of the same look are siblings.
"""

import re
from collections.abc import Sequence

from ingest.lines import GOES_ON, Line
from ingest.setting import APART, Setting, is_full, leaves_room
from ingest.statutes import is_chapter_alone, opens_paragraph

_BULLET = re.compile(r"^(?:[•–—*-]|o(?=\s[A-ZÅÄÖ]))\s*(?=\S)")
_WAITS = re.compile(
    r"\b(?:och|eller|samt|i|inom|för|av|på|till|med|om|från|vid|som|mellan|under)$", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.!?:;,](?:(?<=[^\W\d_][.!?:;,])\d{1,3})?$")
_FINISHED = re.compile(r"[.!?:][”\"’)]?(?:\d{1,2}|\s?\[[\d, –-]+\]\.?)?$")
_WAITING_STOP = re.compile(r"\b(?:kap|t\.ex|bl\.a|s\.k|dvs|resp|jfr|prop|nr)\.$", re.IGNORECASE)
_HEADING_LENGTH = 120
_ITALIC_LENGTH = 60
# "(SSMFS 2011:3)" below a paragraph names the amendment that it comes from.
_IN_BRACKETS = re.compile(r"^\([^()]*\)[.,]?$")
# The heads of the two columns of a bill that sets the old law beside the new.
_BILL_COLUMNS = re.compile(r"^Nuvarande lydelse\b")
_ADDRESS = re.compile(r"^\S*(?:://|\.html?\b|\.aspx?\b)\S*$")
_NUMERIC = re.compile(r"^[\d\s.,()%–/-]*\d[\d.,()%–/-]*$")


def may_be_heading(line: Line) -> bool:
    words = line.words
    if len(words) > _HEADING_LENGTH or bullet(line) or opens_paragraph(words):
        return False
    if any(pattern.match(words) for pattern in (_IN_BRACKETS, _BILL_COLUMNS, _ADDRESS)):
        return False
    if not re.search(r"[^\W\d_]{2}", words):
        return False
    if _ENDS_SENTENCE.search(words) and not words.endswith("?"):
        return False
    return numbers_in(words) <= 2


def looks_like_heading(line: Line, setting: Setting) -> bool:
    """By its setting: larger or bolder than the page's text, all in capitals, or a short line
    in italics set apart."""
    if line.level is not None:
        return True
    if is_chapter_alone(line.words) and not 0 < line.gap < APART * setting.leading:
        return True
    if not may_be_heading(line):
        return False
    if line.words.isupper() and len(line.words) >= 12 and " " in line.words:
        return True
    body = setting.body_size.get(line.page, line.size)
    larger = line.size >= body * 1.08
    bolder = line.bold and not setting.body_bold.get(line.page, False) and line.size >= body * 0.97
    apart = line.gap > APART * setting.leading
    slanted = line.italic and apart and len(line.words) < _ITALIC_LENGTH and _opens_text(line)
    return larger or bolder or slanted


def _opens_text(line: Line) -> bool:
    return line.words[0].isupper() or line.words[0].isdigit()


def plain_heading_length(lines: Sequence[Line], start: int, setting: Setting) -> int:
    """Lines of a heading set like the text around it, or 0.

    In running text a line ends where the next word has no room. One or two lines that leave
    room and end no sentence, with a capital and a full line (or, for a word or two set
    apart, a list) below them, head what follows.
    """
    if lines[start].italic and lines[start].words[0].isdigit():
        # An item of a quotation.
        return 0
    for count in (1, 2):
        group = lines[start : start + count + 1]
        if len(group) <= count or any(line.page != group[-1].page for line in group):
            return 0
        *heading, below = group
        if not all(may_be_heading(line) for line in heading) or _hyphenated(heading[0]):
            return 0
        if heading[0].words[0].islower() or not all(
            line.words[0].islower() for line in heading[1:]
        ):
            return 0
        if not leaves_room(heading[-1], below):
            continue
        if below.words[0].isupper() and is_full(below) and numbers_in(below.words) <= 2:
            return count
        apart = heading[0].gap > 1.45 * setting.leading and len(heading[0].words.split()) < 4
        if count == 1 and apart and bullet(below):
            return count
    return 0


def heading_goes_on(previous: Line | None, line: Line, setting: Setting) -> bool:
    """A heading runs over two lines when its first line waits for more."""
    if previous is None or previous.page != line.page:
        return False
    if line.level is not None:
        return line.level == GOES_ON
    if line.gap <= 0:
        return False
    if _ends_heading(previous, line, setting):
        return True
    if not may_be_heading(line):
        return False
    if line.gap > 1.9 * max(setting.leading, line.size):
        return False
    if _hyphenated(previous) or _WAITS.search(previous.words):
        return True
    if previous.words.isupper() and line.words.isupper():
        return is_full(previous, 0.45)
    alike = (previous.size, previous.bold) == (line.size, line.bold)
    return alike and line.words[0].islower()


def _ends_heading(previous: Line, line: Line, setting: Setting) -> bool:
    """The last line of a heading may be a number in brackets or end in an abbreviation:
    "lagen om ändring i arbetsmiljölagen | (1977:1160)"."""
    larger = line.size >= 1.08 * setting.body_size.get(line.page, line.size)
    alike = (previous.size, previous.bold) == (line.size, line.bold)
    close = line.gap < 1.6 * line.size and len(line.words) < _HEADING_LENGTH
    return larger and alike and close and (line.words[0].islower() or line.words[0] == "(")


def numbers_in(words: str) -> int:
    """How many of the words are numbers, as in a table row."""
    return sum(bool(_NUMERIC.match(word)) for word in words.split())


def _hyphenated(line: Line) -> bool:
    return line.words.endswith("-")


def bullet(line: Line) -> re.Match[str] | None:
    return _BULLET.match(line.words)


def is_finished(line: Line) -> bool:
    return bool(_FINISHED.search(line.words)) and not _WAITING_STOP.search(line.words)
