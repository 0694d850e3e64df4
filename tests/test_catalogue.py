"""katalog.toml: what is stated of documents, and how it goes before what the file says."""

from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ingest.catalogue import read_catalogue, stated_of
from ingest.clues import Clues
from ingest.description import describe
from ingest.document import Disclosure, Kind, Number, NumberKind, Validity
from ingest.errors import CatalogueError
from ingest.parsing import parse_pdf
from tests.pdfs import make_pdf, paragraph
from tests.sample import ROOT, SAMPLE

TEXT = paragraph("Region Exempellän svarar för att avtalet följs upp under 2023 och 2024. " * 8)
EVERYTHING = """
[[document]]
file = "a.pdf"
title = "Rätt titel"
publisher = "Rätta nämnden"
year = 2021
kind = "riktlinje"
numbers = { diarienummer = "RN 2021/4", ISBN = ["91-1", "91-2"] }
valid_from = 2021-03-01
valid_to = 2024
edition = "Version 2"
replaces = "Riktlinje från 2018"
personal_data = "public"
groups = ["mas", "ledning"]
"""


def test_the_catalogue_goes_before_the_file(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [TEXT], title="Region och avtal", author="Fila kommun")
    (tmp_path / "katalog.toml").write_text(
        '[[document]]\nfile = "a.pdf"\ntitle = "Rätt titel"\nyear = 2021\nkind = "riktlinje"\n'
    )
    described = describe(parse_pdf(path).clues, path, stated_of(path))
    assert described.title == "Rätt titel"
    assert described.publisher == "Fila kommun"
    assert (described.year, described.kind) == (2021, Kind.GUIDELINE)
    assert described.guessed == ()


def test_every_field_can_be_stated(tmp_path: Path) -> None:
    (tmp_path / "katalog.toml").write_text(EVERYTHING)
    path = tmp_path / "a.pdf"
    clues = Clues(
        numbers=(Number(NumberKind.SERIES, "SFS 2003:365"),),
        validity=Validity(date(1999, 1, 1), None),
        edition="Utgåva 1",
        replaces=("Något annat",),
    )
    described = describe(clues, path, stated_of(path))
    assert described.numbers == (
        Number(NumberKind.CASE, "RN 2021/4"),
        Number(NumberKind.ISBN, "91-1"),
        Number(NumberKind.ISBN, "91-2"),
    )
    assert described.validity == Validity(date(2021, 3, 1), date(2024, 12, 31))
    assert described.personal_data is Disclosure.PUBLIC
    assert (described.edition, described.replaces) == ("Version 2", ("Riktlinje från 2018",))
    assert described.guessed == ()


def test_characters_that_are_not_seen_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "katalog.toml"
    path.write_text('[[document]]\nfile = "a.pdf"\ntitle = "\\u202eRätt\\u2069 titel\\u200b"\n')
    assert read_catalogue(path).entries["a.pdf"]["title"] == "Rätt titel"


def test_what_is_read_off_the_pages_is_marked_as_guessed() -> None:
    clues = Clues(stated_title="Avtal om vård", edition="Utgåva 1")
    described = describe(clues, Path("a.pdf"), {})
    assert set(described.guessed) == {"publisher", "year", "kind", "edition"}


def test_without_any_clue_the_name_is_the_title() -> None:
    described = describe(Clues(), Path("min_fil-namn.pdf"), {})
    assert described.title == "Min fil namn"
    assert described.publisher == "Okänd utgivare"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[document]\n", "går inte att läsa"),
        ("document = 3\n", r"\[\[document\]\]"),
        ("[[document]]\ntitle = 'x'\n", "saknar raden file"),
        ("[[document]]\nfile = 'a.pdf'\ntitel = 'x'\n", "titel"),
        ("[[document]]\nfile = 'a.pdf'\ntitle = 7\n", "citattecken"),
        ("[[document]]\nfile = 'a.pdf'\nkind = 'bok'\n", "överenskommelse"),
        ("[[document]]\nfile = 'a.pdf'\nkind = []\n", "överenskommelse"),
        ("[[document]]\nfile = 'a.pdf'\nyear = '2021'\n", "årtal"),
        ("[[document]]\nfile = 'a.pdf'\nyear = true\n", "årtal"),
        ("[[document]]\nfile = 'a.pdf'\nnumbers = '123'\n", "diarienummer"),
        ("[[document]]\nfile = 'a.pdf'\nnumbers = { lopnummer = '1' }\n", "diarienummer"),
        ("[[document]]\nfile = 'a.pdf'\nnumbers = { ISBN = 91 }\n", "citattecken"),
        ("[[document]]\nfile = 'a.pdf'\nvalid_from = '2024'\n", "datum"),
        ("[[document]]\nfile = 'a.pdf'\nvalid_from = 2025\nvalid_to = 2024\n", "tidigare först"),
        ("[[document]]\nfile = 'a.pdf'\ntitle = '\u202e'\n", "citattecken"),
        ("[[document]]\nfile = 'a.pdf'\nedition = 2\n", "citattecken"),
        ("[[document]]\nfile = 'a.pdf'\nreplaces = [1]\n", "citattecken"),
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


GROUPS = """
groups = "ledning"
[[document]]
file = "a.pdf"
[[document]]
file = "b.pdf"
groups = ["mas", "ssk"]
[[document]]
file = "c.pdf"
groups = []
"""


@pytest.mark.parametrize(
    ("file", "groups"),
    [("a.pdf", ("ledning",)), ("b.pdf", ("mas", "ssk")), ("c.pdf", ()), ("d.pdf", ("ledning",))],
)
def test_groups_of_the_folder_hold_for_each_file_that_has_none_of_its_own(
    file: str, groups: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "katalog.toml").write_text(GROUPS)
    path = tmp_path / file
    assert describe(Clues(), path, stated_of(path)).groups == groups


@pytest.mark.parametrize("line", ['group = ["mas"]', "groups = [1]", 'groups = [""]', "groups = 7"])
def test_a_limit_that_is_not_understood_opens_nothing(line: str, tmp_path: Path) -> None:
    (tmp_path / "katalog.toml").write_text(line)
    with pytest.raises(CatalogueError, match="group"):
        stated_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("below", "groups"),
    [
        ("", ("ledning",)),
        ("[[document]]\nfile = 'x.pdf'\nyear = 2024", ("ledning",)),
        ("groups = 'mas'", ("mas",)),
        ("groups = []", ()),
        ("[[document]]\nfile = 'x.pdf'\ngroups = 'ssk'", ("ssk",)),
    ],
)
def test_a_limit_holds_for_all_below_it_until_another_is_stated(
    below: str, groups: tuple[str, ...], tmp_path: Path
) -> None:
    home = tmp_path / "1/2/3/4/5"
    home.mkdir(parents=True)
    (tmp_path / "katalog.toml").write_text("groups = 'ledning'")
    if below:
        (home / "katalog.toml").write_text(below)
    assert stated_of(home / "x.pdf")["groups"] == groups


@pytest.mark.parametrize(("in_file", "on_disk"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_the_same_however_its_letters_are_put_together(
    in_file: Literal["NFC", "NFD"], on_disk: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    name = normalize(in_file, "läkemedel.pdf")
    (tmp_path / "katalog.toml").write_text(f"[[document]]\nfile = '{name}'\ngroups = 'mas'")
    assert stated_of(tmp_path / normalize(on_disk, name))["groups"] == ("mas",)


@pytest.mark.parametrize("there", ["Rutin-2024.PDF", "rutin_2024.pdf", "rutin-2025.pdf"])
def test_a_limit_of_a_file_with_a_mistyped_name_is_told(there: str, tmp_path: Path) -> None:
    (tmp_path / "katalog.toml").write_text("[[document]]\nfile = 'rutin-2024.pdf'\ngroups = 'mas'")
    (tmp_path / there).touch()
    with pytest.raises(CatalogueError, match=f"Heter filen {there}"):
        stated_of(tmp_path / there)


def test_a_limit_of_a_file_that_is_gone_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "katalog.toml").write_text(
        "groups = 'ledning'\n[[document]]\nfile = 'rutin.pdf'\ngroups = 'mas'"
    )
    (tmp_path / "enkät.pdf").touch()
    assert stated_of(tmp_path / "enkät.pdf")["groups"] == ("ledning",)
