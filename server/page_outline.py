"""A page as a small picture, and boxes round stretches of its characters."""

import base64
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from ingest.characters import PDFIUM_LOCK
from server.proof import Run

# 1.3 pixels a point shows an A4 page at 774 by 1095 pixels: readable, at half a window's width.
_SCALE = 1.3
_MOST_PIXELS = 2400
_PADDING = 1.5
_QUALITY = 78
# In heights of the line: wider than the blanks of a justified line is between columns.
_WIDEST_BLANK = 3.0

Points = tuple[float, float, float, float]
"""Left, bottom, right, top in page points."""


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels from the picture's upper left corner."""

    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """The picture as a data URI, and for each group of runs its boxes, one a line."""

    image: str
    width: int
    height: int
    boxes: tuple[tuple[Box, ...], ...]


def page_outline(pdf: Path | bytes, number: int, groups: Sequence[Sequence[Run]]) -> Outline:
    """The page, counted from 1, with the places of each group of runs on it."""
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        page = document[number - 1]
        bitmap = page.render(scale=min(_SCALE, _MOST_PIXELS / max(page.get_size())))
        # The converter knows of turned and cropped pages.
        converter = bitmap.get_posconv(page)
        text = page.get_textpage()
        boxes = tuple(
            tuple(_box(converter, line) for line in _lines(_rectangles(text, runs)))
            for runs in groups
        )
        image = bitmap.to_pil().convert("RGB")
    return Outline(_data_uri(image), image.width, image.height, boxes)


def _rectangles(text: pdfium.PdfTextPage, runs: Iterable[Run]) -> Iterable[Points]:
    for first, count in runs:
        for index in range(text.count_rects(first, count)):
            left, bottom, right, top = text.get_rect(index)
            if right > left and top > bottom:
                yield left, bottom, right, top


def _lines(rectangles: Iterable[Points]) -> list[Points]:
    """Joins what follows on one line: pdfium gives a rectangle for each piece that was set."""
    lines: list[Points] = []
    for one in rectangles:
        if lines and _goes_on(lines[-1], one):
            last = lines[-1]
            lines[-1] = (
                min(last[0], one[0]),
                min(last[1], one[1]),
                max(last[2], one[2]),
                max(last[3], one[3]),
            )
        else:
            lines.append(one)
    return lines


def _goes_on(last: Points, one: Points) -> bool:
    height = min(last[3] - last[1], one[3] - one[1])
    shared = min(last[3], one[3]) - max(last[1], one[1])
    gap = max(last[0], one[0]) - min(last[2], one[2])
    return shared > 0.5 * height and gap < _WIDEST_BLANK * height


def _box(converter: pdfium.PdfPosConv, points: Points) -> Box:
    left, bottom, right, top = points
    x1, y1 = converter.to_bitmap(left - _PADDING, bottom - _PADDING)
    x2, y2 = converter.to_bitmap(right + _PADDING, top + _PADDING)
    return Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def _data_uri(image: Image.Image) -> str:
    """The smaller of PNG and WebP: drawn pages and scanned ones differ."""
    kinds = {"png": _encoded(image, "PNG", compress_level=6)}
    kinds["webp"] = _encoded(image, "WEBP", quality=_QUALITY, method=2)
    kind = min(kinds, key=lambda name: len(kinds[name]))
    return f"data:image/{kind};base64,{base64.b64encode(kinds[kind]).decode('ascii')}"


def _encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
