"""Single traps of real PDFs, each in a file that the test makes: one trap a test."""

from pathlib import Path

from ingest.document import Role, StatementKind
from ingest.glyphs import full_stops_are_broken, repair
from ingest.traced import TracedText
from tests.pdfs import Gap, Heading, Line, make_pdf, paragraph
from tests.test_parsing import LONG, OTHER, check_invariants, parse, sentences, texts


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
    line = TracedText.on_page("\uf0b7 Regionen ansvarar", 1, 0)
    assert repair(line, False).text == "• Regionen ansvarar"


def test_a_full_stop_lost_as_replacement_character_is_mended() -> None:
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


def test_a_table_of_contents_carries_no_answer(tmp_path: Path) -> None:
    contents = [f"Avsnitt {n} om ansvar {'.' * 60} {n + 3}" for n in range(12)]
    content = parse(make_pdf(tmp_path / "a.pdf", [contents, paragraph(LONG)]))
    roles = {passage.role for passage in content.passages if "...." in passage.text}
    assert roles == {Role.CONTENTS}


def test_passages_are_neither_splinters_nor_walls(tmp_path: Path) -> None:
    page = paragraph(" ".join([LONG, OTHER] * 4))
    lengths = [len(p.text) for p in parse(make_pdf(tmp_path / "a.pdf", [page])).passages]
    assert all(250 <= length <= 900 for length in lengths)


def test_a_count_that_ends_like_a_note_number_is_not_damaged(tmp_path: Path) -> None:
    """Note 1 stands on the page, and "51 kommuner" is not "5 kommuner" with a mark."""
    page = [*paragraph(f"{LONG} I 31 av 51 kommuner finns en plan."), Gap(300), "1 En fotnot."]
    assert "31 av 51 kommuner" in texts(parse(make_pdf(tmp_path / "a.pdf", [page, page])))


def test_a_share_above_a_hundred_gives_up_its_glued_note_number(tmp_path: Path) -> None:
    page = [
        *paragraph(f"{LONG} Det följs upp.1 En plan finns i 372 procent av kommunerna."),
        Gap(300),
        "1 Socialstyrelsen, Rapport.",
        "2 Socialstyrelsen, Lägesrapport.",
    ]
    content = parse(make_pdf(tmp_path / "a.pdf", [page]))
    assert "i 37 procent av kommunerna" in texts(content)


def test_a_title_that_runs_on_the_other_pages_stays_whole(tmp_path: Path) -> None:
    title = "Vård- och omsorgsnämnden i Grankommunen"
    first = [Heading(title), Gap(), *paragraph(LONG)]
    others = [[f"Protokoll, {title}", *paragraph(f"{OTHER} {n}")] for n in (2, 3, 4)]
    content = parse(make_pdf(tmp_path / "a.pdf", [first, *others]))
    assert content.passages[0].section == (title,)
