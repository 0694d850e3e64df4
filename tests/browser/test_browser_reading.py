"""What a reader does: asks, follows a citation to its page, prints it."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Address
from tests.browser.keyboard import ask_and_follow_a_citation
from tests.states import ANSWERED


def test_asking_by_keyboard_alone(page: Page, server_url: str) -> None:
    ask_and_follow_a_citation(page, server_url)
    expect(page).to_have_url(re.compile(r"#kalla-1$"))
    expect(page.locator("#kalla-1")).to_be_in_viewport()


def test_asking_without_javascript(browser: Browser, server_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server_url)
    page.get_by_text("Avgränsa").click()
    page.get_by_role("checkbox", name="Ansvar").check()
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.get_by_role("button", name="Fråga").click()

    expect(page.get_by_role("checkbox", name="Ansvar")).to_be_checked()
    expect(page.locator(".source").first).to_be_visible()
    expect(page.get_by_role("button", name="Kopiera")).to_have_count(0)
    page.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    expect(page.locator("mark").first).to_be_visible()
    context.close()


def test_image_of_the_cited_page_loads(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["answer"].url)
    image = page.locator(".source img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
    )
    assert "markerat" in (image.get_attribute("alt") or "")


def test_every_citation_number_has_its_card(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["answer"].url)
    numbers = page.locator(".sentences a").evaluate_all("links => links.map(a => a.hash)")
    assert numbers
    for number in numbers:
        expect(page.locator(number).locator("blockquote")).to_be_visible()


def test_question_with_html_is_shown_as_text(page: Page, server_url: str) -> None:
    question = "<b>Vad</b> gör MAS? <img src=x onerror=alert(1)> \"&amp;'"
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    page.goto(f"{server_url}/?{urlencode({'fraga': question})}")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(question)
    assert heading.evaluate("heading => heading.childElementCount") == 0
    expect(page.get_by_label("Din fråga")).to_have_value(question)


def test_address_holds_the_question_and_no_blank_fields(page: Page, server_url: str) -> None:
    page.goto(server_url)
    page.get_by_text("Avgränsa").click()
    page.get_by_label("Från år").fill("2001")
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server_url}/?{urlencode({'fraga': ANSWERED, 'fran': 2001})}")
    expect(page.get_by_label("Från år")).to_have_value("2001")
    expect(page.get_by_label("Från år")).to_be_visible()


def test_question_to_one_document_stays_there(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["document"].url)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Fråga det här dokumentet").fill(ANSWERED)
    page.keyboard.press("Enter")
    expect(page.locator(".limited cite")).to_have_text([title])
    for cited in page.locator(".source .origin cite").all_inner_texts():
        assert cited == title


def test_turning_the_page_leaves_the_marks(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["page"].url)
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".neighbours a").first.click()
    expect(page.locator(".page-view")).to_be_visible()
    assert "citat" not in page.url
    expect(page.locator("mark")).to_have_count(0)


def test_print_holds_the_answer_and_its_sources(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["answer"].url)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".source blockquote").first).to_be_visible()
    expect(page.locator(".source .origin").first).to_be_visible()
    for form in page.locator("form").all():
        expect(form).to_be_hidden()
    expect(page.locator("header.site")).to_be_hidden()


@pytest.mark.parametrize(
    ("question", "told"), [("   ", "fältet är tomt"), ("x" * 1001, "1001 tecken lång")]
)
def test_fault_in_a_question_is_told_at_its_field(
    question: str, told: str, page: Page, server_url: str
) -> None:
    page.goto(server_url)
    page.get_by_label("Din fråga").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Frågan går inte att använda")
    field = page.get_by_label("Ställ en fråga")
    expect(field).to_have_value(question)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(told))
