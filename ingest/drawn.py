"""How much of a page is drawn without being characters: pictures, outlines, unreadable fonts."""

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

# Half a pixel a point, in cells of 4 by 4 pixels: a cell is about a letter's height.
_SCALE = 0.5
_CELL = 4
_CONTRAST = 40
# A sheet that was scanned is one picture, and may hold no more than two lines.
_SHEET = 0.8
_SPECK = 0.001
# In square points: sixteen times the largest sheet of ISO 216. No paper is larger.
_MOST_AREA = 2e8


def picture_share(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> float:
    """The share of the page that is neither even in colour nor under a character; of a scanned
    sheet, all of it.

    Measured on the rendered page, so it doesn't matter how a thing is drawn; an even ground and
    an empty page count nothing, nor do rules: a rule varies across or down, letters do both.
    """
    width, height = page.get_size()
    if not (width > 0 and height > 0 and width * height < _MOST_AREA):
        return 0.0
    bitmap = page.render(scale=_SCALE, grayscale=True)
    pixels = np.asarray(bitmap.to_pil().convert("L"), dtype=np.int16)
    covered = np.zeros(pixels.shape, dtype=bool)
    converter = bitmap.get_posconv(page)
    for left, bottom, right, top in _boxes(text):
        x1, y1 = converter.to_bitmap(left, bottom)
        x2, y2 = converter.to_bitmap(right, top)
        top_row, first_column = max(0, min(y1, y2) - 1), max(0, min(x1, x2) - 1)
        covered[top_row : max(y1, y2) + 2, first_column : max(x1, x2) + 2] = True
    cells, under = _cells(pixels), _cells(covered)
    if not cells.size:
        return 0.0
    across, down = np.ptp(cells, axis=3).max(axis=1), np.ptp(cells, axis=1).max(axis=2)
    drawn = (across > _CONTRAST) & (down > _CONTRAST)
    share = float(np.mean(drawn & ~under.any(axis=(1, 3))))
    return max(share, _sheet_share(page)) if share > _SPECK else share


def _sheet_share(page: pdfium.PdfPage) -> float:
    """The share of the page under its largest picture, if that is nearly all."""
    left, bottom, right, top = page.get_bbox()
    shares = [0.0]
    for picture in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]):
        x1, y1, x2, y2 = picture.get_bounds()
        width, height = min(x2, right) - max(x1, left), min(y2, top) - max(y1, bottom)
        shares.append(max(width, 0) * max(height, 0) / ((right - left) * (top - bottom)))
    return max(shares) if max(shares) >= _SHEET else 0.0


def _boxes(text: pdfium.PdfTextPage) -> list[tuple[float, float, float, float]]:
    """Of the characters that say something, in page points."""
    boxes = []
    for index in range(text.count_chars()):
        code = pdfium.raw.FPDFText_GetUnicode(text, index)
        if code > 0x20 and code not in (0xFFFD, 0xFFFE, 0xFFFF):
            boxes.append(text.get_charbox(index))
    return boxes


def _cells(grid: NDArray[np.generic]) -> NDArray[np.generic]:
    """As (rows, cell, columns, cell), without the odd pixels at the edges."""
    rows, columns = grid.shape[0] // _CELL, grid.shape[1] // _CELL
    return grid[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
