"""The chat for those who see, hear, move or read in other ways."""

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import Chat
from tests.intranet import address
from tests.states import ANSWERED

_EMBEDDED = "<belagg-chatt inbaddad></belagg-chatt>"


_MOST_TABS = 20


def _tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses the key until the element inside the chat has focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press(key)
        if wanted.evaluate("element => element === element.getRootNode().activeElement"):
            return
    raise AssertionError(f"{_MOST_TABS} tryckningar på {key} leder inte till {wanted}")


def _answered(chat: Chat) -> None:
    chat.ask("snabb")
    expect(chat.status).to_have_text("Ett snabbt svar. 1 källa.")


def _refused(chat: Chat) -> None:
    chat.ask("nej")
    expect(chat.turns.get_by_role("link")).to_have_count(2)


def _waiting(chat: Chat) -> None:
    chat.ask("vänta")
    expect(chat.turns).to_contain_text("Söker i dokumenten")


def _failed(chat: Chat) -> None:
    chat.ask("status 503")
    expect(chat.alert).to_be_visible()


def _cut_off(chat: Chat) -> None:
    chat.ask("bryts")
    expect(chat.alert).to_be_visible()


def _empty(chat: Chat) -> None:
    chat.ask("")
    expect(chat.page.get_by_text("Skriv en fråga först.")).to_be_visible()


def _untouched(chat: Chat) -> None:
    expect(chat.field).to_be_visible()


State = Callable[[Chat], None]
STATES = pytest.mark.parametrize(
    "state",
    [_untouched, _empty, _waiting, _answered, _refused, _failed, _cut_off],
    ids=lambda state: state.__name__.strip("_"),
)

# Between them these two and the untouched chat have every kind of thing in them.
LAYOUTS = pytest.mark.parametrize(
    "state",
    [_untouched, _refused, _cut_off],
    ids=lambda state: state.__name__.strip("_"),
)


@pytest.fixture(params=["", _EMBEDDED], ids=["floating", "embedded"])
def page_address(request: pytest.FixtureRequest, intranet: str, moody_server: str) -> str:
    return address(intranet, moody_server, request.param)


def _shown(page: Page, page_address: str) -> Chat:
    """The chat of either kind, open."""
    page.goto(page_address)
    chat = Chat(page)
    if chat.opener.count():
        chat.opener.click()
    return chat


@pytest.mark.parametrize("scheme", ["light", "dark"])
@STATES
def test_axe_finds_nothing(
    state: State, scheme: Literal["light", "dark"], page: Page, page_address: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    state(_shown(page, page_address))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_when_closed(page: Page, intranet: str, moody_server: str) -> None:
    page.goto(address(intranet, moody_server))
    expect(Chat(page).opener).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


# 320 px is a phone, or 1280 px at 400 %; 640 × 400 px is a small screen at 200 %.
@pytest.mark.parametrize("size", [(320, 640), (320, 256), (640, 400)], ids=str)
@LAYOUTS
def test_small_window_needs_no_sideways_scrolling(
    state: State, size: tuple[int, int], page: Page, page_address: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    chat = _shown(page, page_address)
    state(chat)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    assert chat.panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    chat.field.scroll_into_view_if_needed()
    expect(chat.field).to_be_in_viewport(ratio=0.9)


@LAYOUTS
def test_targets_are_large_enough(state: State, page: Page, page_address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    chat = _shown(page, page_address)
    state(chat)
    # Numbers stand in the line of a sentence; what they lead to has its own link.
    for target in page.locator("belagg-chatt :is(button:not(.nummer), textarea, a)").all():
        box = target.bounding_box()
        if box is not None:
            assert round(min(box["width"], box["height"])) >= 44, target.inner_text()


def test_whole_way_by_keyboard_alone(page: Page, intranet: str, chat_server: str) -> None:
    page.goto(address(intranet, chat_server))
    chat = Chat(page)
    _tab_to(page, chat.opener)
    page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    expect(chat.sources.first).to_be_visible()
    expect(chat.field).to_be_focused()
    expect(chat.field).to_have_value("")
    number = chat.sentences.first.get_by_role("button")
    _tab_to(page, number, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.sources.first).to_be_focused()
    page.keyboard.press("Tab")
    link = chat.sources.first.get_by_role("link")
    expect(link).to_be_focused()
    with page.context.expect_page() as opening:
        page.keyboard.press("Enter")
    expect(opening.value.locator("mark").first).to_be_visible()
    page.bring_to_front()
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.opener).to_be_focused()
    expect(chat.opener).to_have_attribute("aria-expanded", "false")


def test_button_names_what_it_opens(page: Page, intranet: str, moody_server: str) -> None:
    page.goto(address(intranet, moody_server))
    page.get_by_role("button", name="Fråga dokumenten", expanded=False).click()
    expect(page.get_by_role("button", name="Fråga dokumenten", expanded=True)).to_be_visible()
    dialog = page.get_by_role("dialog", name="Fråga dokumenten")
    expect(dialog).to_be_visible()
    controlled = Chat(page).opener.get_attribute("aria-controls")
    assert controlled == dialog.get_attribute("id")


def test_shift_and_enter_make_a_new_line(page: Page, page_address: str) -> None:
    chat = _shown(page, page_address)
    chat.field.press("a")
    chat.field.press("Shift+Enter")
    chat.field.press("b")
    expect(chat.field).to_have_value("a\nb")


def test_keys_typed_in_the_chat_are_no_shortcuts_of_the_page(page: Page, page_address: str) -> None:
    chat = _shown(page, page_address)
    page.evaluate("() => addEventListener('keydown', () => { document.title = 'Tagen av sidan'; })")
    chat.field.press("s")
    expect(chat.field).to_have_value("s")
    expect(page).to_have_title("Intranätet")


def test_whole_answer_is_announced_once(page: Page, page_address: str) -> None:
    chat = _shown(page, page_address)
    chat.status.evaluate(
        """status => {
          window.told = [];
          const tell = () => window.told.push(status.textContent);
          new MutationObserver(tell).observe(status, { childList: true });
        }"""
    )
    _answered(chat)
    told = page.evaluate("() => window.told")
    assert told == ["Söker i dokumenten …", "Ett snabbt svar. 1 källa."]
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_ask_for_rest(
    motion: Literal["reduce", "no-preference"], page: Page, page_address: str
) -> None:
    page.emulate_media(reduced_motion=motion)
    chat = _shown(page, page_address)
    _waiting(chat)
    moving = chat.panel.evaluate("panel => panel.getAnimations({ subtree: true }).length")
    assert (moving > 0) == (motion == "no-preference")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chat_follows_the_readers_scheme(
    scheme: Literal["light", "dark"], page: Page, page_address: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    surface = {"light": "rgb(255, 255, 255)", "dark": "rgb(25, 34, 36)"}[scheme]
    expect(_shown(page, page_address).panel).to_have_css("background-color", surface)


def test_forced_colours_leave_edges_and_focus(page: Page, page_address: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    chat = _shown(page, page_address)
    _answered(chat)
    expect(chat.panel).to_have_css("border-top-style", "solid")
    expect(chat.panel).to_have_css("background-color", "rgb(0, 0, 0)")
    expect(chat.field).to_have_css("outline-style", "solid")
    number = chat.sentences.get_by_role("button")
    assert number.evaluate("number => getComputedStyle(number).backgroundColor") != "rgb(0, 0, 0)"
