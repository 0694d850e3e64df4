"""Pages drawn stroke by stroke, as no layout program would set them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Reason
from tests.pdfs import Line
from tests.test_parsing import parse

Draw = Callable[[Canvas], None]

THIRD = (
    "Nämnden följer varje kvartal upp hur många avvikelser som har rapporterats och vad "
    "verksamheterna har gjort åt dem. Resultatet lämnas till fullmäktige i den rapport som "
    "skrivs före årets slut och som alla medborgare kan läsa på kommunens webbplats."
)

FOURTH = (
    "Verksamheten går igenom sina rutiner vid en gemensam dag på hösten. Alla som arbetar där "
    "deltar, även vikarier som har anställts för längre tid än en månad, och resultatet skrivs "
    "ned i den plan som chefen har ansvar för under det år som följer."
)


def drawn(path: Path, *pages: Draw) -> Content:
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return parse(path)


def put(
    canvas: Canvas,
    lines: Sequence[Line],
    x: float,
    y: float,
    *,
    font: str = "Helvetica",
    size: float = 11.0,
) -> float:
    """Sets the lines from `y` down; gives the height below them."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, str(line))
        y -= 1.27 * size
    return y


def justified(canvas: Canvas, lines: Sequence[Line], x: float, y: float, width: float) -> None:
    """The last line is left as it is."""
    for index, line in enumerate(lines):
        words = str(line).split()
        natural = sum(pdfmetrics.stringWidth(word, "Helvetica", 11) for word in words)
        room = (width - natural) / max(1, len(words) - 1)
        at = x
        canvas.setFont("Helvetica", 11)
        for word in words:
            canvas.drawString(at, y, word)
            step = room if index < len(lines) - 1 else 3.06
            at += pdfmetrics.stringWidth(word, "Helvetica", 11) + step
        y -= 14


def left_out(content: Content, reason: Reason) -> list[str]:
    return [
        content.pages[gone.page - 1].text[gone.start : gone.end]
        for gone in content.left_out
        if gone.reason is reason
    ]
