"""The warning before a personal number is sent, on the pages and in the chat."""

from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from ingest.personal_data import PersonalDataKind, find
from tests.browser.chat import opened
from tests.intranet import address
from tests.personal_numbers import written

NUMBER = "19121212-1212"
TYPED = f"Vem ansvarar för delegering till {NUMBER}?"
LEFT = "Vem ansvarar för delegering till?"
_CASES = 2400
_KNOWN = (PersonalDataKind.PERSONAL_NUMBER, PersonalDataKind.COORDINATION_NUMBER)
# What a number stands among, "{}" its place.
_AROUND = (
    "{}",
    "Vad gäller för {}?",
    "pnr:{}, och sedan",
    "Personnummer {} och dnr",
    "({})",
    "född {}.",
    "dnr {}",
    "diarienr: {}",
    "OCR {}",
    "faktura {}",
    "ISBN {}",
    "A{}",
    "SE{}",
    "https://exempel.se/?id={}",
    "{} kr",
    "{} %",
    "tel {}",
    "1-{}",
    "{}-2",
    "{}1",
    "1{}",
    "{}, {}",
)


@pytest.fixture
def sent(page: Page) -> list[str]:
    """The address and body of every request."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.url} {request.post_data}"))
    return seen


def warning(page: Page) -> Locator:
    return page.get_by_role("dialog").filter(has_text="Inget är skickat")


def is_anywhere(sent: list[str]) -> bool:
    return any("1212" in one for one in sent)


def test_a_number_is_warned_of_and_never_sent(page: Page, server_url: str, sent: list[str]) -> None:
    page.goto(server_url)
    page.get_by_label("Din fråga").fill(TYPED)
    page.keyboard.press("Enter")
    expect(warning(page)).to_contain_text(f"{NUMBER} (personnummer)")
    remove = page.get_by_role("button", name="Ta bort och fråga")
    expect(remove).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(LEFT)
    assert not is_anywhere(sent)


def test_escape_leads_back_to_the_field(page: Page, server_url: str, sent: list[str]) -> None:
    page.goto(server_url)
    field = page.get_by_label("Din fråga")
    field.fill(TYPED)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(warning(page)).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value(TYPED)
    assert not is_anywhere(sent)


def test_a_number_is_hinted_at_while_it_is_typed(page: Page, server_url: str) -> None:
    page.goto(server_url)
    field = page.get_by_label("Din fråga")
    field.fill(TYPED)
    hint = page.get_by_role("status").filter(has_text="ser ut som ett personnummer")
    expect(hint).to_be_visible()
    field.fill(LEFT)
    expect(hint).to_have_count(0)


def test_nothing_but_a_number_can_only_be_changed(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/dokument")
    page.get_by_label("Sök bland dokumenten").fill(NUMBER)
    page.keyboard.press("Enter")
    expect(warning(page).get_by_role("button")).to_have_text(["Ändra frågan"])


def test_the_chat_warns_and_never_sends(
    page: Page, intranet: str, chat_server: str, sent: list[str]
) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(TYPED)
    expect(warning(page)).to_contain_text(NUMBER)
    page.keyboard.press("Escape")
    expect(chat.field).to_be_focused()
    expect(chat.panel).to_be_visible()
    chat.field.press("Enter")
    chat.button("Ta bort och fråga").click()
    expect(chat.sentences.first).to_be_visible()
    expect(chat.turns.get_by_role("heading", level=3).first).to_contain_text(LEFT)
    assert not is_anywhere(sent)


def test_the_chat_tells_what_the_server_has_hidden(
    page: Page, intranet: str, chat_server: str
) -> None:
    chat = opened(page, address(intranet, chat_server))
    # A way of writing that only the server knows.
    chat.ask("Vem ansvarar för delegering till 1912-12-12-1212?")
    expect(chat.turns).to_contain_text("Frågan innehöll ett personnummer.")
    expect(chat.turns).to_contain_text(
        "Du frågade: Vem ansvarar för delegering till ••••••••-••••?"
    )
    expect(chat.turns).not_to_contain_text("1212")


def test_pages_find_the_numbers_that_the_server_finds(page: Page, server_url: str) -> None:
    page.goto(server_url)
    texts = cases()
    by_page = page.evaluate(
        "texts => texts.map(text => personalNumbers(text).map(n => [n.start, n.end, n.kind]))",
        texts,
    )
    by_server = [
        [[one.start, one.end, one.kind.value] for one in find(text) if one.kind in _KNOWN]
        for text in texts
    ]
    differing = [case for case in zip(texts, by_page, by_server, strict=True) if case[1] != case[2]]
    assert differing == []
    # Neither is agreed upon by finding all or nothing.
    assert _CASES / 4 < sum(map(bool, by_server)) < _CASES * 3 / 4


def cases() -> list[str]:
    """Numbers, and what only looks like them, in all that they stand among."""
    chance = Random(11)
    return [chance.choice(_AROUND).replace("{}", _number(chance)) for _ in range(_CASES)]


def _number(chance: Random) -> str:
    number = written(chance, chance.choice((0, 0, 60)))
    if chance.random() < 0.25:
        # A digit changed: the check digit or the date is wrong.
        place = chance.choice([i for i, sign in enumerate(number) if sign.isdecimal()])
        number = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    return number
