"""Chromium against the real server over the sample corpus."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from index.embedder import SentenceTransformerEmbedder
from tests import chromium
from tests.sample import unready_server
from tests.states import PAGES, explored

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    status: int = 200


@pytest.fixture(scope="session")
def unready_url(embedder: SentenceTransformerEmbedder) -> Iterator[str]:
    """A real server that has no index yet."""
    with unready_server(embedder) as url:
        yield url


@pytest.fixture(scope="session")
def addresses(server_url: str, unready_url: str) -> dict[str, Address]:
    """Each page and state that a reader can meet, by name."""
    site = explored(server_url, unready_url)
    return {state.name: Address(site.address(state), state.status) for state in PAGES}


# By module, not session: while Playwright runs, its event loop is the thread's, and tests
# outside this folder may want one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not chromium.is_installed():
        pytest.skip(chromium.MISSING)
    expect.set_options(timeout=1000 * _PATIENCE)
    with chromium.chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
