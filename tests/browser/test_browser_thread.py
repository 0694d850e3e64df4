"""Questions that follow upon each other: one conversation in one address."""

import re
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from server.forms import LONGEST_CONVERSATION
from tests.states import ANSWERED, REFUSED

SECOND = "Hur ofta ska läkemedelsgenomgångar göras?"


@pytest.fixture
def thread_url(server_url: str) -> str:
    return f"{server_url}/?{urlencode({'fraga': ANSWERED, 'tidigare': [SECOND, REFUSED]}, True)}"


def asked_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("javascript", [True, False])
def test_follow_up_stays_in_its_conversation(
    javascript: bool, browser: Browser, server_url: str
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{server_url}/?{urlencode({'fraga': ANSWERED, 'uttalande': 'ansvar'})}")
    page.get_by_label("Ställ en följdfråga").fill(SECOND)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("tidigare="))
    expect(page.get_by_role("heading", level=1)).to_have_text(SECOND)
    earlier = page.get_by_role("region", name="Tidigare i tråden")
    expect(earlier.locator("summary")).to_have_text([ANSWERED])
    assert asked_of(page.url) == {
        "fraga": [SECOND],
        "tidigare": [ANSWERED],
        "uttalande": ["ansvar"],
    }
    context.close()


def test_citations_are_numbered_through_the_conversation(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    numbers = page.locator(".turn-sources > li, .source").evaluate_all("all => all.map(e => e.id)")
    assert len(numbers) > 2
    assert numbers == [f"kalla-{n}" for n in range(1, len(numbers) + 1)]


def test_earlier_answer_unfolds_with_its_sources(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    turn = page.locator("details.turn").first
    expect(turn.locator("blockquote").first).to_be_hidden()
    turn.locator("summary").click()
    expect(turn.locator("blockquote").first).to_be_visible()
    turn.locator(".turn-sources a").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_earlier_refusal_says_why(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    turn = page.locator("details.turn").nth(1)
    turn.locator("summary").click()
    expect(turn).to_contain_text("Jag hittar inget")


def test_question_asked_anew_keeps_those_before_it(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    page.get_by_label("Din fråga").fill("Vad är en SIP?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn summary")).to_have_text([SECOND, REFUSED])


def test_starting_over_leaves_the_last_question(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    page.get_by_role("link", name="Börja om").click()
    assert asked_of(page.url) == {"fraga": [ANSWERED]}


def test_oldest_question_gives_way_in_a_long_conversation(page: Page, server_url: str) -> None:
    earlier = [f"{REFUSED} {n}" for n in range(1, LONGEST_CONVERSATION)]
    page.goto(f"{server_url}/?{urlencode({'fraga': ANSWERED, 'tidigare': earlier}, True)}")
    page.get_by_label("Ställ en följdfråga").fill(SECOND)
    page.keyboard.press("Enter")
    expect(page.locator(".turn summary")).to_have_text([*earlier[1:], ANSWERED])


def test_conversation_longer_than_allowed_is_told(page: Page, server_url: str) -> None:
    earlier = [REFUSED] * LONGEST_CONVERSATION
    response = page.goto(
        f"{server_url}/?{urlencode({'fraga': ANSWERED, 'tidigare': earlier}, True)}"
    )
    assert response is not None
    assert response.status == 422
    expect(page.get_by_role("main")).to_contain_text(f"högst {LONGEST_CONVERSATION - 1}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_conversation(
    scheme: Literal["light", "dark"], browser: Browser, thread_url: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(thread_url)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_paper_holds_the_whole_conversation(page: Page, thread_url: str) -> None:
    page.goto(thread_url)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".turn blockquote").first).to_be_visible()
    expect(page.get_by_label("Ställ en följdfråga")).to_be_hidden()


def test_waiting_is_told_and_over_when_the_reader_returns(page: Page, server_url: str) -> None:
    page.goto(server_url)
    # A server that never answers, as the page sees it.
    page.evaluate("addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Söker i dokumenten …")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("status")).to_have_count(0)
    expect(page.locator("form :disabled")).to_have_count(0)


def test_slow_server_is_told(page: Page, server_url: str) -> None:
    page.clock.install()
    page.goto(server_url)
    page.evaluate("addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.keyboard.press("Enter")
    page.clock.run_for(10_000)
    expect(page.get_by_role("status")).to_contain_text("längre än vanligt")
