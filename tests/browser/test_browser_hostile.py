"""Documents that attack their reader: what they hold is text on every page and in every file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import bibtexparser.entrypoint
import docx
import httpx
import pytest
import rispy
from playwright.sync_api import Browser, Dialog, Page

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.settings import load_settings
from tests.hostile_collection import (
    ASKED,
    HEBREW,
    MARKUP,
    REFUSED,
    SCRIPT,
    TEMPLATE,
    make_hostile,
)
from tests.sample import service_over
from tests.serving import running
from tests.states import unfold

DOCUMENTS = ("marked-up", "long", "hebrew", "uncatalogued")
PAGES = (
    *("ask", "answer", "refusal", "hostile-question", "documents", "duties", "error"),
    *(f"document-{name}" for name in DOCUMENTS),
    *(f"page-{name}" for name in DOCUMENTS),
)
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)
WIDTHS = (320, 1280)
_PATIENCE = 60.0
# Elements and attributes that no template of ours writes.
_FOREIGN = """() => [
  ...document.querySelectorAll("script:not([src^='/static/']), img:not([src^='/']), textarea"),
  ...[...document.querySelectorAll("*")].filter(
    (element) => element.getAttributeNames().some((name) => name.startsWith("on"))),
].map((element) => element.outerHTML)"""
# Words of ours whose letters don't run from left to right on their line.
_TURNED = r"""() => {
  const words = /riktlinje|uppskattat|sidor|Gäller|Läs|avvikelser/g;
  const turned = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const found of texts.currentNode.data.matchAll(words)) {
      const places = [...found[0]].map((_, at) => {
        const range = document.createRange();
        range.setStart(texts.currentNode, found.index + at);
        range.setEnd(texts.currentNode, found.index + at + 1);
        return range.getBoundingClientRect();
      });
      const back = places.some((place, at) =>
        at && place.width && place.top === places[at - 1].top && place.left < places[at - 1].left);
      if (back) turned.push(texts.currentNode.data);
    }
  }
  return turned;
}"""
_LEFT_OF = """(line, wanted) => {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(wanted);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + wanted.length);
    return range.getBoundingClientRect().left;
  }
}"""


@pytest.fixture(scope="module")
def url(
    embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    Builder(folder / "ix", embedder, lambda *_: None).ingest([make_hostile(folder / "dokument")])
    with running(
        create_app(service_over(folder / "ix", embedder), load_settings(rate_per_minute=0))
    ) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=_PATIENCE) as client:
        yield client


@pytest.fixture(scope="module")
def paths(client: httpx.Client) -> dict[str, str]:
    documents = {
        document["file"]: f"/dokument/{document['id']}"
        for document in client.get("/api/documents").json()["documents"]
    }
    files = {"long": "lång.pdf", "hebrew": "hebreiska.pdf", "uncatalogued": f"{SCRIPT[:8]}.pdf"}
    (marked_up,) = documents.keys() - files.values()
    files["marked-up"] = marked_up
    return {
        "ask": "/",
        "answer": f"/?{urlencode({'fraga': ASKED})}",
        "refusal": f"/?{urlencode({'fraga': REFUSED})}",
        "hostile-question": f"/?{urlencode({'fraga': f'{ASKED} {SCRIPT} {TEMPLATE}'})}",
        "documents": "/dokument",
        "duties": "/ansvar",
        "error": f"/?{urlencode({'fraga': SCRIPT * 50})}",
        **{f"document-{name}": documents[file] for name, file in files.items()},
        **{f"page-{name}": f"{documents[file]}/sida/1" for name, file in files.items()},
    }


@pytest.fixture
def opened(name: str, browser: Browser, url: str, paths: dict[str, str]) -> Iterator[Page]:
    """The page with all unfolded; a dialog on it fails the test."""
    dialogs: list[str] = []
    context = browser.new_context(viewport={"width": WIDTHS[-1], "height": 800})
    page = context.new_page()

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    page.goto(url + paths[name])
    unfold(page)
    yield page
    context.close()
    assert dialogs == []


@EVERY_PAGE
def test_markup_of_a_document_makes_no_element(opened: Page) -> None:
    assert opened.evaluate(_FOREIGN) == []
    assert opened.title().endswith(" – Belägg")


@EVERY_PAGE
def test_the_longest_word_needs_no_sideways_scrolling(opened: Page) -> None:
    for width in WIDTHS:
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


@EVERY_PAGE
def test_no_word_of_ours_is_turned(opened: Page) -> None:
    assert opened.evaluate(_TURNED) == []


@pytest.mark.parametrize(
    "name", ["answer", "hostile-question", "documents", "duties", "document-marked-up"]
)
def test_markup_is_shown_as_it_is_written(opened: Page) -> None:
    shown = opened.locator("main").inner_text()
    assert SCRIPT in shown
    assert TEMPLATE in shown


@pytest.mark.parametrize("name", ["answer"])
def test_a_year_stands_after_a_publisher_that_is_read_from_the_right(opened: Page) -> None:
    line = opened.locator(".origin .soft, .related p.soft").filter(has_text=HEBREW).first
    publisher, year = (line.evaluate(_LEFT_OF, wanted) for wanted in (HEBREW, "2023"))
    assert publisher < year


def test_the_answer_as_json_holds_the_words_as_they_are(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": ASKED}).raise_for_status().json()
    quotes = " ".join(one["quote"] for one in answer["citations"] + answer["related"])
    assert any(markup in quotes for markup in MARKUP)
    assert "&lt;" not in quotes


def test_every_row_of_the_csv_has_its_columns(client: httpx.Client) -> None:
    text = client.get("/ansvar.csv").raise_for_status().content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";", strict=True)
    assert {len(row) for row in rows} == {len(head)}
    assert any(SCRIPT in cell for row in rows for cell in row)


def test_word_opens_the_answer(client: httpx.Client) -> None:
    response = client.get("/trad.docx", params={"fraga": ASKED}).raise_for_status()
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert any(markup in text for markup in MARKUP)


def test_ris_has_an_entry_for_every_document_cited(client: httpx.Client) -> None:
    entries = rispy.loads(client.get("/kallor.ris", params={"fraga": ASKED}).text)
    assert {entry["title"] for entry in entries} == _titles(client)


def test_bibtex_is_read_without_a_failed_entry(client: httpx.Client) -> None:
    text = client.get("/kallor.bib", params={"fraga": ASKED}).raise_for_status().text
    library = bibtexparser.entrypoint.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.entries) == len(_titles(client))


def _titles(client: httpx.Client) -> set[str]:
    answer = client.post("/api/ask", json={"question": ASKED}).json()
    return {one["document"]["title"] for one in answer["citations"]}
