"""Personal data in a document: covered wherever a reader meets it, unless it is public."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from rich.console import Console

from index.build import Status
from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
from ingest.covering import file_name, personal_data_of, without_personal_data
from ingest.document import Content, Description, Kind, Page
from server.document_table import documents_table, personal_data
from server.ingest_report import report_json, report_table
from server.page_image import page_image, scale_of
from server.presenting import document_out
from tests.one_document import Collection
from tests.pdfs import Gap, Heading, make_pdf, paragraph
from tests.raw_pdf import FIRST, one_page, stream

NUMBER = "811228-9874"
LONG = "19121212-1212"
NUMBERS = (NUMBER, LONG, "701063-2391", "8112289874", "19811228", "1943-05-06")
QUESTION = "Vem ansvarar för brukarens läkemedel?"
PAGES = [
    [
        Heading("Beslut om brukarens läkemedel"),
        *paragraph(
            f"Kommunen ansvarar för att brukaren {NUMBER} får sina läkemedel i rätt tid och att "
            "det följs upp varje månad av den sjuksköterska som är omvårdnadsansvarig."
        ),
        Gap(),
        *paragraph(
            "Beslutet gäller även Anna Andersson, född 1943-05-06, som bor på samma boende. "
            "Frågor besvaras av Karin Lind, telefon 08-123 45 67."
        ),
    ],
    [
        Heading(f"Ärende {LONG}"),
        *paragraph(
            "Hemtjänsten ska ha en rutin för nycklar som är känd av alla i verksamheten. "
            "Numret skrivs 701063-2391 i journalen."
        ),
    ],
]


@pytest.fixture(scope="module")
def covered(
    tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder
) -> Collection:
    collection = Collection(tmp_path_factory.mktemp("covered"), embedder)
    collection.path = collection.folder / f"beslut-{NUMBER}.pdf"
    make_pdf(collection.path, PAGES, title=f"Beslut {NUMBER}")
    collection.ingested()
    return collection


@pytest.fixture(scope="module")
def client(covered: Collection) -> Iterator[TestClient]:
    with covered.client() as client:
        yield client


@pytest.fixture(scope="module")
def public(
    covered: Collection,
    tmp_path_factory: pytest.TempPathFactory,
    embedder: SentenceTransformerEmbedder,
) -> Collection:
    """The same, which was covered until it was stated to be public."""
    folder = tmp_path_factory.mktemp("public") / "copy"
    shutil.copytree(covered.folder, folder)
    collection = Collection(folder, embedder)
    collection.path = folder / f"beslut-{NUMBER}.pdf"
    collection.ingested("public")
    return collection


def _addresses(document: str) -> list[str]:
    words = f"fraga={QUESTION}"
    return [
        f"/?{words}",
        "/dokument",
        f"/dokument/{document}",
        f"/dokument/{document}/sida/1",
        f"/dokument/{document}/sida/2",
        "/ansvar",
        "/api/documents",
        "/openapi.json",
    ]


def test_no_page_shows_what_is_covered(covered: Collection, client: TestClient) -> None:
    for address in _addresses(covered.id):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not [number for number in NUMBERS if number in answer.text], address


def test_an_answer_quotes_the_sentence_with_dots(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION})
    assert "brukaren ••••••-•••• får sina läkemedel" in answer.text
    assert not [number for number in NUMBERS if number in answer.text]


def test_a_search_for_the_number_shows_dots(client: TestClient) -> None:
    found = client.post("/api/search", json={"query": f"brukaren {NUMBER} läkemedel"}).json()
    quotes = [hit["quote"] for hit in found["hits"]]
    assert any("••••••-••••" in quote for quote in quotes)
    assert not any("9874" in quote for quote in quotes)


def test_nothing_of_it_is_in_the_files_of_the_generation(covered: Collection) -> None:
    home = covered.folder / "ix" / covered.report.generation
    held = b"".join(
        path.read_bytes() for path in home.iterdir() if not path.match("manifest.*json")
    ).decode("utf-8", "replace")
    assert not [number for number in NUMBERS if number in held]


def test_the_name_of_a_contact_stands_as_it_is(covered: Collection, client: TestClient) -> None:
    page = client.get(f"/dokument/{covered.id}/sida/1").text
    assert "Karin Lind, telefon 08-123 45 67" in page
    assert "Anna Andersson" not in page


def test_the_page_image_is_painted_over_where_the_number_stands(
    covered: Collection, client: TestClient
) -> None:
    image = client.get(f"/dokument/{covered.id}/sida/1.png").content
    pixels = np.asarray(Image.open(io.BytesIO(image)).convert("L"))
    page = pdfium.PdfDocument(covered.path)[0]
    text = page.get_textpage()
    first = text.get_text_range().index(NUMBER)
    assert text.count_rects(first, len(NUMBER)) == 1
    left, bottom, right, top = text.get_rect(0)
    scale = scale_of(*page.get_size())
    top, bottom = (round((page.get_height() - y) * scale) for y in (top, bottom))
    within = pixels[top:bottom, round(left * scale) : round(right * scale)]
    assert within.max() == within.min() < 128


def test_where_places_are_only_about_right_more_is_painted_over(covered: Collection) -> None:
    first = pdfium.PdfDocument(covered.path)[0].get_textpage().get_text_range().index(NUMBER)
    exact, wide = (
        Image.open(
            io.BytesIO(page_image(covered.path, 1, (), hidden=[(first, 11)], recognised=recognised))
        )
        for recognised in (False, True)
    )
    assert _dark(wide) > 1.1 * _dark(exact)


def _dark(image: Image.Image) -> int:
    return image.convert("L").histogram()[64]


def test_the_file_is_not_given_out_and_it_is_said_why(
    covered: Collection, client: TestClient
) -> None:
    answer = client.get(f"/dokument/{covered.id}/fil", headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "Personuppgifter" in answer.text or "personuppgifter" in answer.text
    assert b"%PDF" not in answer.content
    for address in _addresses(covered.id):
        assert f"/dokument/{covered.id}/fil" not in client.get(address).text


def test_the_operator_is_told_how_many_and_where_but_not_what(covered: Collection) -> None:
    (outcome,) = report_json(covered.report)["files"]
    found = outcome["reading"]["personal_data"]
    assert [(one["page"], one["kind"], one["count"]) for one in found] == [
        (1, "namn och födelsedatum", 1),
        (1, "personnummer", 1),
        (2, "personnummer", 1),
        (2, "samordningsnummer", 1),
        (0, "personnummer", 1),
    ]
    console = Console(width=400)
    with console.capture() as capture:
        console.print(report_table(covered.report))
    assert "1 personnummer på sidan 2, 1 samordningsnummer på sidan 2" in capture.get()


def test_the_list_of_documents_tells_it_too(covered: Collection, public: Collection) -> None:
    for collection, told in ((covered, "5 täckta"), (public, "5 visas")):
        opened = open_index(collection.folder / "ix")
        (entry,) = opened.manifest.entries
        assert personal_data(entry) == told
        listed = [document_out(document, opened.store) for document in opened.store.documents()]
        table = documents_table(listed, {entry.id: personal_data(entry)})
        assert list(table.columns[-1].cells) == [told]


def test_a_document_stated_public_is_shown_as_it_is(public: Collection) -> None:
    with public.client() as client:
        assert NUMBER in client.get(f"/dokument/{public.id}/sida/1").text
        assert f"brukaren {NUMBER} får" in client.post("/api/ask", json={"question": QUESTION}).text
        file = client.get(f"/dokument/{public.id}/fil")
    assert file.content.startswith(b"%PDF")
    # Whether it may be shown can change.
    assert file.headers["Cache-Control"] == "private, no-cache"


def test_stating_it_anew_covers_it_without_reading_the_file_again(public: Collection) -> None:
    (archived,) = (public.folder / "ix" / "documents").glob("*/content-*.json")
    read = archived.stat().st_mtime_ns
    for stated, is_covered in (("masked", True), ("public", False)):
        (outcome,) = public.ingested(stated).outcomes
        (document,) = open_index(public.folder / "ix").store.documents()
        assert outcome.status is Status.READ_ANEW
        assert document.description.covered is is_covered
        assert (NUMBER in document.file) is not is_covered
    assert archived.stat().st_mtime_ns == read
    (unchanged,) = public.ingested("public").outcomes
    assert unchanged.status is Status.UNCHANGED


def test_a_number_in_the_name_of_a_file_is_covered_however_it_is_set_off() -> None:
    for name in ("beslut_198112289874.pdf", f"{NUMBER}_beslut.pdf"):
        assert "9874" not in file_name(
            f"/x/{name}", Description("Beslut", "Nämnden", 2024, Kind.OTHER)
        )


def test_a_number_in_the_label_of_a_page_is_covered_and_counted() -> None:
    content = Content((Page(1, f"{NUMBER} 1", "Text."),), (), ())
    [found] = personal_data_of(content)
    assert (found.page, found.count) == (1, 1)
    assert NUMBER not in without_personal_data(content).pages[0].label


def test_what_is_noted_on_a_page_but_not_read_is_not_shown(tmp_path: Path) -> None:
    look = stream(
        b"0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Matrix[1 0 0 1 0 0]"
    )
    note = b"<</Type/Annot/Subtype/FreeText/Rect[50 50 150 150]/Contents(x)/AP<</N %d 0 R>>>>"
    noted = one_page(
        tmp_path / "a.pdf", page=b"/Annots[%d 0 R]" % FIRST, more=[note % (FIRST + 1), look]
    )
    plain = one_page(tmp_path / "b.pdf")
    assert page_image(noted, 1, ()) == page_image(plain, 1, ())
    with pdfium.PdfDocument(noted) as shown, pdfium.PdfDocument(plain) as bare:
        images = [one[0].render().to_pil().tobytes() for one in (shown, bare)]
    assert images[0] != images[1]
