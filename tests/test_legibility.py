"""Which pages are sent to recognition, and which are left alone."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.drawn import picture_share
from ingest.legibility import broken_pages, is_broken, needs_recognition
from ingest.wordlist import is_word
from tests.pdfs import Heading, make_pdf, paragraph
from tests.scans import break_characters, make_scan

BODY = "Kommunen ansvarar för att rutinen för avvikelser är känd av alla i verksamheten."
FINNISH = (
    "Henkilöstön kuuleminen ja mielipiteet ovat tärkeitä jotta voimme kehittää "
    "henkilöstöpolitiikkaamme oikeaan suuntaan. Kaupunki haluaa edistää työyhteisöjen "
    "hyvinvointia ja toiminnassamme näkyy tietoinen tasa-arvonäkökulma."
)
CHEMICALS = (
    "amosit antofyllit krysotil attapulgit halloysit wollastonit hexahydroftalsyraanhydrid "
    "0,1 5 NGV cyanoakrylat heptanon pentandiol tert-butanol inkl. oorg. 2-etylhexyl 12 500"
)


@pytest.mark.parametrize(
    "word", ["kommunens", "Läkemedelshantering", "sjukvårdsförvaltningschef", "hälso-sjukvård"]
)
def test_words_and_compounds_are_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["klickan", "funktinnshndrade", "hälsooch", "ocialstyrelsen", "2"])
def test_misspelt_and_run_together_words_are_no_words(word: str) -> None:
    assert not is_word(word)


@pytest.mark.parametrize(
    "text", [BODY, FINNISH, CHEMICALS, "", "1 203 4,5 98 %\n12 MSEK 2019–2024"]
)
def test_foreign_words_chemicals_and_numbers_are_not_broken(text: str) -> None:
    assert not is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rådet för funktinnshndrrde gidkänner föredrr gnhn gnlhntrn ics benlutrr eventuellr",
        f"{BODY}\n*|UDQ\x033HUVVRQ HIWHU ODJHQ",
        f"{BODY} Kom\x01mu\x01nen an\x01svarar f\ufffdr det\x01ta",
        "Gruppenngernförslagntllnpersonalsektonensomnbesluterninärendet "
        "somnansvararnförnanställningenochnbefatningarna",
    ],
)
def test_wrong_characters_are_broken(text: str) -> None:
    assert is_broken(text)


def test_the_other_pages_of_a_broken_document_are_broken_by_one_word() -> None:
    broken = "protokojjet medjemmarna ejektroniskt vajdes fömr protokojjjusterare"
    assert broken_pages([broken, f"{BODY} beträfar", BODY]) == {1, 2}
    assert broken_pages([BODY, f"{BODY} beträfar", BODY]) == set()


def test_a_heading_with_wrong_characters_condemns_its_page(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[Heading("Ansvar efter lagen"), *paragraph(BODY)]])
    assert not needs_recognition(*_page(path, 1))
    break_characters(path)
    assert needs_recognition(*_page(path, 1))


def test_a_picture_under_a_header_needs_recognition_and_an_empty_page_none(tmp_path: Path) -> None:
    path = make_scan(tmp_path / "a.pdf", [[BODY[:40], BODY[40:]], []], header="Protokoll 2024")
    assert needs_recognition(*_page(path, 1))
    assert not needs_recognition(*_page(path, 2))


def _page(path: Path, number: int) -> tuple[str, float]:
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        text = page.get_textpage()
        return text.get_text_range(), picture_share(page, text)


def _none(pages: int) -> set[int]:
    return set()


def _all(pages: int) -> set[int]:
    return set(range(1, pages + 1))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("prop_1999-2000_17_custom-encoding", lambda _: {1, 4, 6, 7, 8}),
        ("nykarleby_radet_funktionshindrade_protokoll_2023-05-24", lambda n: _all(n) - {2}),
        ("scb_fs_2025-19", lambda n: _all(n) - {1, 2}),
        ("elsak_fs_2003-3_skannad", _all),
        ("prop_2008-09_5_bilaga_skannad", _all),
        # Its glyphs are empty: there is nothing to see on the page either.
        ("1177_adhd", _none),
        ("1177_framfall_tom", _none),
        ("prop_2008-09_5_arbetsmiljo", _none),
        ("av_afs_2023-14_gransvarden", _none),
        ("adda_avropsberattigade_parter", _none),
        ("rsa_bjurholm_2023_maskad", _none),
        ("ssm_ssmfs_2008-1", _none),
    ],
)
def test_the_pages_of_a_real_file_that_need_recognition(
    shared: Path, name: str, expected: Callable[[int], set[int]]
) -> None:
    path = shared / "realpdf" / f"{name}.pdf"
    with pdfium.PdfDocument(path) as document:
        pages = range(1, len(document) + 1)
    seen = {number: _page(path, number) for number in pages}
    found = {n for n in pages if needs_recognition(*seen[n])}
    assert found | broken_pages([seen[n][0] for n in pages]) == expected(len(pages))
