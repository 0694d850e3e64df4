"""make screenshots: every page and state as an image, to be looked at by a person.

    python -m tests.screenshots [FOLDER]

Writes PNGs and an index.html that shows them by state: light and dark, desktop and mobile.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
from jinja2 import Template
from playwright.sync_api import Browser, Page
from rich.console import Console

from tests.chromium import chromium, load_images
from tests.sample import ROOT, sample_servers
from tests.states import PAGES, PREPARED, Site, State, explored

STATES = (*PAGES, *PREPARED)
PRINTED = tuple(state for state in PAGES if state.name in ("answer", "document", "page", "duties"))
_PRINT_SCALE = 1.2
_MOST_SHEETS = 4
_GALLERY = Path(__file__).parent / "screenshots.html"

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class View:
    scheme: Scheme
    device: str
    width: int
    height: int


_SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_DEVICES = (("desktop", 1280, 800), ("mobile", 390, 844))
VIEWS = tuple(View(scheme, *device) for device in _DEVICES for scheme in _SCHEMES)


def main(folder: Path) -> None:
    with sample_servers() as (ready, unready), chromium() as browser:
        site = explored(ready, unready)
        taken = take(browser, site, folder)
    Console().print(f"{taken} bilder: {folder / 'index.html'}")


def take(
    browser: Browser,
    site: Site,
    folder: Path,
    states: Sequence[State] = STATES,
    views: Sequence[View] = VIEWS,
    printed: Sequence[State] = PRINTED,
) -> int:
    """Takes every state in every view into the folder; tells how many images there are."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[str]] = {state.name: [] for state in states}
    for view in views:
        for state, page in _visited(browser, site, states, view):
            name = f"{state.name}-{view.scheme}-{view.device}.png"
            page.screenshot(path=folder / name, full_page=True, animations="disabled")
            rows[state.name].append(name)
    for state, page in _visited(browser, site, printed, VIEWS[0]):
        rows[f"{state.name} (print)"] = _sheets(page.pdf(format="A4"), folder, state.name)
    gallery = Template(_GALLERY.read_text("utf-8"), autoescape=True)
    (folder / "index.html").write_text(gallery.render(rows=rows), "utf-8")
    return sum(map(len, rows.values()))


def _visited(
    browser: Browser, site: Site, states: Sequence[State], view: View
) -> Iterator[tuple[State, Page]]:
    context = browser.new_context(
        color_scheme=view.scheme,
        viewport={"width": view.width, "height": view.height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    for state in states:
        response = page.goto(site.address(state))
        if response is None or response.status != state.status:
            raise RuntimeError(f"{state.name}: {response and response.status}")
        state.prepare(page)
        load_images(page)
        yield state, page
    context.close()


def _sheets(pdf: bytes, folder: Path, name: str) -> list[str]:
    """The first sheets of a print, each as an image beside the PDF itself."""
    (folder / f"{name}-print.pdf").write_bytes(pdf)
    names = []
    with pdfium.PdfDocument(pdf) as document:
        for number in range(min(len(document), _MOST_SHEETS)):
            names.append(f"{name}-print-{number + 1}.png")
            document[number].render(scale=_PRINT_SCALE).to_pil().save(folder / names[-1])
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "screenshots")
