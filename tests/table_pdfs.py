"""Tables between two paragraphs of running text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from ingest.document import Content
from tests.test_parsing import LONG, OTHER, check_invariants, parse

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13)

CAPTION = ParagraphStyle("caption", parent=BODY, fontName="Helvetica-Bold", spaceBefore=10)

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)

BOLD_HEAD = ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")

ACROSS = ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)

Rows = Sequence[Sequence[Any]]

PLACES = [
    ["Kommun", "Platser", "Andel"],
    ["Exempelkommunen", "120", "48"],
    ["Grankommunen", "80", "32"],
    ["Sjökommunen", "50", "20"],
]


def make(path: Path, *flowables: Flowable) -> Content:
    text = Paragraph(LONG, BODY)
    story = [text, Spacer(1, 14), *flowables, Spacer(1, 24), Paragraph(OTHER, BODY)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=True).build(story)
    content = parse(path)
    check_invariants(content)
    return content


def table(rows: Rows, *style: tuple[Any, ...], widths: Sequence[float] | None = None) -> Table:
    made = Table(rows, colWidths=widths, hAlign="LEFT")
    made.setStyle([("FONTSIZE", (0, 0), (-1, -1), 10), *style])
    return made


def cell(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def lead_in(content: Content, row: str) -> str:
    for sentence in content.sentences:
        passage = next(p for p in content.passages if p.id == sentence.passage_id)
        if passage.text[sentence.start : sentence.end] == row and sentence.lead_in:
            return passage.text[slice(*sentence.lead_in)]
    return ""


def caption(text: str = "Tabell 1. Platser per kommun.") -> Paragraph:
    return Paragraph(text, CAPTION)


MONEY = [
    ["Verksamhet", "Utfall 2022", "Utfall 2023", "Budget 2024"],
    ["Äldreomsorg", "62 014", "64 220", "–1 250"],
    ["Individ- och familjeomsorg", "12 300", "11 950", "12 100"],
    ["Summa", "74 314", "76 170", "10 850"],
]

RIGHT = ("ALIGN", (1, 0), (-1, -1), "RIGHT")

MONEY_ROW = "Äldreomsorg | Utfall 2022: 62 014 | Utfall 2023: 64 220 | Budget 2024: –1 250"

BY_YEAR = [
    ["Kommun", "2022", "", "2023", ""],
    ["", "Kvinnor", "Män", "Kvinnor", "Män"],
    ["Exempelkommunen", "12", "10", "13", "11"],
    ["Grankommunen", "8", "", "9", "7"],
    ["Sjökommunen", "8", "9", "9", "7"],
]

GOALS = [
    ["Mål", "Aktivitet", "Ansvar"],
    [
        cell("Alla ska ha en fast läkarkontakt i länet"),
        cell("Regionen ska ge alla listade patienter en namngiven fast läkarkontakt under året"),
        "Regionen",
    ],
    [
        cell("Väntetiderna ska minska i hela länet"),
        cell("Mottagningarna ska ha öppet på kvällar och helger"),
        "Kommunen",
    ],
    [
        cell("Hemtjänsten ska ge god kontinuitet"),
        cell("Högst tio personer ska komma hem till var och en"),
        "Kommunen",
    ],
]

GOAL = (
    "Väntetiderna ska minska i hela länet | "
    "Aktivitet: Mottagningarna ska ha öppet på kvällar och helger | Ansvar: Kommunen"
)

TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")

MANY = [[f"Kommun nummer {i}", str(100 + i), str(i)] for i in range(70)]


def bars() -> Drawing:
    chart = VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 50, 50, 300, 125
    chart.data = [(13, 5, 20, 22), (14, 6, 21, 23)]
    chart.categoryAxis.categoryNames = ["2019", "2020", "2021", "2022"]
    chart.valueAxis.valueMin, chart.valueAxis.valueMax, chart.valueAxis.valueStep = 0, 30, 5
    chart.barLabelFormat = "%d"
    drawing = Drawing(400, 200)
    drawing.add(chart)
    return drawing
