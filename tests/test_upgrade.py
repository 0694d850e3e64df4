"""An index of the previous release, opened by this one.

tests/data/index-format-4.zip was made by commit a32d306, the last of version 0.1.0 with format
4 of the index: `belagg ingest` over a folder with two PDFs of tests/pdfs.py (DUTY and FINDING of
tests/conftest.py, each beneath a heading), packed with zip.
"""

import zipfile
from pathlib import Path

import pytest

from index.backup import back_up
from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexDamagedError
from index.generation import current_generation, open_index
from index.manifest import FORMAT_VERSION, read_any_manifest
from index.search import Searcher

KEPT = Path(__file__).parent / "data" / "index-format-4.zip"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with zipfile.ZipFile(KEPT) as kept:
        kept.extractall(tmp_path / "index")
    assert read_any_manifest(tmp_path / "index", "generation-000001").format_version == 4
    assert FORMAT_VERSION > 4
    return tmp_path / "index"


def originals(folder: Path) -> dict[str, bytes]:
    return {
        path.parent.name: path.read_bytes() for path in (folder / "documents").rglob("original.pdf")
    }


def test_an_older_index_is_refused_with_the_command_that_mends_it(old: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"format 4, men.*belagg ingest --rebuild"):
        open_index(old)
    with pytest.raises(IndexDamagedError, match="belagg ingest --rebuild"):
        back_up(old, old.parent / "kopia.tar.gz")


def test_an_older_index_is_rebuilt_from_its_own_documents_and_loses_nothing(
    old: Path, embedder: SentenceTransformerEmbedder
) -> None:
    before = originals(old)
    entries = read_any_manifest(old, str(current_generation(old))).entries
    assert not any(Path(entry.path).exists() for entry in entries)
    report = Builder(old, embedder, lambda *_: None).ingest([], rebuild=True)
    index = open_index(old, embedder.identity)
    assert report.documents == len(entries) == 2
    assert {entry.id for entry in index.manifest.entries} == {entry.id for entry in entries}
    assert originals(old) == before
    found = Searcher(index, embedder).search("Vem ansvarar för rutinen för avvikelser?", 3)
    assert "rutinen för avvikelser" in found.hits[0].passage.text
