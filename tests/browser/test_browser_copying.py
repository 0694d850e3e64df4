"""What a student takes along: references, quotes with theirs, and files."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Address

_RICH = """async () => {
  const [item] = await navigator.clipboard.read();
  return await (await item.getType("text/html")).text();
}"""


@pytest.fixture
def copying(browser: Browser, addresses: dict[str, Address]) -> Iterator[Page]:
    """The answer in a browser whose clipboard may be written and read."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(addresses["answer"].url)
    yield page
    context.close()


@pytest.fixture
def selecting(browser: Browser, addresses: dict[str, Address]) -> Iterator[Page]:
    """The answer as over plain http, where there is no clipboard."""
    context = browser.new_context()
    context.add_init_script("delete Navigator.prototype.clipboard")
    page = context.new_page()
    page.goto(addresses["answer"].url)
    yield page
    context.close()


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    ("part", "name"),
    [("text", "hänvisningen i texten"), ("lista", "källan")],
)
def test_copying_a_reference_in_each_style(
    part: str, name: str, number: int, copying: Page
) -> None:
    copying.get_by_text("Hänvisa till källan").first.click()
    style = ("APA 7", "Harvard", "Vancouver")[number - 1]
    button = copying.get_by_role("button", name=f"{name} enligt {style} (källa 1)")
    button.click()
    expect(copying.get_by_role("status")).to_have_text("Kopierat")
    shown = copying.locator(f"#hanvisning-1-{number}-{part}").inner_text()
    assert "s. " in shown or part == "lista"
    assert copied(copying) == shown


def test_italics_are_copied_along(copying: Page) -> None:
    copying.get_by_text("Hänvisa till källan").first.click()
    copying.get_by_role("button", name="källan enligt APA 7 (källa 1)").click()
    expect(copying.get_by_role("status")).to_have_text("Kopierat")
    rich = copying.evaluate(_RICH)
    title = copying.locator("#kalla-1 .origin cite").inner_text()
    assert re.search(rf"<em\b[^>]*>{re.escape(title)}</em>", rich)
    assert title in copied(copying)


def test_copying_a_quote_with_its_reference(copying: Page) -> None:
    quote = copying.locator("#kalla-1 blockquote").inner_text()
    copying.get_by_role("button", name="Kopiera citatet med hänvisning (källa 1)").click()
    expect(copying.get_by_role("status")).to_have_text("Kopierat")
    # The full stop of the quote ends the sentence after its reference.
    words = re.escape(quote.removesuffix("."))
    end = r"\." if quote.endswith(".") else ""
    assert re.fullmatch(rf"”{words}” \(.+, \d{{4}}, s\. \S+\){end}", copied(copying))
    expect(copying.locator("#kalla-1 .references")).not_to_have_attribute("open", "")


def test_button_says_again_what_it_does(copying: Page) -> None:
    button = copying.locator("button[data-copy=citat-1]")
    button.click()
    expect(button).to_contain_text("Kopierat")
    expect(button).to_contain_text("Kopiera citatet med hänvisning")


def test_text_is_selected_where_there_is_no_clipboard(selecting: Page) -> None:
    quote = selecting.locator("#kalla-1 blockquote").inner_text()
    selecting.get_by_role("button", name="Kopiera citatet med hänvisning (källa 1)").click()
    expect(selecting.get_by_role("status")).to_have_text("Markerat")
    expect(selecting.locator("#citat-1")).to_be_visible()
    assert f"”{quote.removesuffix('.')}” (" in selecting.evaluate("getSelection().toString()")


def test_references_are_read_without_javascript(
    browser: Browser, addresses: dict[str, Address]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["answer"].url)
    page.get_by_text("Hänvisa till källan").first.click()
    for style in ("APA 7", "Harvard", "Vancouver"):
        expect(page.get_by_role("heading", name=style).first).to_be_visible()
    expect(page.locator("#hanvisning-1-1-lista em")).to_be_visible()
    expect(page.locator("button[data-copy]:visible")).to_have_count(0)
    context.close()


def test_answers_are_saved_as_word(
    page: Page, addresses: dict[str, Address], tmp_path: Path
) -> None:
    page.goto(addresses["answer"].url)
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".docx"
    title = page.get_by_role("heading", level=1).inner_text()
    assert docx.Document(str(file)).core_properties.title == title


def test_refusal_has_no_sources_to_save(page: Page, addresses: dict[str, Address]) -> None:
    page.goto(addresses["refusal"].url)
    expect(page.get_by_role("link", name="Word")).to_be_visible()
    expect(page.get_by_role("link", name="RIS")).to_have_count(0)
    expect(page.get_by_role("link", name="BibTeX")).to_have_count(0)
