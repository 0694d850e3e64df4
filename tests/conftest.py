import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import Builder
from index.bundled_model import unpack_bundled
from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.evaluation import Evaluation, evaluate
from server.gold import read_gold
from server.service import Service
from server.settings import load_settings
from tests.closed import Closed, closed_collection
from tests.followed import make_followed
from tests.pdfs import Heading, make_pdf, paragraph
from tests.sample import ROOT, SAMPLE, kept_index, kept_model, service_over
from tests.serving import running

# How long an example takes says nothing on a busy machine.
settings.register_profile("belagg", deadline=None)
settings.load_profile("belagg")

SHARED = ROOT.parent / "shared"
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
    return kept_model()


@pytest.fixture(scope="session")
def unadapted_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model as it came, without what it has learnt since."""
    folder: Path = tmp_path_factory.mktemp("unadapted")
    unpack_bundled(folder, adapter=None)
    return folder


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load(None, model_cache)


@pytest.fixture(scope="session")
def sample_index(embedder: SentenceTransformerEmbedder) -> Path:
    return kept_index("sample-index", SAMPLE, embedder)


@pytest.fixture(scope="session")
def closed(
    sample_index: Path,
    embedder: SentenceTransformerEmbedder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Closed:
    return closed_collection(tmp_path_factory.mktemp("closed"), sample_index, embedder)


@pytest.fixture(scope="session")
def service(sample_index: Path, embedder: SentenceTransformerEmbedder) -> Service:
    return service_over(sample_index, embedder)


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
    with running(create_app(service, load_settings(rate_per_minute=0))) as url:
        yield url


@pytest.fixture(scope="session")
def followed_service(
    embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Service:
    """Over documents that replace each other, end, or have not begun to apply."""
    folder: Path = tmp_path_factory.mktemp("followed")
    Builder(folder / "ix", embedder, lambda *_: None).ingest([make_followed(folder / "dokument")])
    return service_over(folder / "ix", embedder)


@pytest.fixture(scope="session")
def followed_url(followed_service: Service) -> Iterator[str]:
    """A real server over the same."""
    with running(create_app(followed_service, load_settings(rate_per_minute=0))) as url:
        yield url


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "dokument"
    folder.mkdir()
    make_pdf(folder / "ansvar-2021.pdf", [[Heading("Ansvar"), *paragraph(DUTY)]])
    make_pdf(folder / "enkat-2023.pdf", [[Heading("Resultat"), *paragraph(FINDING)]])
    return folder
