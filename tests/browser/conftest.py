"""Chromium against the real server over the sample corpus."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests import chromium
from tests.intranet import intranet_app
from tests.moody_server import Moods, moody_app
from tests.sample import unready_server
from tests.serving import running
from tests.states import ANSWERED, PAGES, explored

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


@pytest.fixture(scope="session")
def intranet() -> Iterator[str]:
    """The origin of an intranet. By its number instead of its name it is another origin."""
    with running(intranet_app()) as url:
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def chat_server(service: Service, intranet: str) -> Iterator[str]:
    """A real server over the sample corpus that lets the intranet ask."""
    # The model's first question takes long, and no test here is about that.
    service.ask(ANSWERED)
    with running(
        create_app(service, load_settings(widget_origins=(intranet,), rate_per_minute=0))
    ) as url:
        yield url


@pytest.fixture
def moods() -> Iterator[Moods]:
    moods = Moods()
    yield moods
    moods.gate.set()


@pytest.fixture
def moody_server(moods: Moods) -> Iterator[str]:
    """A server that answers as badly as the question tells."""
    with running(moody_app(moods)) as url:
        yield url
        moods.gate.set()
