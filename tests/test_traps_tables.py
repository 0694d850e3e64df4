"""Traps of tables, each in a file that the test makes: one trap a test."""

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
from tests.test_parsing import LONG, OTHER, check_invariants, parse, sentences

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


def test_a_row_of_a_grid_carries_headings_and_caption(tmp_path: Path) -> None:
    content = make(tmp_path / "a.pdf", caption(), table(PLACES, GRID, BOLD_HEAD))
    row = "Exempelkommunen | Platser: 120 | Andel: 48"
    assert lead_in(content, row) == "Tabell 1. Platser per kommun."


def test_rows_between_a_head_rule_and_a_foot_rule_are_rows(tmp_path: Path) -> None:
    rules = [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ]
    assert MONEY_ROW in sentences(make(tmp_path / "a.pdf", table(MONEY, RIGHT, *rules)))


def test_a_head_above_the_first_rule_heads_the_columns(tmp_path: Path) -> None:
    assert MONEY_ROW in sentences(make(tmp_path / "a.pdf", table(MONEY, RIGHT, ACROSS)))


def test_a_table_without_rules_keeps_numbers_whole(tmp_path: Path) -> None:
    assert MONEY_ROW in sentences(make(tmp_path / "a.pdf", table(MONEY, RIGHT)))


def test_banded_rows_are_rows(tmp_path: Path) -> None:
    bands = ("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.lightgrey, colors.white])
    assert MONEY_ROW in sentences(make(tmp_path / "a.pdf", table(MONEY, RIGHT, bands)))


BY_YEAR = [
    ["Kommun", "2022", "", "2023", ""],
    ["", "Kvinnor", "Män", "Kvinnor", "Män"],
    ["Exempelkommunen", "12", "10", "13", "11"],
    ["Grankommunen", "8", "", "9", "7"],
    ["Sjökommunen", "8", "9", "9", "7"],
]


def test_a_heading_over_merged_columns_belongs_to_each(tmp_path: Path) -> None:
    spans = [
        ("SPAN", (1, 0), (2, 0)),
        ("SPAN", (3, 0), (4, 0)),
        ("SPAN", (0, 0), (0, 1)),
    ]
    content = make(tmp_path / "a.pdf", table(BY_YEAR, GRID, *spans))
    row = "Exempelkommunen | 2022 Kvinnor: 12 | 2022 Män: 10 | 2023 Kvinnor: 13 | 2023 Män: 11"
    assert row in sentences(content)


def test_an_empty_cell_stays_empty(tmp_path: Path) -> None:
    content = make(tmp_path / "a.pdf", table(BY_YEAR, GRID, ("SPAN", (1, 0), (2, 0))))
    assert any(s.startswith("Grankommunen |") and "Män: 9" not in s for s in sentences(content))


def test_a_heading_centred_over_columns_without_rules_belongs_to_each(tmp_path: Path) -> None:
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    centred = ("ALIGN", (1, 0), (-1, -1), "CENTER")
    content = make(tmp_path / "a.pdf", table(BY_YEAR, *spans, centred))
    row = "Sjökommunen | 2022 Kvinnor: 8 | 2022 Män: 9 | 2023 Kvinnor: 9 | 2023 Män: 7"
    assert row in sentences(content)


def test_a_label_that_spans_rows_stands_in_each(tmp_path: Path) -> None:
    rows = [
        ["Område", "Mål", "Ansvarig"],
        ["Hälsa", cell("Alla ska ha en fast läkare."), "Regionen"],
        ["", cell("Väntetiden ska minska."), "Regionen"],
        ["Omsorg", cell("Hemtjänsten ska ge kontinuitet."), "Kommunen"],
    ]
    made = table(rows, GRID, BOLD_HEAD, ("SPAN", (0, 1), (0, 2)), widths=[80, 200, 100])
    row = "Hälsa | Mål: Väntetiden ska minska. | Ansvarig: Regionen"
    assert row in sentences(make(tmp_path / "a.pdf", made))


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


def test_wrapped_cells_between_rules_across_are_joined(tmp_path: Path) -> None:
    made = table(GOALS, ACROSS, BOLD_HEAD, TOP, widths=[120, 200, 80])
    assert GOAL in sentences(make(tmp_path / "a.pdf", made))


def test_wrapped_cells_without_rules_are_joined(tmp_path: Path) -> None:
    made = table(GOALS, BOLD_HEAD, TOP, widths=[120, 200, 80])
    assert GOAL in sentences(make(tmp_path / "a.pdf", made))


def test_a_label_across_the_table_heads_the_rows_below_it(tmp_path: Path) -> None:
    rows = [
        ["Verksamhet", "2022", "2023"],
        ["Äldreomsorg", "", ""],
        ["Hemtjänst", "10", "12"],
        ["Särskilt boende", "20", "22"],
        ["Skola", "", ""],
        ["Förskola", "30", "31"],
        ["Summa", "60", "65"],
    ]
    bold = [("FONTNAME", (0, row), (-1, row), "Helvetica-Bold") for row in (1, 4)]
    spans = [("SPAN", (0, row), (-1, row)) for row in (1, 4)]
    found = sentences(make(tmp_path / "a.pdf", table(rows, GRID, BOLD_HEAD, *bold, *spans)))
    assert "Äldreomsorg | Särskilt boende | 2022: 20 | 2023: 22" in found
    assert "Skola | Förskola | 2022: 30 | 2023: 31" in found
    assert "Summa | 2022: 60 | 2023: 65" in found


def test_a_caption_below_its_table_leads_it_in(tmp_path: Path) -> None:
    below = Paragraph("Tabell 1. Platser per kommun.", BODY)
    content = make(tmp_path / "a.pdf", table(PLACES, GRID, BOLD_HEAD), below)
    row = "Exempelkommunen | Platser: 120 | Andel: 48"
    assert lead_in(content, row) == "Tabell 1. Platser per kommun."


def test_a_sentence_about_a_table_is_no_caption(tmp_path: Path) -> None:
    said = "Tabell 5 redovisar antalet platser i kommunerna."
    content = make(tmp_path / "a.pdf", cell(said), table(PLACES, GRID, BOLD_HEAD))
    assert lead_in(content, "Exempelkommunen | Platser: 120 | Andel: 48") == ""


def test_the_source_below_a_table_stays_with_it(tmp_path: Path) -> None:
    source = Paragraph("Källa: Kommunernas egna uppgifter.", BODY)
    content = make(tmp_path / "a.pdf", caption(), table(PLACES, GRID, BOLD_HEAD), source)
    assert any("Grankommunen" in p.text and "Källa:" in p.text for p in content.passages)


def test_a_raised_note_mark_is_no_digit_of_the_value(tmp_path: Path) -> None:
    rows: Rows = [
        ["Kommun", "Platser", "Andel"],
        ["Exempelkommunen", cell("120<super>1</super>"), "48"],
        ["Grankommunen", "80", "32"],
    ]
    note = Paragraph("<super>1</super> Uppgiften avser maj månad.", BODY)
    made = table(rows, GRID, BOLD_HEAD, widths=[120, 80, 80])
    content = make(tmp_path / "a.pdf", made, note)
    assert "Exempelkommunen | Platser: 120 | Andel: 48" in sentences(content)


def test_raised_digits_that_no_note_answers_stay(tmp_path: Path) -> None:
    rows: Rows = [["Ämne", "Halt"], ["Bly", cell("120<super>7</super>")], ["Zink", "80"]]
    content = make(tmp_path / "a.pdf", table(rows, GRID, BOLD_HEAD, widths=[120, 80]))
    assert "Bly | Halt: 1207" in sentences(content)


MANY = [[f"Kommun nummer {i}", str(100 + i), str(i)] for i in range(70)]


def test_repeated_headings_on_the_next_page_are_headings(tmp_path: Path) -> None:
    made = Table([PLACES[0], *MANY], repeatRows=1, style=[GRID, BOLD_HEAD])
    content = make(tmp_path / "a.pdf", caption(), made)
    row = "Kommun nummer 60 | Platser: 160 | Andel: 60"
    assert lead_in(content, row) == "Tabell 1. Platser per kommun."
    assert not any("Platser: Platser" in s for s in sentences(content))


def test_a_table_that_goes_on_without_headings_keeps_them(tmp_path: Path) -> None:
    made = Table([PLACES[0], *MANY], repeatRows=0, style=[GRID, BOLD_HEAD])
    content = make(tmp_path / "a.pdf", caption(), made)
    row = "Kommun nummer 60 | Platser: 160 | Andel: 60"
    assert lead_in(content, row) == "Tabell 1. Platser per kommun."


def test_another_table_does_not_take_over_headings(tmp_path: Path) -> None:
    other = [["Hemtjänst", "Anna Ek", "Nord"], ["Skola", "Bo Al", "Syd"], ["Vård", "Eva Å", "Öst"]]
    first, second = table(PLACES, GRID, BOLD_HEAD), table(other, GRID)
    content = make(tmp_path / "a.pdf", first, Paragraph(OTHER, BODY), Spacer(1, 12), second)
    assert not any("Platser: Bo Al" in s for s in sentences(content))


def test_labels_with_colons_are_paired_with_their_values(tmp_path: Path) -> None:
    rows = [["Diarienummer:", "KS 2024/12"], ["Handläggare:", "Anna Ek"], ["Datum:", "2024-03-01"]]
    assert "Handläggare: | Anna Ek" in sentences(make(tmp_path / "a.pdf", table(rows)))


def test_a_word_broken_in_a_narrow_cell_is_whole(tmp_path: Path) -> None:
    rows = [["Nr", "Stat\nus", "Projekt"], ["1", "Ny", "Badhus"], ["2", "Ny", "Bibliotek"]]
    content = make(tmp_path / "a.pdf", table(rows, GRID, BOLD_HEAD))
    assert "1 | Status: Ny | Projekt: Badhus" in sentences(content)


def test_a_list_with_its_signs_apart_is_no_table(tmp_path: Path) -> None:
    rows = [["•", "Elförsörjning"], ["•", "Värmeförsörjning"], ["•", "Livsmedelsförsörjning"]]
    content = make(tmp_path / "a.pdf", table(rows, widths=[30, 300]))
    assert not any("|" in passage.text for passage in content.passages)


def test_a_column_with_few_values_is_a_column(tmp_path: Path) -> None:
    rows = [
        ["Ämne", "Halt", "Anm.", "År"],
        ["Anilin", "1", "", "2018"],
        ["Etanol", "5", "", "2019"],
    ]
    rows += [
        ["Bensen", "2", "C", "2020"],
        ["Aceton", "9", "", "2021"],
        ["Myrsyra", "3", "", "2022"],
    ]
    content = make(tmp_path / "a.pdf", table(rows, ACROSS, BOLD_HEAD, widths=[90, 60, 60, 60]))
    found = sentences(content)
    assert "Bensen | Halt: 2 | Anm.: C | År: 2020" in found
    assert "Aceton | Halt: 9 | År: 2021" in found


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


def test_the_numbers_of_a_chart_are_no_sentences(tmp_path: Path) -> None:
    below = Paragraph("Diagram 2. Antal vårdplatser per år.", BODY)
    content = make(tmp_path / "a.pdf", bars(), below)
    assert not any(s.strip(" |").replace(" ", "").isdigit() for s in sentences(content))
    assert "Diagram 2. Antal vårdplatser per år." in sentences(content)


def test_a_chart_keeps_its_numbers_in_the_text(tmp_path: Path) -> None:
    content = make(tmp_path / "a.pdf", caption("Figur 2. Vårdplatser per år."), bars())
    assert any("2019 | 2020 | 2021 | 2022" in passage.text for passage in content.passages)


def test_a_label_centred_beside_wrapped_cells_stays_with_them(tmp_path: Path) -> None:
    middle = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    made = table(GOALS, ACROSS, BOLD_HEAD, middle, widths=[120, 110, 80])
    assert GOAL in sentences(make(tmp_path / "a.pdf", made))


def test_a_table_set_on_in_the_next_columns_is_one(tmp_path: Path) -> None:
    rows = [[*PLACES[0], *PLACES[0]], [*PLACES[1], *PLACES[2]], [*PLACES[3], "Strandby", "7", "3"]]
    found = sentences(make(tmp_path / "a.pdf", table(rows, BOLD_HEAD)))
    assert "Strandby | Platser: 7 | Andel: 3" in found
    assert "Sjökommunen | Platser: 50 | Andel: 20" in found
