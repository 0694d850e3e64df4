"""What a visit to the site costs, as Chromium and a plain client over HTTP see it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.chromium import load_images
from tests.states import ANSWER, ANSWERED, Site, State

_PATIENCE = 60.0
_MOST_STOPS = 100
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd > 0"
# Times are since the navigation began; resources of our own origin tell their sizes.
_COST = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource")];
  const sum = (name) => all.reduce((total, entry) => total + entry[name], 0);
  return {
    requests: all.length, raw: sum("decodedBodySize"), sent: sum("encodedBodySize"),
    first_byte: page.responseStart, load: page.loadEventEnd, whole: performance.now(),
  };
}"""
_AT_CITATION = "document.activeElement.matches('.answer a.number')"


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of content, and as they are sent to one who takes gzip."""

    raw: int
    sent: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One page with all that it fetches, from an empty cache; times in ms."""

    requests: int
    raw: int
    sent: int
    first_byte: float
    load: float
    whole: float
    """Until every image is there, also those that wait for being scrolled to."""


def client_of(site: Site) -> httpx.Client:
    """One for all requests: to make it takes longer than many an answer."""
    return httpx.Client(base_url=site.ready, headers={"Accept-Encoding": "gzip"}, timeout=_PATIENCE)


def weigh(client: httpx.Client, path: str) -> Weight | None:
    """None if there is no such file."""
    response = client.get(path)
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    response.raise_for_status()
    return Weight(len(response.content), response.num_bytes_downloaded)


def visit(browser: Browser, address: str) -> Visit:
    with _fresh_page(browser) as page:
        page.goto(address)
        page.wait_for_function(_LOADED)
        load_images(page)
        return Visit(**page.evaluate(_COST))


def ask(client: httpx.Client) -> float:
    """How long /api/ask takes for the same answer, in ms."""
    began = time.perf_counter()
    client.post("/api/ask", json={"question": ANSWERED}).raise_for_status()
    return 1000 * (time.perf_counter() - began)


def violations(browser: Browser, site: Site, state: State) -> int:
    """axe's, in light and dark together."""
    found = 0
    for scheme in ("light", "dark"):
        with _fresh_page(browser) as page:
            page.emulate_media(color_scheme=scheme)
            page.goto(site.address(state))
            state.prepare(page)
            found += Axe().run(page).violations_count
    return found


def stops_to_citation(browser: Browser, site: Site, *, skipping: bool) -> int:
    """Presses of Tab until the answer's first citation has the focus.

    Skipping, the first stop is the link past the menu, and it is followed.
    """
    with _fresh_page(browser) as page:
        page.goto(site.address(ANSWER))
        for stops in range(1, _MOST_STOPS + 1):
            page.keyboard.press("Tab")
            if page.evaluate(_AT_CITATION):
                return stops
            if skipping and stops == 1:
                page.keyboard.press("Enter")
    raise RuntimeError(f"ingen hänvisning nåddes på {_MOST_STOPS} tabbsteg")


@contextmanager
def _fresh_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        yield context.new_page()
    finally:
        context.close()
