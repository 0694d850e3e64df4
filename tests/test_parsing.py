"""From a PDF to passages: what holds for every document, and files that can not be read."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.document import Content
from ingest.errors import UnreadableFileError
from ingest.parsing import content_of, parse_pdf
from ingest.reader import read_pdf
from tests.pdfs import Heading, make_pdf, paragraph
from tests.sample import SAMPLE

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
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext saknas: apt install poppler-utils")
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
        glue = "".join(c if i not in covered else "\0" for i, c in enumerate(passage.text))
        assert set(glue.split("\0")) <= {"", " ", "\n", " | ", ": "}
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


def test_every_character_of_real_layouts_stands_where_its_span_says(shared: Path) -> None:
    for path in sorted((shared / "realpdf").glob("*.pdf")):
        # As the files are: recognition takes minutes, and has tests of its own.
        check_invariants(content_of(read_pdf(path)))


def test_a_file_without_text_or_picture_is_refused_with_its_reason(shared: Path) -> None:
    with pytest.raises(UnreadableFileError, match="ingen text på någon av 1 sidor"):
        parse(shared / "realpdf" / "1177_framfall_tom.pdf")


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
