"""What a document is: stated in the catalogue, by the file, or guessed and marked so."""

from pathlib import Path

import pytest

from ingest.catalogue import Clues, catalogue_for, describe, read_catalogue
from ingest.document import Kind
from ingest.errors import CatalogueError
from ingest.parsing import parse_pdf
from tests.conftest import ROOT, SAMPLE
from tests.pdfs import Heading, make_pdf, paragraph

NO_CLUES = Clues(None, None, None, None, (), None)
TEXT = paragraph("Region Exempellän svarar för att avtalet följs upp under 2023 och 2024. " * 8)


def test_the_catalogue_goes_before_the_file(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [TEXT], title="Filens egen titel", author="Fila kommun")
    (tmp_path / "katalog.toml").write_text(
        '[[document]]\nfile = "a.pdf"\ntitle = "Rätt titel"\nyear = 2021\nkind = "riktlinje"\n'
    )
    described = describe(parse_pdf(path).clues, path, catalogue_for(path).entry(path))
    assert described.title == "Rätt titel"
    assert described.publisher == "Fila kommun"
    assert (described.year, described.kind) == (2021, Kind.GUIDELINE)
    assert described.guessed == ()


def test_what_nobody_states_is_guessed_and_marked(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "uppfoljning-2022.pdf", [[Heading("Uppföljning av avtal"), *TEXT]])
    described = describe(parse_pdf(path).clues, path, {})
    assert described.title == "Uppföljning av avtal"
    assert described.publisher == "Region Exempellän"
    assert (described.year, described.kind) == (2022, Kind.FOLLOW_UP)
    assert set(described.guessed) == {"title", "publisher", "year", "kind"}


def test_a_person_is_no_publisher(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [TEXT], author="Anna Andersson")
    described = describe(parse_pdf(path).clues, path, {})
    assert described.publisher == "Region Exempellän"


@pytest.mark.parametrize("title", ["Microsoft Word - utkast.docx", "untitled", "a1b2c3d4-e5f6"])
def test_a_title_that_a_program_made_is_none(tmp_path: Path, title: str) -> None:
    path = make_pdf(tmp_path / "a.pdf", [TEXT], title=title)
    assert parse_pdf(path).clues.stated_title is None


def test_without_any_clue_the_name_is_the_title() -> None:
    described = describe(NO_CLUES, Path("min_fil-namn.pdf"), {})
    assert described.title == "Min fil namn"
    assert described.publisher == "Okänd utgivare"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[document]\n", "går inte att läsa"),
        ("[[document]]\ntitle = 'x'\n", "saknar raden file"),
        ("[[document]]\nfile = 'a.pdf'\ntitel = 'x'\n", "titel"),
        ("[[document]]\nfile = 'a.pdf'\nkind = 'bok'\n", "överenskommelse"),
        ("[[document]]\nfile = 'a.pdf'\nyear = '2021'\n", "årtal"),
    ],
)
def test_a_faulty_catalogue_is_named_with_its_fault(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "katalog.toml"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=found):
        read_catalogue(path)


def test_the_sample_catalogue_names_files_that_exist() -> None:
    catalogue = read_catalogue(ROOT / "corpus" / "katalog.toml")
    assert len(catalogue.entries) >= 6
    assert all((catalogue.folder / name).is_file() for name in catalogue.entries)
    left_out = [path for path in SAMPLE.glob("*.pdf") if not catalogue.entry(path)]
    assert len(left_out) == 1
