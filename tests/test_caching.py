"""What a browser has already isn't sent again, and what is sent is made smaller."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import httpx
import pytest
from starlette_compress import CompressMiddleware

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
from server.app import create_app
from server.image_cache import ImageCache
from server.index_commands import ingest, remove
from server.service import Service
from server.settings import load_settings
from tests.moody_server import Moods, moody_app
from tests.sample import service_over
from tests.serving import running

QUESTION = "Vad ansvarar MAS för?"
PAGES = ("/", f"/?fraga={QUESTION}", "/dokument", "/ansvar", "/integritet", "/chatt", "/ansvar.csv")


@pytest.fixture(scope="module")
def client(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = load_settings(cache=tmp_path_factory.mktemp("cache"))
    with (
        running(create_app(service, settings)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def cited(client: httpx.Client) -> dict[str, str]:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    citation: dict[str, str] = answer["citations"][0]
    return citation


@pytest.fixture(scope="module")
def files(cited: dict[str, str]) -> list[str]:
    """The addresses of a page image and a PDF."""
    return [cited["image_url"], cited["file_url"].split("#")[0]]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(client: httpx.Client, address: str) -> None:
    first = client.get(address).raise_for_status()
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    for known in (first.headers["etag"], f'"x", {first.headers["etag"]}', "*"):
        again = client.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]


def test_images_and_pdfs_are_not_sent_again(client: httpx.Client, files: list[str]) -> None:
    for address in files:
        first = client.get(address).raise_for_status()
        # Whether it still may be shown is asked for each time.
        assert first.headers["cache-control"] == "private, no-cache"
        assert first.headers["etag"].startswith('"')
        for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
            again = client.get(address, headers={"if-none-match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers.get("vary") == first.headers.get("vary")


def test_another_address_is_another_page(client: httpx.Client) -> None:
    tags = {client.get(address).headers["etag"] for address in PAGES}
    assert len(tags) == len(PAGES)


def test_a_page_made_with_other_settings_is_another(service: Service, client: httpx.Client) -> None:
    known = client.get("/integritet").headers["etag"]
    told = load_settings(operator="Region Exempel")
    with running(create_app(service, told)) as url:
        host = {"host": urlsplit(str(client.base_url)).netloc, "if-none-match": known}
        assert httpx.get(f"{url}/integritet", headers=host).status_code == 200


def test_what_is_not_there_is_never_unchanged(client: httpx.Client) -> None:
    for address in ("/finns-inte", "/dokument/finns-inte", "/dokument/x/sida/1.png"):
        failed = client.get(address, headers={"if-none-match": "*"})
        assert failed.status_code == 404
        assert "etag" not in failed.headers


def test_an_image_of_another_kind_or_with_other_marks_is_another(
    client: httpx.Client, files: list[str]
) -> None:
    address = files[0]
    asked = [(address, "*/*"), (address, "image/webp"), (address.split("?")[0], "*/*")]
    tags = {client.get(path, headers={"accept": kind}).headers["etag"] for path, kind in asked}
    assert len(tags) == 3


def test_a_pdf_is_sent_in_parts(client: httpx.Client, files: list[str]) -> None:
    whole = client.get(files[1])
    part = {"range": "bytes=5-24"}
    for same in (whole.headers["etag"], whole.headers["last-modified"]):
        got = client.get(files[1], headers={**part, "if-range": same})
        assert (got.status_code, got.content) == (206, whole.content[5:25])
        assert "content-encoding" not in got.headers
    for other in ('"en-annan-fil"', f"W/{whole.headers['etag']}"):
        got = client.get(files[1], headers={**part, "if-range": other})
        assert (got.status_code, got.content) == (200, whole.content)


def test_the_head_of_everything_can_be_asked_for(client: httpx.Client, files: list[str]) -> None:
    for address in (*PAGES, *files, "/api/documents", "/static/belagg.css", "/finns-inte"):
        whole, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers.get("etag") == whole.headers.get("etag")


def test_a_static_file_is_kept_where_its_address_names_its_version(client: httpx.Client) -> None:
    page = client.get("/").text
    versioned = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(versioned).headers["cache-control"]
    unversioned = client.get("/static/belagg.css")
    assert "cache-control" not in unversioned.headers
    known = {"if-none-match": unversioned.headers["etag"]}
    assert client.get("/static/belagg.css", headers=known).status_code == 304


@pytest.mark.parametrize(
    ("coding", "smaller"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
@pytest.mark.parametrize("address", ["/", "/static/belagg.css", "/api/documents", "/finns-inte"])
def test_text_is_made_smaller(
    client: httpx.Client, address: str, coding: str, smaller: Callable[[bytes], bytes]
) -> None:
    plain = client.get(address, headers={"accept-encoding": "identity"})
    with client.stream("GET", address, headers={"accept-encoding": coding}) as sent:
        raw = b"".join(sent.iter_raw())
    assert sent.headers["content-encoding"] == coding
    assert "Accept-Encoding" in sent.headers["vary"]
    assert _without_nonce(smaller(raw)) == _without_nonce(plain.content)
    assert len(raw) < len(plain.content)


def test_pdfs_and_images_are_sent_as_they_are(client: httpx.Client, files: list[str]) -> None:
    for address in files:
        sent = client.get(address, headers={"accept-encoding": "br, gzip", "accept": "image/webp"})
        assert "content-encoding" not in sent.headers


class Drawn:
    """Counts what is drawn."""

    def __init__(self, image: bytes = b"bild" * 25_000) -> None:
        self.times = 0
        self._image = image

    def __call__(self) -> bytes:
        self.times += 1
        return self._image


def test_an_image_is_drawn_once_by_all_processes(tmp_path: Path) -> None:
    drawn = Drawn()
    images = [ImageCache(tmp_path, 10).get("a", drawn) for _ in range(3)]
    assert drawn.times == 1
    assert len(set(images)) == 1


def test_the_longest_unused_images_give_way(tmp_path: Path) -> None:
    cache, drawn = ImageCache(tmp_path, 1), Drawn()
    for number in range(30):
        cache.get("used", drawn)
        cache.get(f"{number}", drawn)
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 1e6
    assert drawn.times == 31


@pytest.mark.parametrize("megabytes", [0, 10])
def test_where_nothing_can_be_kept_everything_is_drawn(
    tmp_path: Path, megabytes: int, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "fil"
    blocked.write_text("ingen mapp")
    cache, drawn = ImageCache(blocked, megabytes), Drawn()
    assert {cache.get("a", drawn) for _ in range(3)} == {Drawn()()}
    assert drawn.times == 3
    assert len(caplog.records) == (1 if megabytes else 0)


def test_a_half_written_image_is_no_image(tmp_path: Path) -> None:
    drawn = Drawn()
    ImageCache(tmp_path, 10).get("a", drawn)
    (tmp_path / "page-images" / "a").write_bytes(b"")
    assert ImageCache(tmp_path, 10).get("a", drawn) == drawn()


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_each_event_of_a_stream_is_sent_when_it_comes(coding: str) -> None:
    moods = Moods()
    app = moody_app(moods)
    app.add_middleware(CompressMiddleware, zstd=False)
    got = ""
    with (
        running(app) as url,
        httpx.stream(
            "POST",
            f"{url}/api/ask/stream",
            json={"question": "halv"},
            headers={"accept-encoding": coding},
        ) as sent,
    ):
        assert sent.headers["content-encoding"] == coding
        for text in sent.iter_text():
            got += text
            if "Första." in got:
                # What follows is not made before the first sentence has been read.
                moods.gate.set()
    assert got.count("event: ") == 4


def _without_nonce(content: bytes) -> bytes:
    return re.sub(rb' nonce="[^"]+"', b"", content)


def test_the_images_of_a_document_that_others_may_not_see_any_more_go(
    documents: Path,
    tmp_path: Path,
    embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = tmp_path / "ix"
    monkeypatch.setenv("BELAGG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("server.index_commands.open_embedder", lambda settings: embedder)
    ingest([documents], index=index)
    entries = open_index(index).manifest.entries
    images = ImageCache(tmp_path / "cache", 10)
    kept = {entry.id: images.get(f"{entry.id}-1", lambda: b"bild") for entry in entries}
    limited, other = entries
    stated = f'[[document]]\nfile = "{Path(limited.path).name}"\ngroups = ["mas"]\n'
    (documents / "katalog.toml").write_text(stated, encoding="utf-8")
    ingest([documents], index=index)
    assert len(kept) == 2
    left = [path.name for path in (tmp_path / "cache" / "page-images").iterdir()]
    assert left == [f"{other.id}-1"]


def test_the_images_of_a_document_go_with_it(
    documents: Path,
    tmp_path: Path,
    model_cache: Path,
    embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Builder(tmp_path / "ix", embedder, lambda *_: None).ingest([documents])
    app = create_app(service_over(tmp_path / "ix", embedder), load_settings(cache=model_cache))
    kept = model_cache / "page-images"
    with running(app) as url:
        first, second = (one["id"] for one in httpx.get(f"{url}/api/documents").json()["documents"])
        for document in (first, second):
            httpx.get(f"{url}/dokument/{document}/sida/1.png").raise_for_status()
    assert list(kept.glob(f"{first}-*"))
    monkeypatch.setenv("BELAGG_CACHE", str(model_cache))
    remove(first, tmp_path / "ix")
    assert not list(kept.glob(f"{first}-*"))
    assert list(kept.glob(f"{second}-*"))
