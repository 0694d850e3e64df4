"""The list of duties as a reader meets it: filtered, paged, followed to its source."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.states import unfold

STATES = pytest.mark.parametrize(
    "query",
    ["", "?aktor=MAS&modalitet=ska", "?sok=traktorkoppling", "?sida=2"],
    ids=["all", "limited", "empty", "second"],
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@STATES
def test_axe_finds_nothing(
    query: str, scheme: Literal["light", "dark"], browser: Browser, server_url: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server_url}/ansvar{query}")
    unfold(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


@STATES
def test_narrow_window_needs_no_sideways_scrolling(query: str, page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server_url}/ansvar{query}")
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_filtering_without_javascript(browser: Browser, server_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server_url}/ansvar")
    page.get_by_text("Avgränsa", exact=True).click()
    page.get_by_role("checkbox", name=re.compile(r"^Kommun \(")).check()
    page.get_by_role("checkbox", name=re.compile(r"^Ska \(")).check()
    documents = page.get_by_label("Dokument")
    agreement = documents.locator("option", has_text="Överenskommelse om en god och nära vård")
    documents.select_option(agreement.get_attribute("value"))
    page.get_by_role("button", name="Visa uttalandena").click()

    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"^Kommun \(\d+\)$"))
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
    expect(page.get_by_text("Avgränsat till kommun, ska")).to_be_visible()
    context.close()


def test_an_actor_is_one_click_away_and_leads_to_the_marked_page(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/ansvar")
    actors = page.get_by_role("navigation", name="Aktörer")
    actors.get_by_role("link", name="MAS").click()
    expect(page).to_have_url(f"{server_url}/ansvar?aktor=MAS")
    expect(actors.locator("[aria-current]")).to_have_text(re.compile("^MAS"))
    page.get_by_role("link", name="Läs på").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_the_next_page_of_the_list_keeps_its_filter(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/ansvar?modalitet=ska")
    page.get_by_role("link", name="Nästa").click()
    expect(page).to_have_url(f"{server_url}/ansvar?modalitet=ska&sida=2")
    expect(page.get_by_text(re.compile(r"^Sida 2 av \d+$"))).to_be_visible()


def test_the_list_is_fetched_as_a_file(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/ansvar?aktor=MAS")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="CSV").click()
    assert fetched.value.suggested_filename == "ansvar.csv"
    assert fetched.value.path().read_bytes().startswith("\ufeffAktör;".encode())
