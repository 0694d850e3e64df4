"""From a PDF to passages: one trap a test, and what holds for every document."""

import re
import subprocess
from pathlib import Path

import pytest

from ingest.document import Content, StatementKind
from ingest.errors import UnreadableFileError
from ingest.parsing import parse_pdf
from tests.conftest import SAMPLE
from tests.pdfs import Gap, Heading, Line, make_pdf, paragraph

LONG = (
    "Kommunen ansvarar för att det finns en skriftlig rutin för hur avvikelser rapporteras, och "
    "rutinen ska vara känd av alla som arbetar i verksamheten. Enhetschefen följer upp rutinen "
    "varje kvartal och redovisar resultatet för nämnden. Region och kommun träffas två gånger om "
    "året för att gå igenom de händelser som har berört båda huvudmännen."
)
OTHER = (
    "Varje verksamhet utser en kontaktperson som samlar in rapporterna. Kontaktpersonen deltar i "
    "länets nätverk och för med sig frågor därifrån till den egna ledningsgruppen. Nätverket "
    "leds av regionen under jämna år och av kommunerna under udda år."
)


def parse(path: Path) -> Content:
    return parse_pdf(path).content


def texts(content: Content) -> str:
    return "\n".join(passage.text for passage in content.passages)


def sentences(content: Content) -> list[str]:
    by_id = {passage.id: passage for passage in content.passages}
    return [by_id[s.passage_id].text[s.start : s.end] for s in content.sentences]


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def poppler_pages(path: Path, mode: str) -> list[str]:
    command = ["pdftotext", mode, str(path), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    return [letters(page) for page in read.stdout.split("\f")]


# What holds for every document


def check_invariants(content: Content) -> None:
    pages = {page.number: page for page in content.pages}
    passages = {passage.id: passage for passage in content.passages}
    assert len(passages) == len(content.passages)
    for passage in content.passages:
        assert passage.text.strip()
        for span in passage.spans:
            here = passage.text[span.start : span.end]
            there = pages[span.page].text[span.offset : span.offset + span.end - span.start]
            same = [
                a == b or not (a.isalnum() and b.isalnum())
                for a, b in zip(here, there, strict=True)
            ]
            assert all(same), (here, there)
        covered = {i for span in passage.spans for i in range(span.start, span.end)}
        uncovered = {passage.text[i] for i in range(len(passage.text)) if i not in covered}
        assert uncovered <= {" ", "\n"}
    for sentence in content.sentences:
        passage = passages[sentence.passage_id]
        words = passage.text[sentence.start : sentence.end]
        assert words == words.strip()
        assert words
        if sentence.lead_in:
            start, end = sentence.lead_in
            assert 0 <= start < end <= sentence.start


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_character_of_the_sample_corpus_stands_where_its_span_says(path: Path) -> None:
    content = parse(path)
    assert len(content.passages) > 5
    check_invariants(content)


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_sentence_of_the_sample_corpus_stands_on_its_page_by_pdftotext(path: Path) -> None:
    """An extraction that is not ours: poppler's, which reads tables by cell or by row."""
    content = parse(path)
    readings = [poppler_pages(path, mode) for mode in ("-raw", "-layout")]
    passages = {passage.id: passage for passage in content.passages}
    missing = []
    for sentence in content.sentences:
        passage = passages[sentence.passage_id]
        for span in passage.locate(sentence.start, sentence.end):
            if not any(
                letters(passage.text[span.start : span.end]) in p[span.page - 1] for p in readings
            ):
                missing.append(passage.text[span.start : span.end])
    assert missing == []


def test_the_same_file_gives_equal_content(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[Heading("Ansvar"), *paragraph(LONG)]])
    assert parse(path) == parse(path)


def test_real_reports_keep_every_character_in_place(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.pdf")):
        check_invariants(parse(path))


def test_real_layouts_are_read_or_refused_with_a_reason(shared: Path) -> None:
    refused = {}
    for path in sorted((shared / "realpdf").glob("*.pdf")):
        try:
            check_invariants(parse(path))
        except UnreadableFileError as error:
            refused[path.name] = error.found
    assert set(refused) == {
        "1177_framfall_tom.pdf",
        "elsak_fs_2003-3_skannad.pdf",
        "prop_2008-09_5_bilaga_skannad.pdf",
    }


# Traps


def test_a_word_broken_at_a_line_end_is_joined(tmp_path: Path) -> None:
    lines = ["Varje kommun har ett ansvar för att alla kom-", "muner i länet samverkar."]
    content = parse(make_pdf(tmp_path / "a.pdf", [lines]))
    assert "alla kommuner i länet" in texts(content)


def test_a_suspended_hyphen_keeps_its_blank(tmp_path: Path) -> None:
    lines = ["Regionen har ansvar för hälso-", "och sjukvård enligt avtalet mellan parterna."]
    assert "hälso- och sjukvård" in texts(parse(make_pdf(tmp_path / "a.pdf", [lines])))


def test_a_compound_written_with_a_hyphen_keeps_it(tmp_path: Path) -> None:
    lines = ["Kommunen inför nya e-tjänster under året och fler e-", "tjänster senare."]
    assert "fler e-tjänster senare" in texts(parse(make_pdf(tmp_path / "a.pdf", [lines])))


def test_an_acronym_before_a_line_end_hyphen_keeps_it(tmp_path: Path) -> None:
    lines = ["Verksamheten behöver stöd av chefer och handledning inom IT-", "området."]
    assert "inom IT-området" in texts(parse(make_pdf(tmp_path / "a.pdf", [lines])))


def test_running_headers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [[*paragraph(LONG)], [*paragraph(OTHER)], [*paragraph(LONG)], [*paragraph(OTHER)]]
    path = make_pdf(
        tmp_path / "a.pdf",
        pages,
        header="Exempelkommunen Riktlinje {page}",
        footer="Sida {page} (4)",
    )
    text = texts(parse(path))
    assert "Riktlinje" not in text
    assert "Sida" not in text


def test_a_running_header_inside_a_sentence_is_left_out(tmp_path: Path) -> None:
    words = LONG.split()
    first, second = " ".join(words[:30]), " ".join(words[30:])
    pages = [paragraph(OTHER), paragraph(first), paragraph(second), paragraph(OTHER)]
    path = make_pdf(tmp_path / "a.pdf", pages, header="ÅRSREDOVISNING {page}")
    assert any(first[-20:] in s and second[:20] in s for s in sentences(parse(path)))


def test_a_sentence_over_a_page_break_names_both_pages(tmp_path: Path) -> None:
    words = LONG.split()
    first, second = " ".join(words[:20]), " ".join(words[20:])
    content = parse(make_pdf(tmp_path / "a.pdf", [paragraph(first), paragraph(second)]))
    crossing = next(p for p in content.passages if "avvikelser rapporteras" in p.text)
    assert (crossing.first_page, crossing.last_page) == (1, 2)


def test_the_printed_page_number_becomes_the_label(tmp_path: Path) -> None:
    cover: list[Line] = ["Omslag till rapporten"]
    pages = [cover, *(paragraph(LONG) for _ in range(5))]
    path = tmp_path / "a.pdf"
    make_pdf(path, pages, footer="Rapport {page}")
    content = parse(path)
    assert [page.label for page in content.pages] == ["1", "2", "3", "4", "5", "6"]


def test_printed_numbers_that_start_later_become_the_labels(tmp_path: Path) -> None:
    pages = [[*paragraph(LONG), Gap(), f"– {n} –"] for n in range(5, 11)]
    content = parse(make_pdf(tmp_path / "a.pdf", pages))
    assert [page.label for page in content.pages] == ["5", "6", "7", "8", "9", "10"]


def test_a_heading_becomes_the_section_of_what_follows(tmp_path: Path) -> None:
    page = [
        Heading("Delegering"),
        *paragraph(LONG),
        Gap(),
        Heading("Avvikelser"),
        *paragraph(OTHER),
    ]
    sections = {p.section for p in parse(make_pdf(tmp_path / "a.pdf", [page])).passages}
    assert sections == {("Delegering",), ("Avvikelser",)}


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    page = [Heading("Samverkan mellan kommun och"), Heading("region i länet"), *paragraph(LONG)]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert content.passages[0].section == ("Samverkan mellan kommun och region i länet",)


def test_a_heading_in_capitals_over_two_lines_is_one(tmp_path: Path) -> None:
    page = [
        "SAMVERKAN OCH LEDNING INOM DEN KOMMUNALA",
        "HÄLSO- OCH SJUKVÅRDEN",
        Gap(),
        *paragraph(LONG),
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    joined = "SAMVERKAN OCH LEDNING INOM DEN KOMMUNALA HÄLSO- OCH SJUKVÅRDEN"
    assert content.passages[0].section == (joined,)


def test_numbered_headings_nest(tmp_path: Path) -> None:
    page = [
        Heading("2 Ansvar"),
        *paragraph(OTHER),
        Gap(),
        Heading("2.1 Kommunens ansvar"),
        *paragraph(LONG),
        Gap(),
        Heading("3 Uppföljning"),
        *paragraph(OTHER),
    ]
    sections = [p.section for p in parse(make_pdf(tmp_path / "a.pdf", [page])).passages]
    assert ("2 Ansvar", "2.1 Kommunens ansvar") in sections
    assert ("3 Uppföljning",) in sections


def test_a_list_item_carries_its_lead_in(tmp_path: Path) -> None:
    page = ["MAS ansvarar för att", "• rutinerna är säkra,", "• avvikelser utreds."]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    item = next(s for s in content.sentences if s.lead_in)
    start, end = item.lead_in or (0, 0)
    assert content.passages[0].text[start:end] == "MAS ansvarar för att"
    assert item.statement.kind is StatementKind.DUTY
    assert "MAS" in item.statement.actors


def test_a_long_list_repeats_its_lead_in_in_every_passage(tmp_path: Path) -> None:
    items = [
        f"• punkt nummer {n} i en lång lista över det som enheten ska göra varje dag"
        for n in range(25)
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [["Enhetschefen ansvarar för:", *items]]))
    assert len(content.passages) > 1
    assert all(p.text.startswith("Enhetschefen ansvarar för:") for p in content.passages)
    check_invariants(content)


def test_a_private_use_bullet_becomes_one_that_can_be_read(tmp_path: Path) -> None:
    from ingest.glyphs import repair
    from ingest.traced import TracedText

    line = TracedText.on_page("\uf0b7 Regionen ansvarar", 1, 0)
    assert repair(line, False).text == "• Regionen ansvarar"


def test_a_full_stop_lost_as_replacement_character_is_mended() -> None:
    from ingest.glyphs import full_stops_are_broken, repair
    from ingest.traced import TracedText

    page = "Det saknas rutiner\ufffd Nästa mening\ufffd\nOch en till\ufffd"
    assert full_stops_are_broken([page])
    line = TracedText.on_page("Det saknas rutiner\ufffd Nästa mening\ufffd", 1, 0)
    assert repair(line, True).text == "Det saknas rutiner. Nästa mening."


def test_a_footnote_stands_apart_from_the_sentence_it_interrupts(tmp_path: Path) -> None:
    words = LONG.split()
    first = [*paragraph(" ".join(words[:20])), *paragraph(OTHER)]
    first[0] = str(first[0]).replace("Kommunen", "Kommunen1", 1)
    note = "1 Med kommunen avses här den nämnd som ansvarar för verksamheten i fråga."
    body = [*first, *paragraph(OTHER), "Därför ska rutinen vara känd av", Gap(30), note]
    content = parse(make_pdf(tmp_path / "a.pdf", [body, ["alla som arbetar i verksamheten."]]))
    assert "Därför ska rutinen vara känd av alla som arbetar i verksamheten." in sentences(content)
    assert any(s.startswith("Med kommunen avses") for s in sentences(content))


def test_a_table_row_carries_its_caption(tmp_path: Path) -> None:
    page = [
        *paragraph(LONG),
        Gap(),
        "Tabell 3. Antal vårdplatser per kommun.",
        "Kommun Platser Andel",
        "Exempelkommunen 120 48",
        "Grankommunen 80 32",
        "Källa: kommunerna",
        Gap(30),
        *paragraph(OTHER),
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    passage = next(p for p in content.passages if "Grankommunen 80 32" in p.text)
    row = next(
        s
        for s in content.sentences
        if s.passage_id == passage.id and passage.text[s.start : s.end] == "Grankommunen 80 32"
    )
    assert row.lead_in is not None
    assert passage.text[slice(*row.lead_in)] == "Tabell 3. Antal vårdplatser per kommun."
    assert OTHER.split(".")[0] + "." in sentences(content)


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    contents = [f"Avsnitt {n} om ansvar {'.' * 60} {n + 3}" for n in range(12)]
    content = parse(make_pdf(tmp_path / "a.pdf", [contents, paragraph(LONG)]))
    assert "...." not in texts(content)


def test_passages_are_neither_splinters_nor_walls(tmp_path: Path) -> None:
    page = paragraph(" ".join([LONG, OTHER] * 4))
    lengths = [len(p.text) for p in parse(make_pdf(tmp_path / "a.pdf", [page])).passages]
    assert all(250 <= length <= 900 for length in lengths)


# Files that can't be read


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "tom"),
        (b"PK\x03\x04 inte en pdf", "inte en PDF"),
        (b"%PDF-1.7\n%\xe2\xe3 trasig", "skadad"),
    ],
)
def test_a_file_that_is_no_pdf_is_refused_with_its_reason(
    tmp_path: Path, data: bytes, found: str
) -> None:
    path = tmp_path / "fel.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=found):
        parse_pdf(path)


def test_a_pdf_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="ingen text"):
        parse_pdf(make_pdf(tmp_path / "tom.pdf", [[], []]))


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(make_pdf(tmp_path / "a.pdf", [paragraph(LONG)])))
    writer.encrypt("hemligt", algorithm="AES-256")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(UnreadableFileError, match="lösenord"):
        parse_pdf(tmp_path / "b.pdf")


def test_a_pdf_encrypted_without_password_is_read(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(make_pdf(tmp_path / "a.pdf", [paragraph(LONG)])))
    writer.encrypt("", "ägarens", algorithm="AES-256")
    writer.write(tmp_path / "b.pdf")
    assert "skriftlig rutin" in texts(parse(tmp_path / "b.pdf"))
