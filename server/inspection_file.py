"""`belagg inspect`: one PDF read, and shown page by page in one HTML file.

No index and no model. One page's picture at a time is held, as the file is written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.catalogue import stated_of
from ingest.description import describe
from ingest.document import Content, Role
from ingest.errors import NoDocumentsError
from ingest.parsing import ParsedFile, parse_pdf
from ingest.reading import reading_of
from server.errors import InvalidPagesError
from server.html_file import write_html
from server.inspection import PageReading, page_readings
from server.page_outline import Box, Outline, page_outline

_TAB_WIDTH, _TAB_HEIGHT = 24, 15
_SUFFIX = "-granskning.html"
_RANGE = re.compile(r"(\d+)?\s*(?:([-–])\s*(\d+)?)?")
_FIELDS = {
    "title": "titeln",
    "publisher": "utgivaren",
    "year": "året",
    "kind": "slaget",
    "numbers": "beteckningarna",
    "validity": "giltigheten",
    "edition": "utgåvan",
    "replaces": "vad det ersätter",
}


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with its picture, and the boxes of each group in the order of its reading."""

    reading: PageReading
    outline: Outline

    @property
    def passage_boxes(self) -> tuple[tuple[Box, ...], ...]:
        return self.outline.boxes[: len(self.reading.passages)]

    @property
    def tabs(self) -> tuple[Box | None, ...]:
        """Where each passage's number goes: left of its first line, clear of other text."""
        return tuple(_tab(boxes, self.passage_boxes) for boxes in self.passage_boxes)

    @property
    def left_out_boxes(self) -> tuple[tuple[Box, ...], ...]:
        return self.outline.boxes[len(self.reading.passages) : -2]

    @property
    def heading_boxes(self) -> tuple[Box, ...]:
        return self.outline.boxes[-2]

    @property
    def lost_boxes(self) -> tuple[Box, ...]:
        return self.outline.boxes[-1]


def _tab(boxes: Sequence[Box], groups: Iterable[Sequence[Box]]) -> Box | None:
    if not boxes:
        return None
    x, y = boxes[0].x, boxes[0].y
    tab = Box(x - _TAB_WIDTH - 2, y, _TAB_WIDTH, _TAB_HEIGHT)
    for box in sorted((box for group in groups for box in group), key=lambda box: -box.x):
        # Half a line's height: the boxes of neighbouring lines may touch.
        if tab.overlaps(replace(box, height=box.height // 2)):
            tab = replace(tab, x=box.x - _TAB_WIDTH - 2)
    return replace(tab, x=max(tab.x, 0))


def default_name(pdf: Path) -> Path:
    """Beside where the command is run, named after the PDF."""
    return Path(f"{pdf.stem}{_SUFFIX}")


def write_inspection(pdf: Path, output: Path, pages: str | None = None) -> None:
    """Raises UnreadableFileError, NoDocumentsError, InvalidPagesError, OutputError."""
    if not pdf.is_file():
        raise NoDocumentsError(f"{pdf} finns inte eller är ingen fil. Ange en PDF-fil.")
    write_parsed(parse_pdf(pdf), pdf, output, pages)


def write_parsed(parsed: ParsedFile, pdf: Path, output: Path, pages: str | None = None) -> None:
    """The same of a file that has been read."""
    content = parsed.content
    readings = page_readings(content, _wanted(pages, len(content.pages)))
    description = describe(parsed.clues, pdf, stated_of(pdf))
    write_html(
        output,
        "inspection.html",
        file=pdf.name,
        id=parsed.id,
        description=description,
        guessed=[_FIELDS[field] for field in description.guessed],
        content=content,
        roles=_roles(content),
        reading=reading_of(content),
        readings=readings,
        pages=_shown(parsed.readable or pdf, readings),
    )


def _wanted(pages: str | None, count: int) -> frozenset[int]:
    """ "3-5,8" → 3, 4, 5, 8. A range may be open: "7-"."""
    if pages is None:
        return frozenset(range(1, count + 1))
    wanted: set[int] = set()
    for part in pages.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None or not part.strip(" -–"):
            raise InvalidPagesError(
                f"--pages {pages} går inte att tolka. Skriv till exempel 3-7 eller 1,4,9-."
            )
        first = int(match[1] or 1)
        last = int(match[3] or count) if match[2] else first
        if not 1 <= first <= last <= count:
            raise InvalidPagesError(
                f"--pages {pages}: filen har sidorna 1–{count}, och ett intervall börjar med "
                "den lägsta."
            )
        wanted.update(range(first, last + 1))
    return frozenset(wanted)


def _shown(pdf: Path | bytes, readings: list[PageReading]) -> Iterator[ShownPage]:
    for reading in readings:
        groups = [
            *(placed.runs for placed in reading.passages),
            *([stray.run] for stray in reading.left_out),
            [stray.run for stray in reading.headings],
            [stray.run for stray in reading.lost],
        ]
        yield ShownPage(reading, page_outline(pdf, reading.page.number, groups))


def _roles(content: Content) -> dict[Role, int]:
    """The roles in the document and how many passages have each, in the order of Role."""
    found = [passage.role for passage in content.passages]
    return {role: found.count(role) for role in Role if role in found}
