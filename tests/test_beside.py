"""Personal data beside the text of a file: in notes, in fields, in what it tells of itself."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from rich.console import Console

from index.embedder import SentenceTransformerEmbedder
from ingest.beside import beside
from ingest.covering import personal_data_of
from ingest.parsing import parse_pdf
from server.ingest_report import report_table
from tests.one_document import Collection
from tests.raw_pdf import FIRST, one_page, stream

NOTE = b"<</Type/Annot/Subtype/Text/Rect[50 50 70 70]/Contents(Ring om 811228-9874)>>"
FIELD = b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[50 50 90 70]/T(Personnr)/V(8112289874)>>"
PART = b"<</Type/Annot/Subtype/Widget/Rect[50 50 90 70]/Parent %d 0 R>>" % (FIRST + 1)
WHOLE = b"<</FT/Tx/T(pnr)/V(811228-9874)/Kids[%d 0 R]/Parent %d 0 R>>" % (FIRST, FIRST + 1)
DESCRIBED = b"<rdf:li>Anna Berg, f&#246;dd</rdf:li><rdf:li>811228-9874</rdf:li>"


@pytest.mark.parametrize(
    ("page", "more", "trailer", "catalogue", "where"),
    [
        (b"/Annots[%d 0 R]" % FIRST, [NOTE], b"", b"", 1),
        (b"/Annots[%d 0 R]" % FIRST, [FIELD], b"", b"", 1),
        # A field that is part of one that is part of itself.
        (b"/Annots[%d 0 R]" % FIRST, [PART, WHOLE], b"", b"", 1),
        # A broken note hides no other.
        (b"/Annots[99 0 R 7 %d 0 R]" % FIRST, [NOTE], b"", b"", 1),
        (b"", [b"<</Subject(811228-9874)>>"], b"/Info %d 0 R" % FIRST, b"", 0),
        (b"", [stream(DESCRIBED, b"/Type/Metadata")], b"", b"/Metadata %d 0 R" % FIRST, 0),
    ],
)
def test_a_file_with_a_number_beside_its_text_is_not_given_out(
    tmp_path: Path,
    embedder: SentenceTransformerEmbedder,
    page: bytes,
    more: list[bytes],
    trailer: bytes,
    catalogue: bytes,
    where: int,
) -> None:
    collection = Collection(tmp_path, embedder)
    one_page(collection.path, page=page, more=more, trailer=trailer, catalogue=catalogue)
    (outcome,) = collection.ingested().outcomes
    assert outcome.reading
    (found,) = outcome.reading.personal_data
    assert (found.page, found.kind, found.count, found.beside) == (where, "personnummer", 1, True)
    console = Console(record=True, width=200)
    console.print(report_table(collection.report))
    told = "bland filens egna uppgifter" if where == 0 else "i anteckning eller fält på sidan 1"
    assert f"1 personnummer {told}" in console.export_text()
    with collection.client() as client:
        assert client.get(f"/dokument/{collection.id}/fil").status_code == 403


def test_dates_and_marks_that_programs_set_are_no_persons_numbers(tmp_path: Path) -> None:
    # A date with hours and minutes that has the check digit of a number.
    info = b"<</CreationDate(D:201912241034)/ModDate(D:191224103)/Producer(uuid:8112289874)>>"
    path = one_page(tmp_path / "a.pdf", more=[info], trailer=b"/Info %d 0 R" % FIRST)
    assert personal_data_of(parse_pdf(path).content) == ()


def test_bombs_in_notes_hide_no_note_before_them(tmp_path: Path) -> None:
    notes = 40
    listed = b" ".join(b"%d 0 R" % (FIRST + note) for note in range(2 * notes + 1))
    rich = [b"<</Subtype/Text/RC %d 0 R>>" % (FIRST + 1 + notes + note) for note in range(notes)]
    bombs = [stream(b"x" * 30_000_000) for _ in range(notes)]
    path = one_page(tmp_path / "a.pdf", page=b"/Annots[%s]" % listed, more=[NOTE, *rich, *bombs])
    (found,) = beside(PdfReader(path))
    assert found.text == "Ring om 811228-9874"
