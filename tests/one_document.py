"""A collection of one document, with what its catalogue says of it."""

from pathlib import Path

from fastapi.testclient import TestClient

from index.build import Builder, Report
from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
from server.app import create_app
from server.settings import load_settings
from tests.sample import service_over


class Collection:
    """A folder with one document, its catalogue and its index."""

    def __init__(self, folder: Path, embedder: SentenceTransformerEmbedder) -> None:
        self.folder = folder
        self.path = folder / "beslut.pdf"
        self._embedder = embedder
        self._catalogue = folder / "katalog.toml"

    def ingested(self, personal_data: str = "") -> Report:
        stated = f'[[document]]\nfile = "{self.path.name}"\n'
        if personal_data:
            stated += f'personal_data = "{personal_data}"\n'
        self._catalogue.write_text(stated, encoding="utf-8")
        builder = Builder(self.folder / "ix", self._embedder, lambda *_: None)
        self.report = builder.ingest([self.path])
        return self.report

    @property
    def id(self) -> str:
        (entry,) = open_index(self.folder / "ix").manifest.entries
        return entry.id

    def client(self) -> TestClient:
        service = service_over(self.folder / "ix", self._embedder)
        return TestClient(create_app(service, load_settings(cache=self.folder / "cache")))
