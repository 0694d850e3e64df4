"""Traps of boxes, margins and lettering, and of two wordings side by side."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.document import Role
from tests.drawing import THIRD, drawn, put
from tests.pdfs import paragraph
from tests.test_parsing import LONG, OTHER, sentences, texts


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
