"""Traps of reading order: columns, boxes, margins, and what no reader of the page sees."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Reason, Role
from tests.pdfs import Line, paragraph
from tests.test_parsing import LONG, OTHER, parse, sentences, texts

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


def test_a_box_is_called_what_the_bar_above_it_says(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, paragraph(LONG), 70, 770)
        canvas.setFillGray(0.4)
        canvas.rect(70, 640, 300, 20, stroke=0, fill=1)
        canvas.setFillGray(0.9)
        canvas.rect(70, 560, 300, 79, stroke=0, fill=1)
        canvas.setFillGray(0)
        put(canvas, ["Avtalstid"], 190, 646, font="Helvetica-Bold", size=12)
        put(canvas, paragraph("Avtalet gäller från den 1 mars till den sista maj.", 280), 75, 620)
        put(canvas, paragraph(OTHER), 70, 520)

    content = drawn(tmp_path / "a.pdf", draw)
    box = next(p for p in content.passages if p.role is Role.BOX)
    assert box.section[-1] == "Avtalstid"
    assert box.text == "Avtalet gäller från den 1 mars till den sista maj."
    assert all("Avtalstid" not in p.section for p in content.passages if p.role is Role.TEXT)


def test_a_box_is_called_what_stands_large_beside_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, paragraph(LONG), 70, 770)
        canvas.setFillGray(0.9)
        canvas.rect(170, 560, 300, 100, stroke=0, fill=1)
        canvas.setFillGray(0)
        put(canvas, ["Hållbarhet"], 90, 605, font="Helvetica-Bold", size=13)
        put(canvas, paragraph(THIRD, 280), 175, 640, size=9)
        put(canvas, paragraph(OTHER), 70, 520)

    content = drawn(tmp_path / "a.pdf", draw)
    box = next(p for p in content.passages if p.role is Role.BOX)
    assert box.section[-1] == "Hållbarhet"
    assert box.text == THIRD


def test_two_wordings_of_a_law_are_told_apart_over_pages(tmp_path: Path) -> None:
    now = "Den som låter utföra arbetet skall samordna skyddet mot ohälsa på arbetsplatsen."
    then = "Den som råder över arbetsplatsen ska samordna skyddet mot ohälsa för alla där."

    def first(canvas: Canvas) -> None:
        put(canvas, ["2.1 Förslag till lag om ändring"], 60, 790, font="Helvetica-Bold", size=13)
        put(canvas, ["Nuvarande lydelse"], 60, 750, font="Helvetica-Oblique")
        put(canvas, ["Föreslagen lydelse"], 300, 750, font="Helvetica-Oblique")
        put(canvas, ["7 §"], 286, 720)
        put(canvas, [*paragraph(OTHER, 200), *paragraph(now, 200)[:2]], 60, 690)
        put(canvas, [*paragraph(THIRD, 200), *paragraph(then, 200)[:2]], 300, 690)

    def second(canvas: Canvas) -> None:
        put(canvas, paragraph(now, 200)[2:], 74, 790)
        put(canvas, paragraph(then, 200)[2:], 314, 790)
        put(
            canvas,
            ["Paragrafen är gemensam för båda och löper över hela sidans bredd som den", "ska."],
            74,
            700,
        )

    content = drawn(tmp_path / "a.pdf", first, second)
    wordings = {
        text: [p.section[-1] for p in content.passages if text in p.text]
        for text in (now, then, "Paragrafen är gemensam")
    }
    assert wordings[now] == ["Nuvarande lydelse"]
    assert wordings[then] == ["Föreslagen lydelse"]
    assert not {"Nuvarande lydelse", "Föreslagen lydelse"} & set(wordings["Paragrafen är gemensam"])
    assert "gemensam för båda och löper över hela sidans bredd som den ska." in texts(content)


def test_a_margin_list_marker_is_joined_with_its_item(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        items = ("rutinerna är säkra", "avvikelser utreds", "personalen är utbildad")
        put(canvas, ["Enhetschefen ansvarar för att"], 70, 770)
        for index, item in enumerate(items):
            put(canvas, [item], 90, 750 - 16 * index)
        for index in range(len(items)):
            put(canvas, ["•"], 72, 750 - 16 * index)

    content = drawn(tmp_path / "a.pdf", draw)
    assert "• rutinerna är säkra\n• avvikelser utreds\n• personalen är utbildad" in texts(content)


def test_letterspaced_headings_and_stray_blanks_are_words(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(70, 770)
        text.setFont("Helvetica-Bold", 14)
        text.setCharSpace(4)
        text.textLine("ANSVAR OCH ROLLER")
        text.setCharSpace(0)
        canvas.drawText(text)
        put(canvas, paragraph(LONG), 70, 740)

    content = drawn(tmp_path / "a.pdf", draw)
    assert content.passages[0].section == ("ANSVAR OCH ROLLER",)


def test_a_number_with_blanks_between_thousands_is_one_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for index, row in enumerate(
            [
                ("Kommun", "2021", "2022"),
                ("Ekeby", "62 014", "1 163 500"),
                ("Granby", "9 204", "871 300"),
                ("Tallby", "812", "90 100"),
            ]
        ):
            for x, cell in zip((70, 220, 330), row, strict=True):
                put(canvas, [cell], x, 770 - 18 * index)
        put(canvas, paragraph(LONG), 70, 640)

    assert "62 014 | 2022: 1 163 500" in texts(drawn(tmp_path / "a.pdf", draw))


def test_a_page_that_is_turned_is_read_upright(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        put(canvas, paragraph(LONG), 70, -100)

    assert LONG.split(". ")[0] + "." in sentences(drawn(tmp_path / "a.pdf", draw))


def test_the_margin_beside_two_wordings_is_in_neither(tmp_path: Path) -> None:
    then = "Den som råder över arbetsplatsen ska samordna skyddet."

    def draw(canvas: Canvas) -> None:
        put(canvas, ["Nuvarande lydelse"], 60, 780, font="Helvetica-Oblique")
        put(canvas, ["Föreslagen lydelse"], 270, 780, font="Helvetica-Oblique")
        right = paragraph(then, 180)
        put(canvas, right, 270, 750)
        put(canvas, ["Bilaga 8"], 500, 750 - 1.27 * 11 * (len(right) - 1))
        put(canvas, paragraph(" ".join((THIRD, OTHER)), 180), 60, 750)

    content = drawn(tmp_path / "a.pdf", draw)
    wordings = {
        text: [p.section[-1:] for p in content.passages if text in p.text]
        for text in (then, OTHER.split(".")[0], "Bilaga 8")
    }
    assert wordings[then] == [("Föreslagen lydelse",)]
    assert wordings[OTHER.split(".")[0]] == [("Nuvarande lydelse",)]
    assert not wordings["Bilaga 8"] or "lydelse" not in str(wordings["Bilaga 8"])
