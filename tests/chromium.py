"""Debian's Chromium, as the tests, the screenshots and the bench run it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

MISSING = "Chromium saknas (chromium is missing): apt-get install chromium"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Told to load at once, a lazy image does so without being scrolled to. Fails if one is broken.
_LOAD_IMAGES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode();
}))"""


def is_installed() -> bool:
    return shutil.which("chromium") is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()


def load_images(page: Page) -> None:
    """Waits for every image of the page, also those that load lazily."""
    page.evaluate(_LOAD_IMAGES)
