"""A page as a picture, with quotes marked on it."""

import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from ingest.characters import PDFIUM_LOCK
from server.proof import Run

# 1.6 pixels a point shows an A4 page at 952 by 1347 pixels: sharp at reading width.
_SCALE = 1.6
# A sheet of A0 at that scale; what is larger is drawn coarser.
_MOST_PIXELS = 21_000_000
_MARKER = (255, 226, 92)
_MARGIN = 1.5
_COVERING = (64, 64, 64)
# Of a line's height: about two digits.
_SLACK = 1.0

Encoding = Literal["PNG", "WEBP"]

# Both keep every pixel. WebP is about a quarter of the size at a third more time; its slower
# methods gain nothing.
_OPTIONS: dict[Encoding, dict[str, int | bool]] = {
    "PNG": {"compress_level": 4},
    "WEBP": {"lossless": True, "method": 1},
}

Corners = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def scale_of(width: float, height: float) -> float:
    """Pixels a point for a page of this size in points."""
    return min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))


def page_image(
    pdf: Path,
    number: int,
    runs: Iterable[Run],
    encoding: Encoding = "PNG",
    *,
    hidden: Iterable[Run] = (),
    recognised: bool = False,
) -> bytes:
    """The page, counted from 1, with runs of characters marked in yellow or painted over.

    `recognised` tells that pdfium's places are those of OCR, which are only about right.
    """
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        page = document[number - 1]
        # What isn't read as text can't be covered where it should be: notes and filled-in fields
        # are left out.
        bitmap = page.render(scale=scale_of(*page.get_size()), draw_annots=False)
        # The converter knows of turned and cropped pages.
        converter = bitmap.get_posconv(page)
        text = page.get_textpage()
        boxes = [_on_image(converter, box) for run in runs for box in _boxes(text, *run)]
        covers = [_on_image(converter, box) for run in hidden for box in _boxes(text, *run)]
        image = bitmap.to_pil().convert("RGB")
    marked = _covered(_marked(image, boxes), covers, _SLACK if recognised else 0.0)
    out = io.BytesIO()
    marked.save(out, encoding, **_OPTIONS[encoding])
    return out.getvalue()


def _boxes(text: pdfium.PdfTextPage, first: int, count: int) -> list[tuple[float, ...]]:
    """One box a line: left, bottom, right, top in page points."""
    return [text.get_rect(i) for i in range(text.count_rects(first, count))]


def _on_image(converter: pdfium.PdfPosConv, box: Sequence[float]) -> Corners:
    left, bottom, right, top = box
    x1, y1 = converter.to_bitmap(left - _MARGIN, bottom - _MARGIN)
    x2, y2 = converter.to_bitmap(right + _MARGIN, top + _MARGIN)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _marked(image: Image.Image, boxes: Sequence[Corners]) -> Image.Image:
    """As a felt pen does it: the colour multiplied in, so that the letters stay black."""
    if not boxes:
        return image
    layer = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        pen.rectangle(box, fill=_MARKER)
    return ImageChops.multiply(image, layer)


def _covered(image: Image.Image, boxes: Sequence[Corners], slack: float) -> Image.Image:
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        more = round(slack * min(right - left, bottom - top))
        pen.rectangle((left - more, top, right + more, bottom), fill=_COVERING)
    return image
