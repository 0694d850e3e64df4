"""The ways to read: magnified, spaced out, by keyboard, in forced colours, on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Address
from tests.browser.keyboard import ask_and_follow_a_citation, tab_to
from tests.states import ANSWERED, PAGES, unfold

EVERY_PAGE = pytest.mark.parametrize("name", [state.name for state in PAGES])
# A window of 1280 × 1024 at 200 and at 400 per cent.
MAGNIFIED = ((640, 400), (320, 256))
# WCAG 1.4.12.
# As an extension of the browser does: the page itself may have no style in it.
_ADDING = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""
# A field scrolls its text; what is only for screen readers is one point large on purpose.
_CLIPPED = """() => {
  const hides = (overflow) => ["hidden", "clip"].includes(overflow);
  return [...document.querySelectorAll("body *:not(input, .unseen, .unseen *)")].filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const down = hides(overflowY) && one.scrollHeight > one.clientHeight + 1;
    const across = hides(overflowX) && one.scrollWidth > one.clientWidth + 1;
    return one instanceof HTMLElement && one.checkVisibility() && (down || across);
  }).map((one) => one.outerHTML.slice(0, 200));
}"""
_REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""
_LEVELS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => +h.tagName[1])"
# The path to a page stays: it tells which document the page is of.
_OFF_PAPER = (
    "nav:not(.crumbs), form, input, select, button, .button, .skip, header.site, footer.site"
)
_LOOK = """() => {
  const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle, style.outlineWidth, style.outlineColor].join(" ");
}"""
_NAME = "() => document.activeElement.outerHTML.slice(0, 200)"
_MOST_TABS = 200


@pytest.fixture(scope="module")
def magnified(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(device_scale_factor=2)
    yield context
    context.close()


@pytest.fixture(scope="module")
def forced(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(forced_colors="active")
    yield context
    context.close()


def _open(context: BrowserContext, address: Address) -> Page:
    page = context.new_page()
    page.goto(address.url)
    unfold(page)
    return page


def _width(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@EVERY_PAGE
def test_magnified_it_needs_no_sideways_scrolling(
    name: str, magnified: BrowserContext, addresses: dict[str, Address]
) -> None:
    with _open(magnified, addresses[name]) as page:
        for width, height in MAGNIFIED:
            page.set_viewport_size({"width": width, "height": height})
            assert _width(page) <= width


@EVERY_PAGE
def test_spaced_out_text_is_neither_clipped_nor_pushed_aside(
    name: str, magnified: BrowserContext, addresses: dict[str, Address]
) -> None:
    with _open(magnified, addresses[name]) as page:
        page.evaluate(_ADDING, _SPACING)
        for width, height in MAGNIFIED:
            page.set_viewport_size({"width": width, "height": height})
            assert _width(page) <= width
            assert page.evaluate(_CLIPPED) == []


@EVERY_PAGE
def test_its_parts_are_named_and_ordered(
    name: str, magnified: BrowserContext, addresses: dict[str, Address]
) -> None:
    with _open(magnified, addresses[name]) as page:
        levels: list[int] = page.evaluate(_LEVELS)
        assert levels.count(1) == 1
        for before, after in zip([0, *levels], levels, strict=False):
            assert after <= before + 1, levels
        expect(page.locator("main")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", "sv")
        assert page.evaluate(_REPEATED_IDS) == []


@EVERY_PAGE
def test_axe_finds_nothing_in_forced_colours(
    name: str, forced: BrowserContext, addresses: dict[str, Address]
) -> None:
    with _open(forced, addresses[name]) as page:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@EVERY_PAGE
def test_on_paper_there_is_nothing_to_press(
    name: str, magnified: BrowserContext, addresses: dict[str, Address]
) -> None:
    with _open(magnified, addresses[name]) as page:
        page.emulate_media(media="print")
        expect(page.locator(_OFF_PAPER).filter(visible=True)).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("name", ["ask", "answer", "page"])
def test_focus_is_seen_at_every_stop(name: str, page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses[name].url)
    unfold(page)
    stops = 0
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        style, width, *_ = page.evaluate(_LOOK).split()
        assert (style, width) == ("solid", "3px"), page.evaluate(_NAME)
        expect(_focused(page)).to_be_in_viewport()
    assert stops > 5


def _focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_skip_link_leads_past_the_menu(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["ask"].url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Din fråga")).to_be_focused()


def test_from_question_to_the_next_page_and_back_by_keyboard_alone(
    page: Page, server_url: str
) -> None:
    ask_and_follow_a_citation(page, server_url)
    tab_to(page, page.get_by_role("link", name="Läs i sitt sammanhang").first)
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    cited = page.url
    tab_to(page, page.get_by_role("link", name="Nästa").first)
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(cited)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWERED)


def test_from_question_to_the_next_page_and_back_without_javascript(
    browser: Browser, server_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server_url)
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.get_by_role("button", name="Fråga").click()
    page.locator(".sentences a").first.click()
    expect(page.locator("#kalla-1")).to_be_in_viewport()
    page.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    page.get_by_role("link", name="Nästa").first.click()
    following = page.url
    page.get_by_role("link", name="Föregående").first.click()
    expect(page).not_to_have_url(following)
    expect(page.locator(".page-view")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_glides_for_those_who_want_stillness(
    motion: str, behaviour: str, page: Page, addresses: dict[str, Address]
) -> None:
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    page.goto(addresses["ask"].url)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
