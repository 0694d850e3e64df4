"""PDFs that tests make: each one trap, set with ReportLab line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

LEADING = 14.0
BODY = ("Helvetica", 11.0)
HEADING = "Helvetica-Bold"


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space between lines, in points."""

    points: float = LEADING


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    size: float = 14.0


Line = str | Heading | Gap


def make_pdf(
    path: Path,
    pages: Sequence[Sequence[Line]],
    *,
    header: str = "",
    footer: str = "",
    title: str = "",
    author: str = "",
) -> Path:
    """`header` and `footer` may hold {page}. Lines are set from the top, one a string."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        if header:
            canvas.drawString(70, 810, header.format(page=number))
        if footer:
            canvas.drawString(70, 30, footer.format(page=number))
        _set(canvas, lines)
        canvas.showPage()
    canvas.save()
    return path


def _set(canvas: Canvas, lines: Sequence[Line]) -> None:
    y = 770.0
    for line in lines:
        match line:
            case Gap(points):
                y -= points
                continue
            case Heading(text, size):
                font = HEADING
            case text:
                font, size = BODY
        canvas.setFont(font, size)
        canvas.drawString(70, y, text)
        y -= LEADING


def paragraph(text: str, width: float = 430.0) -> list[Line]:
    """Running text broken into lines that fill the width, without hyphens."""
    font, size = BODY
    lines: list[Line] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]
