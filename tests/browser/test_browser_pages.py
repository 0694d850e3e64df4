"""What holds for every page: sound, accessible, and fit for a narrow window."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import Address
from tests.states import PAGES, unfold

EVERY_PAGE = pytest.mark.parametrize("name", [state.name for state in PAGES])
# Text links are bound by the line they stand in; everything else is for a thumb.
_TARGETS = "button, .button, summary, nav a, .brand, input:not([type=checkbox]), .choices label"


@EVERY_PAGE
def test_page_is_sound_under_its_strict_policy(
    name: str, page: Page, addresses: dict[str, Address]
) -> None:
    complaints: list[str] = []
    address = addresses[name]

    def heard(message: ConsoleMessage) -> None:
        # Chromium reports the error page's own status as an error.
        of_itself = address.status >= 400 and message.location["url"] == address.url
        if message.type in ("error", "warning") and not of_itself:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    response = page.goto(address.url, wait_until="networkidle")
    assert response is not None
    assert response.status == address.status
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" – Belägg")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@EVERY_PAGE
def test_axe_finds_nothing(
    name: str,
    scheme: Literal["light", "dark"],
    browser: Browser,
    addresses: dict[str, Address],
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(addresses[name].url)
    unfold(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


@EVERY_PAGE
def test_narrow_window_needs_no_sideways_scrolling(
    name: str, page: Page, addresses: dict[str, Address]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(addresses[name].url)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@EVERY_PAGE
def test_targets_are_large_enough(name: str, page: Page, addresses: dict[str, Address]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(addresses[name].url)
    unfold(page)
    for target in page.locator(_TARGETS).all():
        box = target.bounding_box()
        if box is not None:
            assert round(min(box["width"], box["height"])) >= 44, target.inner_text()


def test_the_description_of_the_interface_is_drawn_under_its_policy(
    page: Page, server_url: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{server_url}/api/docs")
    page.get_by_text("/api/ask/stream").first.wait_for()
    assert complaints == []
