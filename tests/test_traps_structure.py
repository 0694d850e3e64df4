"""Traps of sections, statutes, notes and running lines, each in a file that the test makes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Passage, Role
from ingest.reader import read_pdf
from tests.pdfs import Gap, Heading, Line, make_pdf, paragraph
from tests.test_parsing import LONG, OTHER, check_invariants, parse, sentences, texts

SHORT = OTHER.split(".")[0] + "."


def holding(content: Content, words: str) -> Passage:
    return next(passage for passage in content.passages if words in passage.text)


def statute(tmp_path: Path, *lines: Line) -> Content:
    more: list[Line] = [Gap(), *paragraph(f"11 § {LONG}"), Gap(), *paragraph(f"12 § {OTHER}")]
    content = parse(make_pdf(tmp_path / "a.pdf", [[*lines, *more]]))
    check_invariants(content)
    return content


def test_a_chapter_is_over_its_paragraphs(tmp_path: Path) -> None:
    content = statute(
        tmp_path,
        *paragraph(LONG),
        Gap(),
        "2 kap.",
        *paragraph(f"1 § {LONG}"),
        Gap(),
        "3 kap.",
        *paragraph(f"1 § {OTHER}"),
    )
    assert holding(content, "11 §").section == ("3 kap.", "11 §")
    assert {p.section for p in content.passages if p.text.startswith("1 §")} == {
        ("2 kap.", "1 §"),
        ("3 kap.", "1 §"),
    }


def test_a_heading_within_a_chapter_stays_within_it(tmp_path: Path) -> None:
    content = statute(
        tmp_path,
        Heading("2 kap. Ansvar"),
        *paragraph(f"1 § {LONG}"),
        Gap(),
        Heading("Samverkan"),
        *paragraph(f"2 § {OTHER}"),
        Gap(),
        Heading("3 kap. Tillsyn"),
        *paragraph(f"1 § {OTHER}"),
    )
    assert holding(content, "2 § ").section == ("2 kap. Ansvar", "Samverkan", "2 §")
    assert holding(content, "11 §").section == ("3 kap. Tillsyn", "11 §")


def test_a_paragraph_begins_below_the_amendment_that_the_one_above_comes_from(
    tmp_path: Path,
) -> None:
    content = statute(
        tmp_path,
        *paragraph(f"1 § {LONG} (FFS 2022:1)"),
        *paragraph(f"2 § {OTHER} (FFS 2022:1)"),
    )
    assert ("2 §",) in {passage.section for passage in content.passages}


def test_an_amendment_in_brackets_heads_nothing(tmp_path: Path) -> None:
    content = statute(tmp_path, *paragraph(f"1 § {LONG}"), Heading("(FFS 2022:1)"))
    assert not any("(FFS 2022:1)" in passage.section for passage in content.passages)


def test_the_chapter_of_another_statute_begins_no_paragraph(tmp_path: Path) -> None:
    lines = paragraph(f"1 § {OTHER}")[:-1]
    lines += ["Bestämmelser om det här finns i 8 kap. 8 §, 12 kap. 2 och 4 §§ och i dess 16 kap."]
    content = statute(tmp_path, *lines, "1 § Hälsolagen, som gäller i alla kommuner i landet.")
    assert any("16 kap. 1 § Hälsolagen" in passage.text for passage in content.passages)


def test_a_paragraph_whose_number_has_a_note_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    _set(canvas, [f"1 § {SHORT}", *paragraph(LONG)], 770)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(70, 560, "3 §")
    canvas.setFont("Helvetica", 6)
    canvas.drawString(88, 564, "1")
    _set(canvas, ["Den som låter utföra ett arbete ansvarar för säkerheten."], 560, 96)
    _set(canvas, [f"4 § {SHORT}", f"5 § {SHORT}"], 520)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(70, 80, "1 Senaste lydelse 1994:579.")
    canvas.save()
    content = parse(path)
    assert holding(content, "Den som låter").role is Role.TEXT
    assert holding(content, "Den som låter").section[-1] == "3 §"
    assert "3 § Den som låter utföra" in texts(content)
    assert holding(content, "Senaste lydelse").role is Role.NOTE


def test_notes_that_sound_alike_on_every_page_are_no_running_line(tmp_path: Path) -> None:
    pages: list[list[Line]] = [
        [
            f"{n} § Nämnden{n} ansvarar.",
            *paragraph(LONG),
            Gap(30),
            f"{n} Senaste lydelse 19{n}4:57.",
        ]
        for n in range(1, 6)
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", pages))
    assert texts(content).count("Senaste lydelse") == 5


def _set(canvas: Canvas, lines: Sequence[Line], y: float, x: float = 70) -> None:
    canvas.setFont("Helvetica", 11)
    for line in lines:
        canvas.drawString(x, y, str(line))
        y -= 14


def test_an_address_on_the_web_heads_nothing(tmp_path: Path) -> None:
    page = [*paragraph(LONG), Heading("exempel.se/sida/4.339cd9fe.html)"), *paragraph(OTHER)]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert all(passage.section == () for passage in content.passages)


def test_a_title_that_ends_in_the_number_of_a_law_is_one_heading(tmp_path: Path) -> None:
    page = [
        Heading("Förslag till lag om ändring i arbetsmiljölagen"),
        Heading("(1977:1160)"),
        *paragraph(LONG),
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    title = "Förslag till lag om ändring i arbetsmiljölagen (1977:1160)"
    assert content.passages[0].section == (title,)


def test_a_paragraph_in_bold_heads_nothing(tmp_path: Path) -> None:
    words = paragraph(OTHER, 380)
    bold = [Heading(str(line), 11) for line in words]
    page = [Heading("Svar"), *paragraph(LONG), Gap(), *bold, Gap(), *paragraph(LONG)]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert {passage.section for passage in content.passages} == {("Svar",)}
    assert SHORT in sentences(content)


def test_the_second_line_of_an_item_in_bold_is_no_heading(tmp_path: Path) -> None:
    items = ["• hur enheten arbetar för att förebygga brister i sin", "leverans"]
    page = [Heading("Svar"), *paragraph(LONG), Gap(), "Svaret ska visa:"]
    page += [*(Heading(item, 11) for item in items), Gap(), *paragraph(OTHER)]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert {passage.section for passage in content.passages} == {("Svar",)}
    assert "hur enheten arbetar för att förebygga brister i sin leverans" in sentences(content)


def test_a_date_on_every_page_is_left_out(tmp_path: Path) -> None:
    words = LONG.split()
    pages = [paragraph(" ".join(part)) for part in (words[:20], words[20:], words, words)]
    content = parse(make_pdf(tmp_path / "a.pdf", pages, header="2015-12-15"))
    assert "2015-12-15" not in texts(content)


def test_a_page_number_in_the_margin_beside_the_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    words = paragraph(f"{LONG} {OTHER} {LONG}")
    for number in range(1, 5):
        _set(canvas, words, 770, 110)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(40, 770 - 14 * (len(words) - 1) - 2, str(number + 40))
        canvas.showPage()
    canvas.save()
    content = parse(path)
    assert not any(f"{number}" in texts(content) for number in range(41, 45))
    assert content.pages[0].label == "41"


def test_a_note_at_the_top_of_the_next_page_is_tied_to_its_sentence(tmp_path: Path) -> None:
    first: list[Line] = [
        *paragraph(OTHER),
        "Flera kommuner saknar i dag en MAR3.",
        *paragraph(LONG),
    ]
    first += ["Därför ska rutinen vara känd av"]
    second: list[Line] = [
        "3 Medicinskt ansvarig för rehabilitering",
        Gap(60),
        "alla som arbetar i den.",
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [first, [*second, *paragraph(OTHER)]]))
    assert "Därför ska rutinen vara känd av alla som arbetar i den." in sentences(content)
    assert "Flera kommuner saknar i dag en MAR." in sentences(content)
    note = holding(content, "Medicinskt ansvarig")
    assert note.role is Role.NOTE
    assert [note.id] in [list(sentence.notes) for sentence in content.sentences]


def test_a_list_of_numbered_steps_set_as_headings_lies_inside_its_section(tmp_path: Path) -> None:
    small = [Heading("1. Lindrig störning", 12), *paragraph(LONG)]
    page = [
        Heading("4 Metod", 16),
        *paragraph(OTHER),
        Heading("5 Risker", 16),
        *paragraph(OTHER),
        Heading("5.1 Värdering"),
        *paragraph(OTHER),
        *small,
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert content.passages[-1].section == ("5 Risker", "5.1 Värdering", "1. Lindrig störning")


HEADINGS = [("H1", "Ansvar"), ("H2", "Kommunen"), ("H2", "Regionen"), ("H1", "Uppföljning")]


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A file whose headings are set as its text is, and named in its structure tree alone."""
    drawn, path = tmp_path / "drawn.pdf", tmp_path / "tagged.pdf"
    canvas = Canvas(str(drawn), pagesize=A4, invariant=True)
    kinds: list[str] = []
    y = 780.0
    for kind, words in HEADINGS:
        parts: list[tuple[str, list[Line]]] = [(kind, [words]), ("P", paragraph(LONG))]
        for name, lines in parts:
            canvas._code.append(f"/{name} <</MCID {len(kinds)}>> BDC")
            _set(canvas, lines, y)
            canvas._code.append("EMC")
            kinds.append(name)
            y -= 14 * len(lines)
    canvas.save()
    writer = PdfWriter(clone_from=drawn)
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root = writer._add_object(tree)
    page = writer.pages[0]
    elements = ArrayObject(
        writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject(f"/{kind}"),
                    NameObject("/P"): root,
                    NameObject("/Pg"): page.indirect_reference,
                    NameObject("/K"): NumberObject(mark),
                }
            )
        )
        for mark, kind in enumerate(kinds)
    )
    tree[NameObject("/K")] = elements
    parents = ArrayObject([NumberObject(0), writer._add_object(elements)])
    tree[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): parents})
    page[NameObject("/StructParents")] = NumberObject(0)
    writer.root_object[NameObject("/StructTreeRoot")] = root
    marked = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    writer.root_object[NameObject("/MarkInfo")] = marked
    writer.write(path)
    return path


def test_headings_in_the_structure_tree_are_found_and_nest(tagged: Path) -> None:
    assert [heading.level for heading in read_pdf(tagged).pages[0].tagged] == [0, 1, 1, 0]
    sections = list(dict.fromkeys(passage.section for passage in parse(tagged).passages))
    assert sections == [
        ("Ansvar",),
        ("Ansvar", "Kommunen"),
        ("Ansvar", "Regionen"),
        ("Uppföljning",),
    ]
