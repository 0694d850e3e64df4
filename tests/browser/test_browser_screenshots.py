"""make screenshots: images of every state, and a page that shows them."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.screenshots import VIEWS, take
from tests.states import ANSWER, ASK, Site, explored


@pytest.fixture
def site(server_url: str, unready_url: str) -> Site:
    return explored(server_url, unready_url)


def test_a_state_is_shown_whole_and_as_wide_as_its_view(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    view = VIEWS[-1]
    taken = take(browser, site, tmp_path, [ASK], [view], printed=[])
    assert taken == 1
    with Image.open(tmp_path / f"ask-{view.scheme}-{view.device}.png") as image:
        assert image.width == view.width
        assert image.height > view.height


def test_a_print_is_shown_sheet_by_sheet(browser: Browser, site: Site, tmp_path: Path) -> None:
    taken = take(browser, site, tmp_path, states=[], printed=[ANSWER])
    assert taken == len(list(tmp_path.glob("answer-print-*.png"))) > 0
    assert (tmp_path / "answer-print.pdf").read_bytes().startswith(b"%PDF")


def test_the_gallery_names_every_image(browser: Browser, site: Site, tmp_path: Path) -> None:
    take(browser, site, tmp_path, [ASK], VIEWS[:2], printed=[])
    gallery = (tmp_path / "index.html").read_text("utf-8")
    assert all(image.name in gallery for image in tmp_path.glob("*.png"))
