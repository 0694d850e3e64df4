"""Files that are not as they were written: noticed, got round, and mended."""

import json
import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexDamagedError, WithdrawnError
from index.examination import examine
from index.generation import current_generation, generations, open_index, switch_to
from index.live import LiveIndex
from index.manifest import read_manifest
from server.index_commands import doctor
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph

OLD, NEW = "generation-000001", "generation-000002"


@dataclass(frozen=True, slots=True)
class Built:
    """An index of two generations, the folder of their documents, and what builds in it."""

    folder: Path
    documents: Path
    builder: Builder
    embedder: SentenceTransformerEmbedder

    @property
    def newest(self) -> Path:
        return self.folder / str(current_generation(self.folder))

    def live(self) -> LiveIndex:
        return LiveIndex(self.folder, self.embedder)

    def archived(self) -> Path:
        """The archive's folder of a document of the current generation."""
        [entry, *_] = read_manifest(self.folder, self.newest.name).entries
        return self.folder / "documents" / entry.id

    def switch(self) -> str:
        """To a generation that is put together anew."""
        return self.builder.ingest([self.documents], rebuild=True).generation


@pytest.fixture(scope="module")
def kept(embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skador")
    documents = folder / "dokument"
    documents.mkdir()
    builder = Builder(folder / "ix", embedder, lambda *_: None)
    for number, text in enumerate((DUTY, FINDING)):
        make_pdf(documents / f"rapport-{number}.pdf", [[Heading("Ansvar"), *paragraph(text)]])
        builder.ingest([documents])
    return folder


@pytest.fixture
def built(kept: Path, embedder: SentenceTransformerEmbedder, tmp_path: Path) -> Built:
    folder = tmp_path / "ix"
    shutil.copytree(kept / "ix", folder)
    builder = Builder(folder, embedder, lambda *_: None)
    return Built(folder, kept / "dokument", builder, embedder)


def flip(path: Path) -> None:
    """Changes one bit, which no size tells of."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


MANIFESTS = ("manifest.json", "manifest.copy.json")


@pytest.mark.parametrize("files", [("index.sqlite",), ("sentences.f32",), MANIFESTS])
def test_a_server_starts_from_the_last_good_generation(
    built: Built, files: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    file, *others = files
    flip(built.newest / file)
    for other in others:
        (built.newest / other).write_bytes(b"")
    live = built.live()
    with caplog.at_level(logging.WARNING, "belagg"):
        assert live.current().index.generation == OLD
    assert live.fallback and OLD in live.fallback and file in live.fallback
    assert live.fallback in caplog.text


def test_a_running_server_stays_on_what_it_has_and_takes_the_next_good_one(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    live = built.live()
    assert live.current().index.generation == NEW
    flip(built.folder / built.switch() / "passages.f32")
    assert live.current().index.generation == NEW
    assert live.fallback
    following = built.switch()
    assert live.current().index.generation == following
    assert live.fallback is None


def test_what_could_not_be_opened_is_tried_again(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_TRIES", 0.0)
    live = built.live()
    live.current()
    following = built.switch()
    place = built.folder / following / "passages.f32"
    aside = place.rename(built.folder / "undan")
    assert live.current().index.generation == NEW
    aside.rename(place)
    assert live.current().index.generation == following
    assert live.fallback is None


def limited(built: Built) -> str:
    """A generation in which a document of the one before is for some only; it is damaged."""
    catalogue = built.documents / "katalog.toml"
    catalogue.write_text('[[document]]\nfile = "rapport-0.pdf"\ngroups = ["mas"]\n')
    try:
        name = built.builder.ingest([built.documents]).generation
    finally:
        catalogue.unlink()
    flip(built.folder / name / "passages.f32")
    return name


def test_no_generation_is_used_that_shows_what_has_been_limited_since(built: Built) -> None:
    limited(built)
    with pytest.raises(WithdrawnError, match="begränsats"):
        built.live().current()


def test_a_running_server_stops_showing_what_has_been_limited(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    live = built.live()
    live.current()
    limited(built)
    for _ in range(2):
        with pytest.raises(WithdrawnError):
            live.current()


def test_no_generation_is_used_that_shows_what_has_been_removed_since(built: Built) -> None:
    [entry, _] = read_manifest(built.folder, NEW).entries
    flip(built.folder / built.builder.remove(entry.id).generation / "passages.f32")
    with pytest.raises(WithdrawnError, match="tagits bort"):
        built.live().current()


@pytest.mark.parametrize("file", [*MANIFESTS, "SHA256SUMS"])
def test_any_of_the_manifest_its_copy_and_its_checksum_is_mended_by_the_others(
    built: Built, file: str
) -> None:
    before = (built.newest / file).read_bytes()
    flip(built.newest / file)
    assert [flaw.file for flaw in examine(built.folder)] == [f"{NEW}/{file}"]
    assert len(open_index(built.folder).store.documents()) == 2
    assert built.builder.repair() == []
    assert (built.newest / file).read_bytes() == before
    assert examine(built.folder) == []


def test_a_manifest_that_is_gone_is_no_reason_to_remove_its_generation(built: Built) -> None:
    (built.newest / "manifest.json").unlink()
    assert built.builder.repair() == []
    assert len(open_index(built.folder).store.documents()) == 2
    assert examine(built.folder) == []


def test_a_server_with_no_good_generation_says_what_is_damaged(built: Built) -> None:
    for name in generations(built.folder):
        flip(built.folder / name / "index.sqlite")
    with pytest.raises(IndexDamagedError, match=r"index\.sqlite.*belagg doctor --repair"):
        built.live().current()


def test_a_generation_that_is_open_is_not_removed(built: Built) -> None:
    index = open_index(built.folder)
    for _ in range(2):
        built.switch()
    # A thread opens a connection of its own, long after the generation went out of use.
    with ThreadPoolExecutor(1) as thread:
        assert len(thread.submit(index.store.documents).result()) == 2
    assert index.archive.pdf_path(index.manifest.entries[0].id).is_file()
    del index
    built.switch()
    assert len(generations(built.folder)) == 2


def test_what_a_build_that_was_cut_off_has_left_is_never_kept_for_a_good_one(
    built: Built,
) -> None:
    (built.folder / "generation-000003").mkdir()
    shutil.copytree(built.newest, built.folder / "generation-000004")
    switch_to(built.folder, "generation-000004")
    assert generations(built.folder) == ["generation-000004", NEW]


def test_an_ingest_without_changes_notices_damage(built: Built) -> None:
    before = (built.newest / "postings.tenths").read_bytes()
    flip(built.newest / "postings.tenths")
    report = built.builder.ingest([built.documents])
    assert report.generation not in (OLD, NEW)
    assert (built.newest / "postings.tenths").read_bytes() == before


@pytest.mark.parametrize(
    "pattern", ["*/sentences.npy", "content-*.json", "clues-*.json", "original.pdf"]
)
def test_the_archive_is_mended_to_what_it_was(built: Built, pattern: str) -> None:
    [damaged] = built.archived().glob(pattern)
    before = damaged.read_bytes()
    flip(damaged)
    assert examine(built.folder)
    built.builder.repair()
    assert damaged.read_bytes() == before
    assert examine(built.folder) == []
    assert current_generation(built.folder) == NEW


def test_a_generation_is_put_together_again_and_the_damaged_one_goes(built: Built) -> None:
    flip(built.newest / "index.sqlite")
    built.builder.repair()
    assert examine(built.folder) == []
    assert NEW not in generations(built.folder)
    assert len(open_index(built.folder).store.documents()) == 2


def test_a_pdf_that_is_lost_for_good_is_named_and_its_document_still_answers(
    built: Built,
) -> None:
    [entry, *_] = read_manifest(built.folder, NEW).entries
    (built.archived() / "original.pdf").unlink()
    aside = Path(entry.path).rename(built.folder / "undanlagd.pdf")
    built.builder.repair()
    aside.rename(entry.path)
    assert [flaw.file for flaw in examine(built.folder)] == [f"documents/{entry.id}/original.pdf"]
    assert len(open_index(built.folder).store.documents()) == 2


def test_a_document_that_is_lost_with_its_generation_is_named(built: Built) -> None:
    [entry, other] = read_manifest(built.folder, NEW).entries
    shutil.rmtree(built.archived())
    flip(built.newest / "index.sqlite")
    aside = Path(entry.path).rename(built.folder / "undanlagd.pdf")
    lost = built.builder.repair()
    aside.rename(entry.path)
    assert lost == [entry]
    assert [one.id for one in open_index(built.folder).store.documents()] == [other.id]


def test_doctor_names_what_is_damaged_and_mends_it(
    built: Built,
    model_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BELAGG_CACHE", str(model_cache))
    flip(built.newest / "passages.role")
    with pytest.raises(typer.Exit):
        doctor(built.folder, as_json=True)
    output, advice = capsys.readouterr()
    found = json.loads(output)
    assert found["generation"] == OLD
    assert found["skadade filer"] == [
        {"fil": f"{NEW}/passages.role", "fel": "är inte som den skrevs"}
    ]
    assert "belagg doctor --repair" in advice
    doctor(built.folder, repair=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["skadade filer"] == []
    assert told["lagade filer"] == found["skadade filer"]
