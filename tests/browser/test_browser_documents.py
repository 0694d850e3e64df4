"""The documents as a reader meets them: searched, filtered, and each on its own page."""

import re
from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.states import unfold

STATES = pytest.mark.parametrize(
    "state",
    [
        "?",
        "?sida=2",
        "?sok=riktlinje&typ=riktlinje&galler=ja",
        "?sok=finns+inte",
        "delegering-2018",
        "delegering-2023",
        "lakare",
        "framtid",
    ],
)


@pytest.fixture(scope="module")
def paths(followed_url: str) -> dict[str, str]:
    """The page of each document by its file's name."""
    listed = httpx.get(f"{followed_url}/api/documents", timeout=30).json()["documents"]
    return {
        document["file"].removesuffix(".pdf"): f"/dokument/{document['id']}" for document in listed
    }


@pytest.fixture
def address(state: str, followed_url: str, paths: dict[str, str]) -> str:
    return followed_url + (f"/dokument{state}" if state.startswith("?") else paths[state])


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@STATES
def test_axe_finds_nothing(
    scheme: Literal["light", "dark"], browser: Browser, address: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    unfold(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


@STATES
def test_narrow_window_needs_no_sideways_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@STATES
def test_controls_are_for_a_thumb(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    unfold(page)
    controls = page.locator("main :is(button, .button, summary, .choices label, .outline a)")
    for box in (control.bounding_box() for control in controls.all()):
        assert box is not None
        assert round(box["height"]) >= 44


def test_searching_and_filtering_without_javascript(plain: Page, followed_url: str) -> None:
    plain.goto(f"{followed_url}/dokument")
    plain.get_by_label("Sök bland dokumenten").fill("delegering riktlinje")
    plain.get_by_role("button", name="Sök").click()
    titles = plain.get_by_role("heading", level=3)
    expect(titles).to_have_count(2)
    plain.get_by_text("Avgränsa", exact=True).click()
    plain.get_by_role("checkbox", name=re.compile("^Bara sådant som gäller")).check()
    plain.get_by_role("button", name="Visa dokumenten").click()
    expect(titles).to_have_text(["Riktlinje för delegering 2023"])
    expect(plain.get_by_label("Sök bland dokumenten")).to_have_value("delegering riktlinje")
    plain.get_by_role("link", name="Visa alla dokument").click()
    expect(titles).to_have_count(50)


def test_the_replaced_leads_to_its_successor_and_back(page: Page, followed_url: str) -> None:
    page.goto(f"{followed_url}/dokument?sok=delegering")
    page.get_by_role("heading", level=3).get_by_role("link", name="2018").click()
    notice = page.get_by_role("note")
    expect(notice).to_contain_text("Dokumentet är ersatt av Riktlinje för delegering 2023")
    notice.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Riktlinje för delegering 2023")
    expect(page.get_by_role("note")).to_have_count(0)
    page.locator(".matched").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Riktlinje för delegering 2018")


def test_the_list_is_searched_by_keyboard_alone(page: Page, followed_url: str) -> None:
    page.goto(f"{followed_url}/dokument")
    field = page.get_by_label("Sök bland dokumenten")
    for _ in range(10):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("villa éden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
    page.get_by_text("Avgränsa", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox").first).to_be_focused()


def test_the_outline_of_a_long_document_unfolds(page: Page, server_url: str) -> None:
    listed = httpx.get(f"{server_url}/api/documents", timeout=30).json()["documents"]
    longest = next(d for d in listed if d["file"].endswith("exempelkommunen-2022.pdf"))
    page.goto(f"{server_url}/dokument/{longest['id']}")
    outline = page.get_by_role("region", name="Innehåll")
    below = outline.locator("ol ol > li")
    expect(below.first).to_be_hidden()
    outline.get_by_text(re.compile("underrubriker")).first.focus()
    page.keyboard.press("Enter")
    expect(below.first).to_be_visible()
    below.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/sida/[0-9]+$"))


def test_an_actor_of_a_document_leads_to_its_duties_there(
    page: Page, followed_url: str, paths: dict[str, str]
) -> None:
    page.goto(followed_url + paths["delegering-2023"])
    page.get_by_role("region", name="Vem som har ansvar").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("^Enhetschef "))
    expect(page.get_by_role("heading", level=3)).to_have_count(1)


def test_an_example_is_asked_of_the_document(
    page: Page, followed_url: str, paths: dict[str, str]
) -> None:
    page.goto(followed_url + paths["delegering-2023"])
    page.get_by_role("link", name="Vad ansvarar enhetschefen för?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad ansvarar enhetschefen för?")
    expect(page.get_by_text("Söker bara i Riktlinje för delegering 2023")).to_be_visible()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_bars_are_seen_in_forced_colours_and_on_paper(
    media: Literal["screen", "print"], browser: Browser, followed_url: str, paths: dict[str, str]
) -> None:
    context = browser.new_context(forced_colors="active" if media == "screen" else "none")
    page = context.new_page()
    page.emulate_media(media=media)
    page.goto(followed_url + paths["delegering-2023"])
    drawn = page.locator(".bar").first.locator("rect")
    track, amount = (one.evaluate("one => getComputedStyle(one).fill") for one in drawn.all())
    assert track != amount
    context.close()
