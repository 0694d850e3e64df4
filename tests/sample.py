"""The sample corpus, its model and its index; both are kept between runs in .cache."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from index.build import Builder
from index.bundled_model import ensure_bundled_model
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexDamagedError
from index.live import LiveIndex
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.service import Service
from server.settings import load_settings
from tests.serving import running

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "exempel"
KEPT = ROOT / ".cache"


def kept_model() -> Path:
    """A cache with the bundled model in it: unpacking takes seconds."""
    cache = KEPT / "model"
    ensure_bundled_model(cache)
    return cache


def kept_index(name: str, source: Path, embedder: SentenceTransformerEmbedder) -> Path:
    """An index of the folder: what hasn't changed isn't embedded again."""
    folder = KEPT / name
    KEPT.mkdir(parents=True, exist_ok=True)
    # Tests that run at the same time wait for the first of them to have built it.
    with FileLock(KEPT / f"{name}.lock"):
        builder = Builder(folder, embedder, lambda *_: None)
        try:
            builder.ingest([source], prune=True)
        except IndexDamagedError:
            # Kept from a run with another format of the index.
            builder.ingest([source], prune=True, rebuild=True)
    return folder


def service_over(folder: Path, embedder: SentenceTransformerEmbedder) -> Service:
    return Service(LiveIndex(folder, embedder), ExtractiveAnswerer())


@contextmanager
def unready_server(embedder: SentenceTransformerEmbedder) -> Iterator[str]:
    """The address of a server that has no index yet."""
    with TemporaryDirectory() as empty:
        app = create_app(service_over(Path(empty), embedder), load_settings(rate_per_minute=0))
        with running(app) as url:
            yield url


@contextmanager
def sample_servers() -> Iterator[tuple[str, str]]:
    """The addresses of a server over the sample corpus and of one that isn't ready."""
    # Else the terminal gets each request to the one that isn't ready as an error.
    logging.getLogger("belagg").addHandler(logging.NullHandler())
    embedder = SentenceTransformerEmbedder.load(None, kept_model())
    service = service_over(kept_index("sample-index", SAMPLE, embedder), embedder)
    with (
        running(create_app(service, load_settings(rate_per_minute=0))) as ready,
        unready_server(embedder) as empty,
    ):
        yield ready, empty
