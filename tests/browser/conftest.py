"""Chromium against the real server over the sample corpus."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests.intranet import intranet_app
from tests.moody_server import Moods, moody_app
from tests.serving import running

ANSWERED = "Vad ansvarar MAS för?"
REFUSED = "Hur byter man kopplingen på en traktor?"
_CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    status: int = 200


@pytest.fixture(scope="session")
def addresses(server_url: str) -> dict[str, Address]:
    """Each page and state that a reader can meet, by name."""
    documents = httpx.get(f"{server_url}/api/documents", timeout=_PATIENCE).json()["documents"]
    question = {"question": ANSWERED}
    asked = httpx.post(f"{server_url}/api/ask", json=question, timeout=_PATIENCE).json()
    limits = {"fraga": ANSWERED, "uttalande": "ansvar", "fran": 2000}
    paths = {
        "ask": "/",
        "answer": f"/?{urlencode({'fraga': ANSWERED})}",
        "limited": f"/?{urlencode(limits)}",
        "refusal": f"/?{urlencode({'fraga': REFUSED})}",
        "documents": "/dokument",
        "duties": "/ansvar",
        "chat": "/chatt",
        "document": f"/dokument/{documents[0]['id']}",
        "page": asked["citations"][0]["page_url"],
    }
    found = {name: Address(server_url + path) for name, path in paths.items()}
    return {**found, "error": Address(f"{server_url}/dokument/finns-inte", 404)}


# By module, not session: while Playwright runs, its event loop is the thread's, and tests
# outside this folder may want one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium saknas (chromium is missing): apt-get install chromium")
    expect.set_options(timeout=1000 * _PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


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
    with running(create_app(service, load_settings(widget_origins=(intranet,)))) as url:
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
