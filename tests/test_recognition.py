"""Pages that can't be read get their text off their picture; the others stay as they are."""

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

from index.archive import Archive
from ingest.clues import Clues
from ingest.document import Content
from ingest.errors import RecognitionError
from ingest.parsing import ParsedFile
from ingest.readable import legible
from ingest.recognition import missing, recognised
from tests.pdfs import Heading, make_pdf, paragraph
from tests.scans import break_characters, make_scan

LINES = ["Kommunen ansvarar för att rutinen", "är känd av alla i verksamheten."]
TEXT = " ".join(LINES)

needs_ocr = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@needs_ocr
def test_a_scanned_page_gets_the_text_that_is_seen_on_it(tmp_path: Path) -> None:
    scan = make_scan(tmp_path / "a.pdf", [LINES])
    found = legible(scan)
    assert found.data and found.recognised == {1}
    assert TEXT in _text(found.data, 1)
    assert "OCR" in found.remarks[0].text


@needs_ocr
def test_a_recognised_page_looks_as_before(tmp_path: Path) -> None:
    scan = make_scan(tmp_path / "a.pdf", [LINES], header="Protokoll 2024")
    read = recognised(scan, [1])
    assert np.abs(_picture(scan.read_bytes()) - _picture(read)).max() < 40
    assert "Protokoll 2024" in _text(read, 1)


@needs_ocr
def test_the_broken_text_is_gone_and_the_seen_text_is_there(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[Heading("Ansvar efter lagen"), *paragraph(TEXT)]])
    before = _picture(path.read_bytes())
    break_characters(path)
    assert "HIWHU" in _text(path.read_bytes(), 1)
    found = legible(path)
    assert found.data and found.recognised == {1}
    text = _text(found.data, 1)
    assert "Ansvar efter lagen" in text and "HIWHU" not in text
    assert np.abs(before - _picture(found.data)).mean() < 2


@needs_ocr
def test_other_pages_are_untouched_and_the_result_is_always_the_same(tmp_path: Path) -> None:
    scan = make_scan(tmp_path / "a.pdf", [LINES, [], LINES], header="Protokoll 2024")
    read = recognised(scan, [3])
    assert read == recognised(scan.read_bytes(), [3])
    for number in (1, 2):
        before, after = (PdfReader(f).pages[number - 1] for f in (scan, _kept(tmp_path, read)))
        assert before.get_contents() == after.get_contents()
        assert _text(read, number) == _text(scan.read_bytes(), number)


@needs_ocr
def test_an_encrypted_file_with_an_empty_password_is_recognised(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=make_scan(tmp_path / "open.pdf", [LINES]))
    writer.encrypt("", "ägarens", algorithm="AES-256")
    path = tmp_path / "a.pdf"
    writer.write(path)
    found = legible(path)
    assert found.data and TEXT in _text(found.data, 1)


def test_without_ocr_a_remark_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = make_scan(tmp_path / "a.pdf", [LINES, []])
    monkeypatch.setenv("PATH", str(tmp_path))
    found = legible(scan)
    assert found.data is None and not found.recognised
    assert [(remark.page, remark.text) for remark in found.remarks] == [
        (
            1,
            "Sidan saknar läsbar text och OCR är inte installerat. "
            "Installera: apt-get install ocrmypdf tesseract-ocr-swe",
        )
    ]
    with pytest.raises(RecognitionError, match="apt-get install"):
        recognised(scan, [1])


@needs_ocr
def test_ocr_without_swedish_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    found = legible(make_scan(tmp_path / "a.pdf", [LINES]))
    assert "OCR saknar svenska" in found.remarks[0].text


def test_a_readable_and_a_damaged_file_are_left_as_they_are(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "a.pdf", [paragraph(TEXT)])
    damaged = tmp_path / "b.pdf"
    damaged.write_bytes(b"%PDF-1.7 och sedan inget")
    for path in (whole, damaged):
        assert legible(path).data is None
        assert legible(path).remarks == ()


def test_the_archive_keeps_the_readable_file_beside_the_original(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep_pdf("1", b"original")
    assert archive.page_pdf_path("1") == archive.pdf_path("1")
    clues, content = Clues(title="a"), Content((), (), ())
    archive.keep(ParsedFile("1", clues, content, readable=b"readable"))
    archive.prune({"1": "vectors"})
    assert archive.page_pdf_path("1").read_bytes() == b"readable"
    assert archive.pdf_path("1").read_bytes() == b"original"
    archive.keep(ParsedFile("1", clues, content))
    assert archive.page_pdf_path("1") == archive.pdf_path("1")


@needs_ocr
def test_a_real_scan_is_read_word_for_word(shared: Path) -> None:
    found = legible(shared / "realpdf" / "elsak_fs_2003-3_skannad.pdf")
    assert found.data
    assert "Elsäkerhetsverket föreskriver med stöd av 11, 12 och 13" in _text(found.data, 1)
    assert "höra att gälla den 30 juni 2003." in _text(found.data, 1)


def _text(data: bytes, number: int) -> str:
    with pdfium.PdfDocument(data) as document:
        return " ".join(document[number - 1].get_textpage().get_text_range().split())


def _picture(data: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    with pdfium.PdfDocument(data) as document:
        return np.asarray(document[0].render(scale=1, grayscale=True).to_pil(), dtype=np.int16)


def _kept(folder: Path, data: bytes) -> Path:
    path = folder / "read.pdf"
    path.write_bytes(data)
    return path
