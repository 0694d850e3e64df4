"""Tables: where the lines below a caption stop being rows and become text again."""

import re
from collections.abc import Sequence

from ingest.headings import (
    bullet,
    is_finished,
    looks_like_heading,
    numbers_in,
)
from ingest.lines import Line
from ingest.ranks import is_numbered_heading
from ingest.setting import Setting, is_full
from ingest.traced import TracedText

# "Tabell 5 visar …" is a sentence.
_CAPTION = re.compile(
    r"^(?:Tabell|Figur|Diagram)\s+(?:\d+|[A-Z]\d*)(?:[.:]\d+)*[a-z]?(?:\s?[.:–-]\s|\s(?=[^\Wa-zåäö])|$)"
)
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
    if is_source(line) or (not apart and _goes_on_in_source(table)):
        return False
    if apart and any(is_source(other) for other in table[-6:]):
        return True
    if _is_prose(line) and all(_is_prose(other) for other in following[:1]):
        return apart or _is_prose(table[-1])
    if apart and bullet(line):
        return True
    return apart and looks_like_heading(line, setting) and _heads_text(line, following, setting)


def _goes_on_in_source(table: Sequence[Line]) -> bool:
    """True inside a source of several lines."""
    named = next((i for i, line in enumerate(table[-4:]) if is_source(line)), None)
    return named is not None and not is_finished(table[-1])


def _heads_text(line: Line, following: Sequence[Line], setting: Setting) -> bool:
    """True for a heading over text, false for the bold head of a table."""
    if is_numbered_heading(line) or not following:
        return True
    if _is_prose(following[0]) or looks_like_heading(following[0], setting):
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


def _is_prose(line: Line) -> bool:
    count = len(line.words.split())
    return is_full(line, 0.7) and count > 6 and numbers_in(line.words) < 0.3 * count


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows of a table whose columns can't be told. A label of several lines belongs to the
    numbers below it; where there are no numbers, what stands apart is a row."""
    numeric = [_is_numeric(line) for line in lines]
    rows: list[list[Line]] = []
    for index, line in enumerate(lines):
        below = rows[-1] if rows else None
        if below is None or _begins_row(below, line, numeric[index], any(numeric)):
            rows.append([line])
        else:
            below.append(line)
    return rows


def _begins_row(row: Sequence[Line], line: Line, numeric: bool, numbers: bool) -> bool:
    last = row[-1]
    if last.words.endswith("-") and line.words[0].islower():
        return False
    if is_source(line) or _is_numeric(last):
        return True
    if numeric and not any(map(_is_numeric, row)):
        return False
    if numbers:
        return numbers_in(last.words) > 0 or line.words[0].isupper()
    return line.page != last.page or line.gap > 1.3 * last.size or line.words[0].isupper()


def _is_numeric(line: Line) -> bool:
    words = line.words.split()
    return bool(words) and numbers_in(line.words) >= 0.7 * len(words)


def head_of(rows: Sequence[TracedText]) -> TracedText | None:
    """The first row when it has words alone, over rows with numbers."""
    with_numbers = sum(numbers_in(row.text) > 0 for row in rows[1:])
    words = rows[0].text.split()
    heads = len(words) > 1 and not numbers_in(rows[0].text)
    return rows[0] if heads and with_numbers >= 0.5 * len(rows[1:]) > 0 else None
