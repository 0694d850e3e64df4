"""`belagg inspect`: one file that shows how a PDF is read."""

import base64
import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Sentence, Statement, StatementKind
from ingest.errors import NoDocumentsError, UnreadableFileError
from server.errors import InvalidPagesError, OutputError
from server.inspection import Piece, page_readings
from server.inspection_file import write_inspection
from server.page_outline import Box, Outline, page_outline
from tests.contents import pages_of, passage, place
from tests.pdfs import make_pdf, paragraph
from tests.sample import ROOT, SAMPLE

LINE = "Kommunen svarar."
TEXT = paragraph("Kommunen svarar för att rutinen är känd av alla i verksamheten.")


def image_of(outline: Outline) -> Image.Image:
    encoded = outline.image.partition("base64,")[2]
    return Image.open(io.BytesIO(base64.b64decode(encoded))).convert("L")


def ink_box(image: Image.Image, within: Box | None = None) -> tuple[int, int, int, int] | None:
    """The corners round everything that is dark, or None; inside a box when one is given."""
    dark = image.point(lambda value: 255 if value < 128 else 0)
    if within:
        corners = (within.x, within.y, within.x + within.width, within.y + within.height)
        dark = dark.crop(corners)
    return dark.getbbox()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_box_of_a_passage_is_round_its_letters(rotation: int, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "fil.pdf"))
    canvas.setPageRotation(rotation)
    canvas.drawString(70, 400, LINE)
    canvas.save()
    (page,) = pages_of(tmp_path / "fil.pdf")
    outline = page_outline(tmp_path / "fil.pdf", 1, [[place(page, LINE)]])
    ((box,),) = outline.boxes
    ink = ink_box(image_of(outline))
    assert ink is not None
    left, top, right, bottom = ink
    assert box.x <= left < right <= box.x + box.width
    assert box.y <= top < bottom <= box.y + box.height
    assert min(box.width, box.height) < 30


def test_each_line_has_its_own_box(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "fil.pdf", [["En rad här.", "En rad till.", "Den sista."]])
    (page,) = pages_of(pdf)
    outline = page_outline(pdf, 1, [[(0, len(page.text))], []])
    assert [len(group) for group in outline.boxes] == [3, 0]
    assert all(ink_box(image_of(outline), box) for box in outline.boxes[0])


def test_passage_over_two_pages_tells_what_stands_on_which(tmp_path: Path) -> None:
    pages = pages_of(make_pdf(tmp_path / "fil.pdf", [["Kommunen"], ["svarar."]]))
    both = passage(0, [(pages[0], "Kommunen"), (pages[1], "svarar.")])
    sentence = Sentence(both.id, 0, len(both.text), Statement(StatementKind.DUTY))
    first, second = page_readings(Content(pages, (both,), (sentence,)), {1, 2})
    assert first.passages[0].rows[0].pieces == (Piece("Kommunen ", True), Piece("svarar.", False))
    assert second.passages[0].rows[0].pieces == (
        Piece("Kommunen ", False),
        Piece("svarar.", True),
    )
    assert second.passages[0].runs == (place(pages[1], "svarar."),)


def test_list_marker_goes_with_its_sentence(tmp_path: Path) -> None:
    pages = pages_of(make_pdf(tmp_path / "fil.pdf", [["1. Kommunen svarar. Utanför meningen"]]))
    listed = passage(0, [(pages[0], "1. Kommunen svarar. Utanför meningen")])
    sentence = Sentence(listed.id, 3, 19, Statement())
    (reading,) = page_readings(Content(pages, (listed,), (sentence,)), {1})
    row, rest = reading.passages[0].rows
    assert (row.marker, row.pieces) == ("1.", (Piece("Kommunen svarar.", True),))
    assert (rest.statement, rest.pieces) == (None, (Piece("Utanför meningen", True),))


def test_command_writes_one_file_and_prints_where(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "rapport.pdf", [TEXT])
    result = subprocess.run(
        [sys.executable, "-m", "server.cli", "inspect", str(pdf)],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert result.stderr == ""
    assert result.stdout.strip() == "rapport-granskning.html"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "rapport-granskning.html",
        "rapport.pdf",
    ]


def test_command_does_without_the_model(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "rapport.pdf", [TEXT])
    program = (
        "import sys; from server.cli import app; "
        f"app(['inspect', {str(pdf)!r}], standalone_mode=False); "
        "print('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert result.stdout.splitlines()[-1] == "False False", result.stderr


def test_file_needs_nothing_from_outside(tmp_path: Path) -> None:
    write_inspection(next(SAMPLE.glob("*.pdf")), tmp_path / "ut.html", "1")
    html = (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert "data:image/" in html
    assert "<link" not in html
    assert 'src="' not in html


@pytest.mark.parametrize(
    ("pages", "shown"),
    [(None, [1, 2, 3, 4]), ("2-3", [2, 3]), ("4,1", [1, 4]), ("3-", [3, 4]), ("-2", [1, 2])],
)
def test_only_the_wanted_pages_are_shown(
    pages: str | None, shown: list[int], tmp_path: Path
) -> None:
    pdf = make_pdf(tmp_path / "fil.pdf", [TEXT] * 4)
    write_inspection(pdf, tmp_path / "ut.html", pages)
    html = (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert [n for n in range(1, 5) if f'id="sida-{n}"' in html] == shown


@pytest.mark.parametrize("pages", ["", "-", "tre", "3-1", "0", "5", "1,", "1-2-3"])
def test_pages_that_are_not_there_are_refused(pages: str, tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "fil.pdf", [TEXT] * 4)
    with pytest.raises(InvalidPagesError):
        write_inspection(pdf, tmp_path / "ut.html", pages)
    assert not (tmp_path / "ut.html").exists()


def test_what_cannot_be_read_or_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "trasig.pdf").write_bytes(b"ingen pdf")
    with pytest.raises(UnreadableFileError):
        write_inspection(tmp_path / "trasig.pdf", tmp_path / "ut.html")
    with pytest.raises(NoDocumentsError):
        write_inspection(tmp_path, tmp_path / "ut.html")
    pdf = make_pdf(tmp_path / "fil.pdf", [TEXT])
    with pytest.raises(OutputError, match="annan plats"):
        write_inspection(pdf, tmp_path / "finns-inte" / "ut.html")
    with pytest.raises(OutputError):
        write_inspection(pdf, pdf / "ut.html")
