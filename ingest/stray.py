"""Text that is set as a heading is: the first line of a paragraph by mistake, a whole paragraph
or list in bold, the larger lines that a chapter opens with."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.headings import bullet
from ingest.lines import Line
from ingest.setting import Setting, is_full, leaves_room

_RUN_IN = re.compile(r"[^\W\d_)]\)?: [A-ZÅÄÖ]")
_ENDS_TEXT = re.compile(r"(?<!\bm\.fl)(?<!\bm\.m)[.:!]$")
# Two lines of a heading may look finished; three or more are text.
_LEAST_LINES = 3


def without_stray_setting(lines: Sequence[Line], setting: Setting) -> list[Line]:
    """The lines, those of text in the setting of the page's text."""
    calm = list(lines)
    for index, (line, below) in enumerate(itertools.pairwise(lines)):
        goes_on = line.page == below.page and 0 < below.gap < 1.2 * setting.leading
        bolder = line.bold and not below.bold and line.level is None
        if not (goes_on and bolder) or line.words.isupper():
            continue
        # It fills its line, or leads in with "Skälen: ", and the text goes on right below it.
        led_in = _RUN_IN.search(line.words) and below.words[0].islower()
        if led_in or (not leaves_room(line, below) and is_full(below)):
            calm[index] = replace(line, bold=False, size=below.size)
    for run in _runs(lines):
        if _is_text([lines[index] for index in run]):
            for index in run:
                calm[index] = _plain(calm[index], setting)
    return calm


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Indexes of lines that stand close below each other and look alike."""
    run: list[int] = []
    for index, line in enumerate(lines):
        above = lines[index - 1] if run else None
        if above is None or not _alike(above, line):
            if run:
                yield run
            run = []
        run.append(index)
    if run:
        yield run


def _alike(above: Line, line: Line) -> bool:
    close = above.page == line.page and 0 < line.gap < 1.5 * line.size
    return close and (above.size, above.bold) == (line.size, line.bold)


def _is_text(run: Sequence[Line]) -> bool:
    if len(run) < 2 or any(line.level is not None or line.words.isupper() for line in run):
        return False
    if bullet(run[0]):
        return True
    return len(run) >= _LEAST_LINES and bool(_ENDS_TEXT.search(run[-1].words))


def _plain(line: Line, setting: Setting) -> Line:
    body = setting.body_size.get(line.page, line.size)
    return replace(line, bold=False, size=min(line.size, 1.07 * body))
