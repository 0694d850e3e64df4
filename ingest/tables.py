"""Tables: where the lines below a caption stop being rows and become text again."""

import re
from collections.abc import Sequence

from ingest.headings import bullet, is_numbered_heading, looks_like_heading, numbers_in
from ingest.lines import Line
from ingest.setting import Setting

_CAPTION = re.compile(r"^(?:Tabell|Figur|Diagram)\s+\d+(?:[.:]\d+)*\s?[.:–]?\s")
_SOURCE = re.compile(r"^(?:(?:Källa|Källor|Not|Anm\w*)\b|\*)")


def is_caption(line: Line) -> bool:
    return bool(_CAPTION.match(line.words))


def is_source(line: Line) -> bool:
    """The line below a table that names its source, or a note to it."""
    return bool(_SOURCE.match(line.words))


def is_over(table: Sequence[Line], line: Line, following: Sequence[Line], setting: Setting) -> bool:
    """True when `line` is no longer part of the table, whose lines so far are `table`.

    `following` are the two lines below it, or fewer.
    """
    apart = _is_apart(table[-1], line, setting)
    if is_source(line):
        return False
    if apart and any(is_source(other) for other in table[-6:]):
        return True
    if _is_prose(line, setting) and all(_is_prose(other, setting) for other in following[:1]):
        return apart or _is_prose(table[-1], setting)
    if apart and bullet(line):
        return True
    return apart and looks_like_heading(line, setting) and _heads_text(line, following, setting)


def _heads_text(line: Line, following: Sequence[Line], setting: Setting) -> bool:
    """True for a heading over text, false for the bold head of a table."""
    if is_numbered_heading(line) or not following:
        return True
    if _is_prose(following[0], setting) or looks_like_heading(following[0], setting):
        return True
    return any(bullet(other) for other in following)


def caption_goes_on(caption: Sequence[Line], line: Line, setting: Setting) -> bool:
    """A caption runs on over a line end hyphen or in the middle of a sentence."""
    last = caption[-1]
    if _is_apart(last, line, setting) or (last.size, last.bold) != (line.size, line.bold):
        return False
    return last.words.endswith("-") or line.words[0].islower()


def _is_apart(above: Line, line: Line, setting: Setting) -> bool:
    return line.page != above.page or line.gap > 1.45 * setting.leading


def _is_prose(line: Line, setting: Setting) -> bool:
    count = len(line.words.split())
    full = len(line.words) > 0.7 * setting.line_length[line.page]
    return full and count > 6 and numbers_in(line.words) < 0.3 * count
