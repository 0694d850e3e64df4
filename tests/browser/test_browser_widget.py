"""The chat on a page of another origin, against a real server over the sample corpus."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.chat import Chat, opened
from tests.intranet import address
from tests.states import ANSWERED, REFUSED


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard


def test_one_script_tag_answers_under_a_strict_policy(
    page: Page, intranet: str, chat_server: str, complaints: list[str]
) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(ANSWERED)
    expect(chat.sentences.first).to_contain_text("MAS")
    expect(chat.sources.first).to_contain_text(re.compile(r"Region Exempellän · \d{4} · s\. \d+"))
    assert complaints == []


def test_link_of_a_source_opens_the_marked_page_beside_the_intranet(
    page: Page, intranet: str, chat_server: str
) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(ANSWERED)
    quote = chat.sentences.first.locator("bdi").inner_text()
    link = chat.sources.first.get_by_role("link", name="öppnas i ny flik")
    with page.context.expect_page() as opening:
        link.click()
    view = opening.value
    assert view.url.startswith(f"{chat_server}/dokument/")
    expect(view.locator("mark").first).to_be_visible()
    marked = "".join(view.locator("mark").all_inner_texts())
    assert "".join(marked.split()) == "".join(quote.split())
    assert view.evaluate("document.referrer") == ""
    assert view.evaluate("window.opener") is None


def test_number_leads_to_its_source(page: Page, intranet: str, chat_server: str) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(ANSWERED)
    chat.sentences.first.get_by_role("button", name="Källa 1").click()
    expect(chat.sources.first).to_be_focused()


def test_what_the_question_was_taken_for_is_shown(
    page: Page, intranet: str, chat_server: str
) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask("Vad ansvarar mas för?")
    expect(chat.turns).to_contain_text("Jag sökte efter: Vad ansvarar mas (medicinskt ansvarig")


def test_refusal_shows_the_nearest_passages_as_links(
    page: Page, intranet: str, chat_server: str
) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(REFUSED)
    expect(page.get_by_text("Jag hittar inget i dokumenten")).to_have_count(2)
    links = chat.turns.get_by_role("link")
    expect(links).to_have_count(3)
    assert (links.first.get_attribute("href") or "").startswith(f"{chat_server}/dokument/")
    expect(chat.sentences).to_have_count(0)


def test_unlisted_site_is_told_so(page: Page, intranet: str, chat_server: str) -> None:
    unlisted = intranet.replace("localhost", "127.0.0.1")
    chat = opened(page, address(unlisted, chat_server))
    chat.ask(ANSWERED)
    expect(chat.alert).to_contain_text("Den här webbplatsen får inte ställa frågor till Belägg.")
    expect(chat.sentences).to_have_count(0)


def test_chat_answers_only_from_the_documents_it_is_limited_to(
    page: Page, intranet: str, chat_server: str
) -> None:
    documents = httpx.get(f"{chat_server}/api/documents", timeout=60).json()["documents"]
    guidelines = [one for one in documents if one["kind"] == "riktlinje"]
    ids = "; ".join(one["id"] for one in guidelines[:2])
    body = f'<belagg-chatt typ="riktlinje" dokument="{ids}"></belagg-chatt>'
    chat = opened(page, address(intranet, chat_server, body))
    chat.ask(ANSWERED)
    expect(chat.status).to_contain_text(re.compile(r"\d källo?r?a?\."))
    titles = chat.sources.locator(".titel").all_inner_texts()
    assert titles
    assert set(titles) <= {one["title"] for one in guidelines[:2]}


def test_limit_that_the_index_lacks_is_told_in_the_servers_words(
    page: Page, intranet: str, chat_server: str
) -> None:
    body = '<belagg-chatt utgivare="Ingen alls"></belagg-chatt>'
    chat = opened(page, address(intranet, chat_server, body))
    chat.ask(ANSWERED)
    expect(chat.alert).to_contain_text("Ingen alls finns inte i indexet.")


def test_script_and_element_may_stand_there_twice(
    page: Page, intranet: str, chat_server: str, complaints: list[str]
) -> None:
    body = '<belagg-chatt inbaddad titel="Ett"></belagg-chatt>' * 2
    page.goto(address(intranet, chat_server, body, scripts=2))
    expect(page.locator("belagg-chatt")).to_have_count(2)
    second = page.locator("belagg-chatt").last
    second.get_by_label("Din fråga").fill(ANSWERED)
    second.get_by_role("button", name="Fråga").click()
    expect(second.locator(".kalla").first).to_be_visible()
    expect(page.locator("belagg-chatt").first.locator("article")).to_have_count(0)
    assert complaints == []


def test_chat_that_starts_open_leaves_the_focus_alone(
    page: Page, intranet: str, chat_server: str
) -> None:
    page.goto(address(intranet, chat_server, "<belagg-chatt oppen></belagg-chatt>"))
    chat = Chat(page)
    expect(chat.panel).to_be_visible()
    expect(chat.opener).to_have_attribute("aria-expanded", "true")
    expect(page.locator("body")).to_be_focused()


def test_nothing_is_stored_and_nobody_else_is_asked(
    page: Page, intranet: str, chat_server: str
) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    chat = opened(page, address(intranet, chat_server))
    chat.ask(ANSWERED)
    expect(chat.sources.first).to_be_visible()
    assert all(one.startswith((intranet, chat_server)) for one in addresses)
    assert page.context.cookies() == []
    stored = "localStorage.length + sessionStorage.length + document.cookie.length"
    assert page.evaluate(f"() => {stored}") == 0
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    page.reload()
    chat.opener.click()
    expect(chat.turns).to_have_count(0)


def test_clearing_empties_the_conversation(page: Page, intranet: str, chat_server: str) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask(ANSWERED)
    expect(chat.sources.first).to_be_visible()
    chat.button("Rensa samtalet").click()
    expect(chat.turns).to_have_count(0)
    expect(chat.field).to_be_focused()
    expect(chat.status).to_have_text("Samtalet är rensat.")


def test_empty_question_is_not_sent(page: Page, intranet: str, chat_server: str) -> None:
    chat = opened(page, address(intranet, chat_server))
    chat.ask("   ")
    expect(page.get_by_text("Skriv en fråga först.")).to_be_visible()
    expect(chat.field).to_have_attribute("aria-invalid", "true")
    expect(chat.turns).to_have_count(0)
    chat.field.fill("V")
    expect(page.get_by_text("Skriv en fråga först.")).to_be_hidden()


def test_variables_of_the_page_colour_the_chat(page: Page, intranet: str, chat_server: str) -> None:
    page.goto(address(intranet, chat_server))
    chat = Chat(page)
    page.locator("belagg-chatt").evaluate(
        "chat => chat.style.setProperty('--belagg-accent', 'rgb(122, 31, 92)')"
    )
    expect(chat.opener).to_have_css("background-color", "rgb(122, 31, 92)")


def test_chat_is_tried_on_its_own_page(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/chatt")
    chat = Chat(page)
    chat.ask(ANSWERED)
    expect(chat.sources.first).to_be_visible()
    expect(chat.opener).to_have_count(0)


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def test_without_javascript_the_page_tells_where_to_ask(
    scriptless: BrowserContext, server_url: str
) -> None:
    page = scriptless.new_page()
    page.goto(f"{server_url}/chatt")
    page.get_by_role("link", name="Fråga på startsidan").click()
    expect(page.get_by_label("Din fråga")).to_be_visible()
