"""The pages on accessibility and privacy: what they promise, held against what is served."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import httpx
import pytest

from server.app import create_app
from server.errors import SettingsError
from server.service import Service
from server.settings import load_settings
from tests.sample import ROOT
from tests.serving import free_port, running

QUESTION = "Vad ansvarar MAS för?"
ABOUT = ("/tillganglighet", "/integritet")
OPERATOR = "Region <Exempel>"
# A word that stands in nothing but the question.
SECRET = "hemlighetsordet"
# What is loaded or sent by itself; a link (`a`) is followed only by the reader.
LOADING = {"src", "srcset", "action", "formaction", "poster", "data"}


class Loaded(HTMLParser):
    """Gathers the addresses that a browser loads or sends to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = LOADING | ({"href"} if tag not in ("a", "area") else set())
        self.addresses += [value for name, value in attrs if name in names and value]


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def told(service: Service) -> Iterator[httpx.Client]:
    """A server whose operator has told who they are, and keeps questions."""
    settings = load_settings(
        operator=OPERATOR,
        contact="belagg@exempel.se",
        accessibility_reviewed="2026-10-01",
        question_log_days=30,
    )
    with (
        running(create_app(service, settings)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def responses(client: httpx.Client) -> list[httpx.Response]:
    """Every kind of page, file and answer that the server gives."""
    asked = client.post("/api/ask", json={"question": QUESTION})
    cited = asked.json()["citations"][0]
    document = cited["document"]["id"]
    addresses = [
        "/",
        f"/?fraga={QUESTION}",
        "/?fraga=Hur byter man kopplingen på en traktor?",
        "/dokument",
        f"/dokument/{document}",
        cited["page_url"],
        cited["image_url"],
        cited["file_url"],
        "/ansvar",
        "/ansvar.csv",
        "/finns-inte",
        *ABOUT,
        "/static/belagg.css",
        "/static/belagg.js",
        "/api/documents",
        "/api/health",
        "/api/docs",
        "/metrics",
    ]
    streamed = client.post("/api/ask/stream", json={"question": QUESTION})
    return [asked, streamed, *(client.get(address) for address in addresses)]


def is_page(response: httpx.Response) -> bool:
    return response.headers["content-type"].startswith("text/html")


def of_the_site(responses: list[httpx.Response]) -> list[httpx.Response]:
    """The pages for readers: all but the one for programmers."""
    pages = [response for response in responses if is_page(response)]
    return [page for page in pages if page.url.path != "/api/docs"]


def test_nothing_sets_a_cookie(responses: list[httpx.Response]) -> None:
    assert [r.url.path for r in responses if "set-cookie" in r.headers] == []


def test_no_script_of_the_site_keeps_anything_in_the_browser() -> None:
    keeping = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.")
    scripts = sorted((ROOT / "server" / "static").glob("*.js"))
    assert scripts
    assert [s.name for s in scripts if keeping.search(s.read_text(encoding="utf-8"))] == []


def test_pages_load_nothing_from_elsewhere(responses: list[httpx.Response]) -> None:
    pages = [response for response in responses if is_page(response)]
    assert len(pages) > 8
    for page in pages:
        assert [a for a in Loaded(page.text).addresses if urlsplit(a).netloc] == [], page.url
    stylesheet = (ROOT / "server" / "static" / "belagg.css").read_text(encoding="utf-8")
    assert "url(" not in stylesheet
    assert "@import" not in stylesheet


def test_no_page_tells_other_sites_its_address(responses: list[httpx.Response]) -> None:
    for page in of_the_site(responses):
        assert '<meta name="referrer" content="same-origin">' in page.text, page.url


def test_every_page_leads_to_both(responses: list[httpx.Response]) -> None:
    for page in of_the_site(responses):
        for address in ABOUT:
            assert f'href="{address}"' in page.text, page.url


def test_metrics_hold_no_question(client: httpx.Client) -> None:
    client.get("/", params={"fraga": f"Vem ansvarar för {SECRET}?"})
    assert SECRET not in client.get("/metrics").text


@pytest.mark.parametrize("address", ABOUT)
def test_an_operator_unknown_is_said_to_be(client: httpx.Client, address: str) -> None:
    text = client.get(address).text
    assert "har inte angett sitt namn här" in text
    assert "mailto:" not in text
    assert "vänd dig till den som har gett dig adressen" in text


def test_a_review_unknown_is_said_to_be(client: httpx.Client) -> None:
    assert "har inte angett någon egen granskning" in client.get("/tillganglighet").text


@pytest.mark.parametrize("address", ABOUT)
def test_an_operator_is_named_and_reached(told: httpx.Client, address: str) -> None:
    text = told.get(address).text
    assert "<bdi>Region &lt;Exempel&gt;</bdi>" in text
    assert '<a href="mailto:belagg@exempel.se">belagg@exempel.se</a>' in text
    assert "har inte angett" not in text


def test_privacy_page_says_that_no_question_is_kept(client: httpx.Client) -> None:
    text = client.get("/integritet").text
    assert "Belägg sparar inte dina frågor." in text
    assert "Frågor och svar skrivs aldrig till disk" in text
    assert "installationen sparar frågor" not in text


def test_privacy_page_says_that_questions_are_kept_where_they_are(told: httpx.Client) -> None:
    text = told.get("/integritet").text
    assert "Den här installationen sparar frågor i 30 dagar" in text
    assert "Frågorna skrivs till disk på servern" in text
    assert "sparar inte dina frågor" not in text
    assert "Frågor och svar skrivs aldrig till disk" not in text


def test_a_review_is_dated(told: httpx.Client) -> None:
    text = told.get("/tillganglighet").text
    assert 'senast <time datetime="2026-10-01">2026-10-01</time>' in text


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("a@b.se", "mailto:a@b.se"),
        ("mailto:a@b.se", "mailto:a@b.se"),
        ("https://exempel.se/kontakt", "https://exempel.se/kontakt"),
    ],
)
def test_a_contact_is_a_link(given: str, link: str) -> None:
    assert load_settings(contact=given).contact == link


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "http://exempel.se", "ring 08-123", "a@b.se?subject=x", " "]
)
def test_a_contact_of_another_kind_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="varken en e-postadress eller en webbadress"):
        load_settings(contact=given)


def test_a_served_question_is_written_nowhere(
    sample_index: Path, model_cache: Path, tmp_path: Path
) -> None:
    port = free_port()
    command = ["-m", "server.cli", "serve", "--index", str(sample_index), "--port", str(port)]
    environment = {
        "BELAGG_CACHE": str(model_cache),
        "PYTHONPATH": str(ROOT),
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    # One place for both streams, so that what was told last is the last line.
    with subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            _ask_in_every_way(server, f"http://127.0.0.1:{port}", f"Vem sköter {SECRET}?")
        finally:
            server.terminate()
        told, _ = server.communicate(timeout=60)
    assert "Belägg svarar på" in told
    assert SECRET not in told
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []


def _ask_in_every_way(server: subprocess.Popen[str], url: str, question: str) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        while True:
            assert server.poll() is None
            try:
                client.get("/api/health")
            except httpx.TransportError:
                sleep(0.2)
            else:
                break
        asked = {"question": question}
        answers = [
            client.get("/", params={"fraga": question}),
            client.get("/ansvar", params={"sok": question}),
            client.post("/api/ask", json=asked),
            client.post("/api/ask/stream", json=asked),
            client.post("/api/search", json={"query": question}),
        ]
        assert {answer.status_code for answer in answers} == {200}
        refused = [
            client.get("/", params={"fraga": question, "fran": "x"}),
            client.get("/finns-inte", params={"fraga": question}),
        ]
        assert [answer.status_code for answer in refused] == [422, 404]
