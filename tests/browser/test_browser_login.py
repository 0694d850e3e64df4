"""Logging in: by keyboard, without scripts, in a narrow window, and out again."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests.serving import running

SECRET = "en riktigt lång hemlighet"


@pytest.fixture(scope="module")
def closed_url(service: Service) -> Iterator[str]:
    settings = load_settings(
        access_secret=SECRET,
        oidc_issuer="http://127.0.0.1:9",
        oidc_client_id="belagg",
        oidc_client_secret="hemligt hos tjänsten",
    )
    with running(create_app(service, settings)) as url:
        yield url


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def narrow(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def test_a_login_by_keyboard_leads_to_the_page_that_was_asked_for(
    narrow: Page, closed_url: str
) -> None:
    narrow.goto(f"{closed_url}/dokument?sok=rehabilitering")
    field = narrow.get_by_label("Hemlighet")
    field.fill("fel hemlighet")
    field.press("Enter")
    expect(narrow.get_by_role("alert")).to_contain_text("Hemligheten stämmer inte")
    field.fill(SECRET)
    field.press("Enter")
    expect(narrow).to_have_url(f"{closed_url}/dokument?sok=rehabilitering")
    narrow.get_by_role("button", name="Logga ut").click()
    expect(narrow.get_by_role("heading", name="Logga in")).to_be_visible()
    narrow.goto(f"{closed_url}/dokument")
    expect(narrow.get_by_role("heading", name="Logga in")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_page_is_accessible(scheme: str, page: Page, closed_url: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{closed_url}/logga-in")
    page.get_by_label("Hemlighet").fill("fel hemlighet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for control in page.locator("main button, main .button, main input:not([type=hidden])").all():
        box = control.bounding_box()
        assert box and box["height"] >= 44
    assert page.locator("[style], style, main script").count() == 0
