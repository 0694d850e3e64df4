import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Builder
from index.bundled_model import ensure_bundled_model, unpack_bundled
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexDamagedError
from index.live import LiveIndex
from server.answering import ExtractiveAnswerer
from server.app import create_app
from server.evaluation import Evaluation, evaluate
from server.gold import read_gold
from server.service import Service
from server.settings import load_settings
from tests.followed import make_followed
from tests.pdfs import Heading, make_pdf, paragraph
from tests.serving import running

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "exempel"
SHARED = ROOT.parent / "shared"
KEPT = ROOT / ".cache"
DUTY = "Kommunen ansvarar för att rutinen för avvikelser är känd av alla i verksamheten."
FINDING = "Av enkäten framgår att 41 procent av enheterna saknar en rutin för delegering."


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what the developer has set."""
    for name in list(os.environ):
        if name.startswith("BELAGG_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """A cache with the bundled model in it, kept between runs: unpacking takes seconds."""
    cache = KEPT / "model"
    ensure_bundled_model(cache)
    return cache


@pytest.fixture(scope="session")
def unadapted_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model as it came, without what it has learnt since."""
    folder: Path = tmp_path_factory.mktemp("unadapted")
    unpack_bundled(folder, adapter=None)
    return folder


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load(None, model_cache)


def kept_index(name: str, source: Path, embedder: SentenceTransformerEmbedder) -> Path:
    """An index that is kept between runs: what hasn't changed isn't embedded."""
    folder = KEPT / name
    builder = Builder(folder, embedder, lambda *_: None)
    try:
        builder.ingest([source], prune=True)
    except IndexDamagedError:
        # Kept from a run with another format of the index.
        builder.ingest([source], prune=True, rebuild=True)
    return folder


@pytest.fixture(scope="session")
def sample_index(embedder: SentenceTransformerEmbedder) -> Path:
    return kept_index("sample-index", SAMPLE, embedder)


@pytest.fixture(scope="session")
def service(sample_index: Path, embedder: SentenceTransformerEmbedder) -> Service:
    return Service(LiveIndex(sample_index, embedder), ExtractiveAnswerer())


@pytest.fixture(scope="session")
def evaluation(service: Service) -> Evaluation:
    """A dozen gold questions asked, four of them not answerable."""
    gold = read_gold(ROOT / "tests" / "gold" / "exempel.jsonl")
    unanswerable = [question for question in gold if not question.is_answerable]
    return evaluate(service, [*gold[:8], *unanswerable[:4]], lambda _: None)


@pytest.fixture(scope="session")
def shared() -> Iterator[Path]:
    """The folder of real reports, which lie outside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared saknas: de verkliga rapporterna ligger utanför projektet")
    yield SHARED


@pytest.fixture(scope="session")
def server_url(service: Service) -> Iterator[str]:
    """A real server over the sample corpus."""
    with running(create_app(service, load_settings())) as url:
        yield url


@pytest.fixture(scope="session")
def followed_service(
    embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Service:
    """Over documents that replace each other, end, or have not begun to apply."""
    folder: Path = tmp_path_factory.mktemp("followed")
    Builder(folder / "ix", embedder, lambda *_: None).ingest([make_followed(folder / "dokument")])
    return Service(LiveIndex(folder / "ix", embedder), ExtractiveAnswerer())


@pytest.fixture(scope="session")
def followed_url(followed_service: Service) -> Iterator[str]:
    """A real server over the same."""
    with running(create_app(followed_service, load_settings())) as url:
        yield url


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "dokument"
    folder.mkdir()
    make_pdf(folder / "ansvar-2021.pdf", [[Heading("Ansvar"), *paragraph(DUTY)]])
    make_pdf(folder / "enkat-2023.pdf", [[Heading("Resultat"), *paragraph(FINDING)]])
    return folder
