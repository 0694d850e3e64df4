"""The warning before a personal number is sent, on the pages and in the chat."""

from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from ingest.personal_data import PersonalDataKind, find
from tests.bench.personal_data.cases import cases as bench_cases
from tests.browser.chat import opened
from tests.browser_rules import TARGET, script
from tests.intranet import address
from tests.personal_numbers import written

NUMBER = "19121212-1212"
TYPED = f"Vem ansvarar för delegering till {NUMBER}?"
LEFT = "Vem ansvarar för delegering till?"
_CASES = 2400
_NAMES = (
    *("Anna Andersson", "anna andersson", "Lind, Karin", "ÅSA ÖBERG", "Region Lund", "Karin"),
    *("Nils-Erik af Ström", "patienten", "Zlatan Petrov", "Fatima O’Hassan", "Stina Ek"),
)
_LINKS = (" ", ", ", " född ", " f. ", "\r\nfödd den ", ": ", ". ", " tel. ", " som ringde på ", "")
_BESIDE = (
    *("1943-05-06", "430506", "19430506", "6 maj 1943", "6/5 -43", "2021-03-04", "811228-XXXX"),
    *("070-123 45 67", "+46 (0)70 123 45 67", "08/123 456", "112", "43.05.06", "6:e okt. 1943"),
    *("４３０５０６", "43\u200b0506", "1943\u201105\u201106"),
)
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
    # To a computer whose clock is wrong nobody is born yet, so only the server knows the number.
    page.clock.set_fixed_time("1975-01-01")
    chat = opened(page, address(intranet, chat_server))
    chat.ask("Vem ansvarar för delegering till 19811228-9874?")
    expect(chat.turns).to_contain_text("Frågan innehöll ett personnummer.")
    expect(chat.turns).to_contain_text(
        "Du frågade: Vem ansvarar för delegering till ••••••••-••••?"
    )
    expect(chat.turns).not_to_contain_text("9874")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("22950606-FH20", "reservnummer"),
        ("1912-12-12-1212", "personnummer"),
        ("Karin Lind född 1943-05-06", "namn och födelsedatum"),
        ("Karin Lind 070-123 45 67", "namn och telefonnummer"),
    ],
)
def test_every_kind_is_warned_of(page: Page, server_url: str, typed: str, kind: str) -> None:
    page.goto(server_url)
    field = page.get_by_label("Din fråga")
    field.fill(f"Vem ansvarar för delegering till {typed}?")
    expect(page.get_by_role("status").filter(has_text=f"ser ut som ett {kind}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(warning(page)).to_contain_text(f"{typed} ({kind})")
    page.get_by_role("button", name="Ta bort och fråga").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LEFT)


def test_pages_find_what_the_server_finds(page: Page, server_url: str) -> None:
    page.goto(server_url)
    texts = [*cases(), *(case.text for case in bench_cases(_CASES, seed=17)), *named()]
    by_page = page.evaluate(
        """async (texts) => {
            const { personalData } = await import("/personuppgifter.js");
            return texts.map(text => personalData.find(text).map(d => [d.start, d.end, d.kind]));
        }""",
        texts,
    )
    by_server = [[[one.start, one.end, one.kind.value] for one in find(text)] for text in texts]
    differing = [case for case in zip(texts, by_page, by_server, strict=True) if case[1] != case[2]]
    assert differing == []
    # Neither is agreed upon by finding all or nothing.
    assert len(texts) / 4 < sum(map(bool, by_server)) < len(texts) * 3 / 4
    assert {kind for found in by_server for *_, kind in found} == set(PersonalDataKind)


def test_the_rules_of_the_pages_are_those_of_the_server() -> None:
    assert TARGET.read_text(encoding="utf-8") == script(), "kör make browser-rules"


def cases() -> list[str]:
    """Numbers, and what only looks like them, in all that they stand among."""
    chance = Random(11)
    return [chance.choice(_AROUND).replace("{}", _number(chance)) for _ in range(_CASES)]


def named() -> list[str]:
    """Names, or what looks like them, with dates and telephones about them."""
    chance = Random(13)
    return [
        chance.choice(("", "Vad gäller för ", "hej\n"))
        + "".join(chance.choice(parts) for parts in (_NAMES, _LINKS, _BESIDE))
        + chance.choice(("", ", och sedan?", " Anna Berg", "-2"))
        for _ in range(_CASES)
    ]


def _number(chance: Random) -> str:
    number = written(chance, chance.choice((0, 0, 60)))
    if chance.random() < 0.25:
        # A digit changed: the check digit or the date is wrong.
        place = chance.choice([i for i, sign in enumerate(number) if sign.isdecimal()])
        number = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    return number
