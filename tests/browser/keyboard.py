"""A reader who has no pointer."""

from playwright.sync_api import Locator, Page, expect

from tests.states import ANSWERED

_MOST_TABS = 40


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until the element has focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{_MOST_TABS} tabbar leder inte till {wanted}")


def ask_and_follow_a_citation(page: Page, server_url: str) -> None:
    """From the start page to the first source of an answer."""
    page.goto(server_url)
    tab_to(page, page.get_by_label("Din fråga"))
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWERED)
    tab_to(page, page.locator(".sentences a").first)
    page.keyboard.press("Enter")
    expect(page.locator("#kalla-1")).to_be_focused()
