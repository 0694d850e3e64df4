"""Traps of reading order: columns, boxes, margins, and what no reader of the page sees."""

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Reason, Role
from tests.drawing import FOURTH, THIRD, drawn, justified, left_out, put
from tests.pdfs import paragraph
from tests.test_parsing import LONG, OTHER, sentences, texts


def test_a_ligature_breaks_no_word(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        text = "Det \ufb01nns riktlinjer för hur personal \ufb02yttar hjälpmedel."
        put(canvas, [text, *paragraph(OTHER)], 70, 770, font="Vera", size=10)

    assert "Det finns riktlinjer för hur personal flyttar hjälpmedel." in sentences(
        drawn(tmp_path / "a.pdf", draw)
    )


@pytest.mark.parametrize("shift", [0.3, 1.0])
def test_text_drawn_twice_is_read_once(tmp_path: Path, shift: float) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ["Vården samordnas av regionen."], 70, 770, size=12)
        put(canvas, paragraph(" ".join((LONG, OTHER, THIRD, FOURTH))), 70, 740)
        # Right after each other pdfium itself reads them once.
        put(canvas, ["Vården samordnas av regionen."], 70 + shift, 770 - shift, size=12)

    content = drawn(tmp_path / "a.pdf", draw)
    assert texts(content).count("Vården samordnas av regionen.") == 1
    assert left_out(content, Reason.TWICE) == ["Vården samordnas av regionen."]


def test_the_same_words_on_two_lines_are_no_shadow(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ["Kommunen ansvarar för vården.", "Kommunen ansvarar för vården."], 70, 770)
        put(canvas, paragraph(OTHER), 70, 720)

    content = drawn(tmp_path / "a.pdf", draw)
    assert texts(content).count("Kommunen ansvarar för vården.") == 2


def test_text_outside_the_page_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ["rapport_slutlig.indd 3 2019-04-02 14:51"], 70, -20, size=6)
        put(canvas, paragraph(LONG), 70, 770)

    content = drawn(tmp_path / "a.pdf", draw)
    assert "indd" not in texts(content)
    assert left_out(content, Reason.OUTSIDE) == ["rapport_slutlig.indd 3 2019-04-02 14:51"]


def test_text_that_the_printer_trims_off_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTrimBox((40, 40, 555, 800))
        put(canvas, ["rapport_slutlig.indd 3"], 70, 15, size=6)
        put(canvas, paragraph(LONG), 70, 770)

    assert "indd" not in texts(drawn(tmp_path / "a.pdf", draw))


def test_a_line_that_runs_out_over_the_edge_is_whole(tmp_path: Path) -> None:
    long = "Kommunen ska varje år redovisa hur väl den når sina mål för äldreomsorgen i länet."

    def draw(canvas: Canvas) -> None:
        put(canvas, [long], 250, 770)
        put(canvas, paragraph(OTHER), 70, 720)

    assert long in sentences(drawn(tmp_path / "a.pdf", draw))


def test_wide_room_in_a_justified_column_divides_no_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        justified(canvas, paragraph(LONG, 150), 70, 770, 165)
        justified(canvas, paragraph(THIRD, 150), 260, 770, 165)

    content = drawn(tmp_path / "a.pdf", draw)
    assert {passage.role for passage in content.passages} == {Role.TEXT}
    for text in (LONG, THIRD):
        assert text in " ".join(sentences(content))


def test_a_margin_note_beside_a_heading_stays_out_of_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        heading = ["Föreskrifter och allmänna råd om buller", "från byggplatser;"]
        put(canvas, heading, 70, 760, font="Helvetica-Bold", size=13)
        put(canvas, ["Utkom från trycket", "den 22 december 2004"], 430, 760, size=8)
        put(canvas, [*paragraph(LONG, 330), *paragraph(THIRD, 330)], 70, 700)

    content = drawn(tmp_path / "a.pdf", draw)
    assert all("Utkom" not in " ".join(passage.section) for passage in content.passages)
    note = next(p for p in content.passages if "Utkom" in p.text)
    assert note.text == "Utkom från trycket den 22 december 2004"


def test_small_print_in_a_column_is_no_margin_note(tmp_path: Path) -> None:
    note = "Frågan behandlas i den gemensamma vägledningen från 2021."

    def draw(canvas: Canvas) -> None:
        put(canvas, [*paragraph(LONG, 210), *paragraph(OTHER, 210)], 60, 770)
        y = put(canvas, [*paragraph(THIRD, 210), *paragraph(FOURTH, 210)], 310, 770)
        put(
            canvas,
            ["1 Frågan behandlas i den gemensamma väg-", "ledningen från 2021."],
            310,
            y - 15,
            size=8,
        )

    assert note in " ".join(sentences(drawn(tmp_path / "a.pdf", draw)))


def test_terms_left_of_their_meaning_are_rows(tmp_path: Path) -> None:
    terms = ("depå", "cistern", "tankstation", "slangledning")

    def draw(canvas: Canvas) -> None:
        y = put(canvas, paragraph(LONG), 70, 770) - 10
        for term in terms:
            put(canvas, [term], 70, y, font="Helvetica-Oblique")
            meaning = f"Plats eller anordning som kallas {term} i den här författningen och som "
            y = put(canvas, [meaning, "omfattas av dess krav på kontroll."], 160, y) - 12

    content = drawn(tmp_path / "a.pdf", draw)
    assert not any(passage.role is Role.BOX for passage in content.passages)
    assert "cistern | Plats eller anordning som kallas cistern" in texts(content)


def test_a_short_heading_over_two_columns_parts_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ["1 Ansvar"], 60, 780, font="Helvetica-Bold", size=13)
        put(canvas, paragraph(LONG, 210), 60, 750)
        put(canvas, paragraph(OTHER, 210), 310, 750)
        put(canvas, ["2 Uppföljning"], 60, 590, font="Helvetica-Bold", size=13)
        put(canvas, paragraph(THIRD, 210), 60, 560)
        put(canvas, paragraph(FOURTH, 210), 310, 560)

    content = drawn(tmp_path / "a.pdf", draw)
    first = " ".join(p.text for p in content.passages if p.section == ("1 Ansvar",))
    assert LONG.split(".")[0] in first
    assert OTHER.split(".")[0] in first
    assert FOURTH.split(".")[0] not in first


def test_paragraphs_in_two_languages_are_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = 770.0
        for left, right in ((LONG, THIRD), (OTHER, FOURTH), (THIRD, LONG)):
            put(canvas, paragraph(left, 210), 60, y)
            y = put(canvas, paragraph(right, 210), 310, y) - 40

    content = drawn(tmp_path / "a.pdf", draw)
    assert {passage.role for passage in content.passages} == {Role.TEXT}
