"""PDFs that tests make of pages that can't be read: scans, and fonts with wrong characters."""

from collections.abc import Sequence
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_PIXELS_A_POINT = 3
# Comes with ReportLab, and has å, ä and ö.
_FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def scanned_page(lines: Sequence[str]) -> Image.Image:
    """A sheet of paper with lines of text, as a scanner at 216 dots an inch sees it."""
    width, height = (int(side * _PIXELS_A_POINT) for side in A4)
    sheet = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(_FONT, size=12 * _PIXELS_A_POINT)
    for number, line in enumerate(lines):
        pen.text((210, 300 + number * 60), line, fill=0, font=font)
    return sheet


def make_scan(path: Path, pages: Sequence[Sequence[str]], *, header: str = "") -> Path:
    """Pages that are pictures; a page without lines is empty. `header` is set as text."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for lines in pages:
        if lines:
            canvas.drawImage(ImageReader(scanned_page(lines)), 0, 0, *A4)
        if header:
            canvas.drawString(70, 815, header)
        canvas.showPage()
    canvas.save()
    return path


def break_characters(path: Path) -> None:
    """Makes the bold font say other characters than its glyphs show: those that stand 29 before
    them, as in a TrueType font whose glyph numbers are taken for characters."""
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            described: DictionaryObject = font.get_object()
            if "Bold" in str(described["/BaseFont"]):
                stream = DecodedStreamObject()
                stream.set_data(_map_of_glyph_numbers().encode())
                described[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(path)


def _map_of_glyph_numbers() -> str:
    entries = [f"<{code:02x}> <{max(code - 29, 33):04x}>" for code in range(33, 127)]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(entries)} beginbfchar\n" + "\n".join(entries) + "\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
