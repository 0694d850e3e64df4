"""Traps of tables, each in a file that the test makes: one trap a test."""

from pathlib import Path

from reportlab.lib import colors
from reportlab.platypus import Paragraph

from tests.table_pdfs import (
    ACROSS,
    BODY,
    BOLD_HEAD,
    BY_YEAR,
    GOAL,
    GOALS,
    GRID,
    MONEY,
    MONEY_ROW,
    PLACES,
    RIGHT,
    TOP,
    Rows,
    caption,
    cell,
    lead_in,
    make,
    table,
)
from tests.test_parsing import sentences


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
