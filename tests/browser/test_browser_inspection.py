"""The file that `belagg inspect` writes, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ingest.clues import Clues
from ingest.document import (
    Content,
    LeftOut,
    Reason,
    Remark,
    Role,
    Sentence,
    Statement,
    StatementKind,
)
from ingest.document import Page as PdfPage
from ingest.parsing import ParsedFile
from server.inspection_file import write_parsed
from tests.contents import DOCUMENT, pages_of, passage, place
from tests.pdfs import Gap, Heading, make_pdf

DUTY = "Kommunen svarar för rutinen."
NOTE = "1 Se <i>lagen</i>."
LOST = "En rad som glömts bort."
LAW = "Lag (2017:30)."


@pytest.fixture(scope="module")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a file with everything in it that a page can have."""
    folder = tmp_path_factory.mktemp("granskning")
    pdf = make_pdf(
        folder / "fil.pdf",
        [
            [Heading("Ansvar"), Gap(), DUTY, LOST, Gap(400.0), NOTE],
            [Heading("Källor"), LAW],
        ],
        footer="Sida {page}",
    )
    first, second = pages_of(pdf)
    duty = passage(0, [(first, DUTY)], ("Ansvar",))
    note = passage(1, [(first, NOTE)], ("Ansvar",), Role.NOTE)
    sources = passage(2, [(second, LAW)], ("Källor",), Role.REFERENCES)
    statement = Statement(StatementKind.DUTY, None, ("kommun",))
    content = Content(
        (first, PdfPage(2, "ii", second.text, recognised=True)),
        (duty, note, sources),
        (
            Sentence(duty.id, 0, len(duty.text), statement, (0, 8), (note.id,)),
            Sentence(note.id, 2, len(note.text), Statement()),
        ),
        (
            LeftOut(1, *place(first, "Sida 1"), Reason.RUNNING),
            LeftOut(2, *place(second, "Sida 2"), Reason.RUNNING),
        ),
        (Remark(2, "Sidan är inskannad."),),
    )
    clues = Clues(title="Riktlinje", year=2024)
    write_parsed(ParsedFile(DOCUMENT, clues, content), pdf, folder / "ut.html")
    return (folder / "ut.html").as_uri()


def test_axe_finds_nothing_in_an_inspection(page: Page, inspection: str) -> None:
    page.goto(inspection)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_lost_text_is_red_on_the_page_and_told_beside_it(page: Page, inspection: str) -> None:
    page.goto(inspection)
    first = page.locator("#sida-1")
    expect(first.locator(".alarm li")).to_have_text([LOST.rstrip(".")])
    expect(first.locator("rect.lost")).to_have_count(1)
    expect(page.locator("#sida-2 rect.lost")).to_have_count(0)


def test_left_out_is_told_with_its_reason(page: Page, inspection: str) -> None:
    page.goto(inspection)
    left_out = page.locator("#sida-1 .aside-list").last
    expect(left_out).to_contain_text("sidhuvud eller sidfot Sida 1")
    expect(page.locator("#sida-1 rect.left")).to_have_count(1)


def test_sentence_shows_its_type_lead_in_and_note(page: Page, inspection: str) -> None:
    page.goto(inspection)
    row = page.locator("#s1-a1 .sentence")
    expect(row.locator(".label")).to_have_text("ansvar")
    expect(row.locator(".lead-in")).to_contain_text("Kommunen")
    expect(row.get_by_role("link", name="avsnitt 2")).to_have_attribute("href", "#s1-a2")


def test_text_of_the_page_is_never_taken_for_markup(page: Page, inspection: str) -> None:
    page.goto(inspection)
    expect(page.locator("#s1-a2 .words")).to_have_text(NOTE)


def test_pointing_at_a_passage_brings_out_its_place(page: Page, inspection: str) -> None:
    page.goto(inspection)
    place_on_page = page.locator("svg a[data-passage='1']")
    page.locator("#s1-a1").hover()
    expect(place_on_page).to_have_class("h1 on")
    page.locator("#s1-a2").hover()
    expect(place_on_page).to_have_class("h1")


def test_place_on_the_page_leads_to_the_passage_without_javascript(
    browser: Browser, inspection: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(inspection)
    page.locator("svg a[data-passage='3'] rect").first.click()
    assert page.url.endswith("#s2-a3")
    expect(page.locator("#s2-a3")).to_be_in_viewport()
    context.close()


def test_narrow_window_shows_an_inspection_without_sideways_scrolling(
    page: Page, inspection: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(inspection)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
