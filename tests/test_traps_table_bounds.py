"""Traps of where a table begins and ends: over pages, beside charts, among text that is none."""

from pathlib import Path

from reportlab.platypus import Paragraph, Spacer, Table

from tests.table_pdfs import (
    ACROSS,
    BODY,
    BOLD_HEAD,
    GOAL,
    GOALS,
    GRID,
    MANY,
    PLACES,
    RIGHT,
    bars,
    caption,
    lead_in,
    make,
    table,
)
from tests.test_parsing import LONG, OTHER, sentences


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


def test_a_caption_over_two_full_lines_is_whole(tmp_path: Path) -> None:
    long = (
        "Tabell 4. Enheter som har rutiner för misstanke och upptäckt av beroende eller missbruk "
        "av läkemedel i särskilda boenden för äldre"
    )
    content = make(tmp_path / "a.pdf", Paragraph(long, BODY), table(PLACES, GRID, BOLD_HEAD))
    assert lead_in(content, "Exempelkommunen | Platser: 120 | Andel: 48") == long


def test_headings_hardly_apart_each_stand_over_their_column(tmp_path: Path) -> None:
    rows = [
        ["Boende", "Platser", "Dag", "Kväll"],
        ["Almgården", "64", "3", "1,0"],
        ["Björkbacken", "48", "2", "1,0"],
        ["Dammen", "36", "1", "0,5"],
    ]
    tight = [("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]
    made = table(rows, ACROSS, RIGHT, *tight, widths=[120, 42, 27, 33])
    assert "Almgården | Platser: 64 | Dag: 3 | Kväll: 1,0" in sentences(
        make(tmp_path / "a.pdf", made)
    )


def test_text_between_two_tables_is_in_neither(tmp_path: Path) -> None:
    widths = [200, 120, 119]
    first, second = (table(PLACES, ACROSS, BOLD_HEAD, widths=widths) for _ in range(2))
    content = make(tmp_path / "a.pdf", first, Paragraph(OTHER, BODY), caption(), second)
    assert OTHER.split(". ")[0] + "." in sentences(content)
    row = "Exempelkommunen | Platser: 120 | Andel: 48"
    assert sentences(content).count(row) == 2


def test_words_on_a_ground_are_running_text(tmp_path: Path) -> None:
    marked = LONG.replace(
        "skriftlig rutin för", '<font backColor="#dddddd">skriftlig rutin för</font>'
    )
    marked = marked.replace(
        "följer upp rutinen", '<font backColor="#dddddd">följer upp rutinen</font>'
    )
    content = make(tmp_path / "a.pdf", Paragraph(marked, BODY))
    assert sentences(content).count(LONG.split(". ")[0] + ".") == 2
