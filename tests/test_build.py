"""The index folder: incremental, atomic, and never losing what it has."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Builder, Report, Status
from index.embedder import ModelIdentity, SentenceTransformerEmbedder
from index.errors import (
    IndexDamagedError,
    IndexMissingError,
    ModelMismatchError,
    StorageError,
    UnknownDocumentError,
)
from index.filters import Filter
from index.generation import current_generation, damaged_files, open_index
from index.live import LiveIndex
from index.manifest import read_manifest, seal
from index.search import Searcher
from ingest.document import Kind, StatementKind
from ingest.errors import CatalogueError, NoDocumentsError
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph


def build(folder: Path, embedder: SentenceTransformerEmbedder, *paths: Path, **how: bool) -> Report:
    return Builder(folder, embedder, lambda *_: None).ingest(paths, **how)


def statuses(report: Report) -> dict[str, Status]:
    return {outcome.path.name: outcome.status for outcome in report.outcomes}


def test_unchanged_files_are_not_read_again(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    first = build(tmp_path / "ix", embedder, documents)
    second = build(tmp_path / "ix", embedder, documents)
    assert set(statuses(first).values()) == {Status.NEW}
    assert set(statuses(second).values()) == {Status.UNCHANGED}
    assert second.generation == first.generation


def test_what_another_version_read_is_read_anew(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    """Its vectors are of other texts then, and may be more or fewer than the passages."""
    first = build(tmp_path / "ix", embedder, documents)
    home = tmp_path / "ix" / first.generation
    seal(home, replace(read_manifest(home.parent, home.name), ingest_version="annan"))
    for pattern in ("*.json", "SHA256SUMS"):
        for path in (tmp_path / "ix" / "documents").rglob(pattern):
            path.unlink()
    for path in (tmp_path / "ix" / "documents").rglob("*.npy"):
        np.save(path, np.concatenate([np.load(path)] * 2))
    second = build(tmp_path / "ix", embedder, documents)
    index = open_index(tmp_path / "ix", embedder.identity)
    assert len(index.passages) == sum(outcome.passages for outcome in second.outcomes)


def test_a_changed_file_replaces_its_old_self(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    make_pdf(documents / "ansvar-2021.pdf", [[Heading("Ansvar"), *paragraph(FINDING + DUTY)]])
    report = build(tmp_path / "ix", embedder, documents)
    assert statuses(report)["ansvar-2021.pdf"] is Status.REPLACED
    assert report.documents == 2


def test_a_removed_file_stays_until_it_is_pruned(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    (documents / "enkat-2023.pdf").unlink()
    assert build(tmp_path / "ix", embedder, documents).documents == 2
    report = build(tmp_path / "ix", embedder, documents, prune=True)
    assert report.documents == 1
    assert statuses(report)["enkat-2023.pdf"] is Status.REMOVED


def test_a_document_is_removed_by_its_id(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    document = open_index(tmp_path / "ix").store.documents()[0]
    builder = Builder(tmp_path / "ix", embedder, lambda *_: None)
    assert builder.remove(document.id).documents == 1
    with pytest.raises(UnknownDocumentError, match="belagg documents"):
        builder.remove(document.id)


def test_bad_files_never_stop_the_others(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (documents / "a-trasig.pdf").write_bytes(b"%PDF-1.7 trasig")
    shutil.copy(documents / "ansvar-2021.pdf", documents / "kopia.pdf")
    report = build(tmp_path / "ix", embedder, documents)
    assert statuses(report) == {
        "a-trasig.pdf": Status.FAILED,
        "ansvar-2021.pdf": Status.NEW,
        "enkat-2023.pdf": Status.NEW,
        "kopia.pdf": Status.DUPLICATE,
    }


def test_a_file_that_has_become_unreadable_keeps_its_old_content(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    (documents / "ansvar-2021.pdf").write_bytes(b"%PDF-1.7 trasig")
    report = build(tmp_path / "ix", embedder, documents)
    assert statuses(report)["ansvar-2021.pdf"] is Status.FAILED
    assert report.documents == 2


def test_a_folder_without_pdfs_is_refused(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(NoDocumentsError, match="ingen PDF-fil"):
        build(tmp_path / "ix", embedder, tmp_path / "tom")
    with pytest.raises(NoDocumentsError, match="finns inte"):
        build(tmp_path / "ix", embedder, tmp_path / "borta")
    assert current_generation(tmp_path / "ix") is None


def test_equal_documents_give_equal_bytes(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    for name in ("a", "b"):
        build(tmp_path / name, embedder, documents)
    home = current_generation(tmp_path / "a")
    assert home is not None
    for file in sorted((tmp_path / "a" / home).iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / home / file.name).read_bytes(), file.name


def test_a_saved_and_opened_index_gives_equal_hits(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    first, second = (
        Searcher(open_index(tmp_path / "ix", embedder.identity), embedder) for _ in range(2)
    )
    question = "Vem ansvarar för rutinen?"
    assert first.search(question, 5).hits == second.search(question, 5).hits


def test_filters_hold_for_every_hit(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    searcher = Searcher(open_index(tmp_path / "ix"), embedder)

    def files(limits: Filter) -> set[str]:
        hits = searcher.search("rutin för delegering", 10, limits).hits
        return {searcher.index.store.document(hit.passage.document_id).file for hit in hits}

    assert files(Filter(year_from=2022)) == {"enkat-2023.pdf"}
    assert files(Filter(year_to=2022)) == {"ansvar-2021.pdf"}
    assert files(Filter(statements=(StatementKind.DUTY,))) == {"ansvar-2021.pdf"}
    assert files(Filter(kinds=(Kind.MINUTES,))) == set()


def test_another_model_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    with pytest.raises(ModelMismatchError, match=r"belagg ingest --rebuild"):
        open_index(tmp_path / "ix", ModelIdentity("annan", "0" * 64, 384))


def test_no_index_and_damaged_indexes_are_told_apart(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    folder = tmp_path / "ix"
    with pytest.raises(IndexMissingError, match="belagg ingest"):
        open_index(folder)
    build(folder, embedder, documents)
    home = folder / str(current_generation(folder))
    whole = (home / "passages.f32").read_bytes()
    (home / "passages.f32").write_bytes(whole[:-10])
    with pytest.raises(IndexDamagedError, match="rebuild"):
        open_index(folder)
    (home / "passages.f32").write_bytes(whole[:-1] + b"x")
    assert damaged_files(folder) == ["passages.f32"]
    (home / "manifest.json").write_text("{")
    (home / "manifest.copy.json").write_text("")
    with pytest.raises(IndexDamagedError, match="rebuild"):
        open_index(folder)


def test_a_damaged_index_is_rebuilt_from_what_it_stored(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    folder = tmp_path / "ix"
    build(folder, embedder, documents)
    shutil.rmtree(documents)
    home = folder / str(current_generation(folder))
    (home / "index.sqlite").write_bytes(b"")
    report = build(folder, embedder, rebuild=True)
    assert report.documents == 2
    assert len(open_index(folder).passages) == 2


def test_a_folder_that_can_not_be_written_is_said(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (tmp_path / "fil").write_text("här kan ingen mapp ligga")
    with pytest.raises(StorageError, match="skriv"):
        build(tmp_path / "fil" / "ix", embedder, documents)


def test_a_server_notices_a_new_generation(
    tmp_path: Path,
    documents: Path,
    embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.0)
    build(tmp_path / "ix", embedder, documents)
    live = LiveIndex(tmp_path / "ix", embedder)
    old = live.current()
    make_pdf(documents / "ny.pdf", [[Heading("Nytt"), *paragraph(DUTY + FINDING)]])
    build(tmp_path / "ix", embedder, documents)
    assert len(live.current().index.manifest.entries) == 3
    assert old.search("delegering", 3).hits


def test_the_manifest_tells_what_the_generation_holds(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    build(tmp_path / "ix", embedder, documents)
    home = tmp_path / "ix" / str(current_generation(tmp_path / "ix"))
    manifest = json.loads((home / "manifest.json").read_text())
    assert manifest["model"]["weights"] == embedder.identity.weights
    assert len(manifest["entries"]) == 2
    opened = open_index(tmp_path / "ix")
    assert len(opened.sentences) == manifest["sentences"]
    vector = embedder.embed_query("rutin")
    near = opened.passages.nearest(vector, 2)
    cosines = opened.passages.similarities(vector, near)
    assert np.all(np.diff(cosines) <= 0)


def in_both(tmp_path: Path, sluten: str, kopia: str) -> tuple[Path, Path]:
    """Two folders with the same file, and what their catalogues say."""
    folders = tmp_path / "sluten", tmp_path / "kopia"
    for folder, stated in zip(folders, (sluten, kopia), strict=True):
        folder.mkdir()
        (folder / "katalog.toml").write_text(stated)
    make_pdf(folders[0] / "sluten.pdf", [[Heading("Ansvar"), *paragraph(DUTY)]])
    shutil.copy(folders[0] / "sluten.pdf", folders[1] / "kopia.pdf")
    return folders


@pytest.mark.parametrize(
    "runs",
    [
        ["sluten kopia"],
        ["kopia sluten", "kopia"],
        ["sluten", "kopia", "kopia"],
        ["kopia", "sluten", "kopia", "kopia sluten"],
    ],
)
def test_a_copy_opens_nothing_that_is_closed_elsewhere(
    runs: list[str], tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    in_both(tmp_path, 'groups = ["mas", "mar"]', "")
    for number, run in enumerate(runs, 1):
        build(tmp_path / "ix", embedder, *(tmp_path / name for name in run.split()))
        [entry] = open_index(tmp_path / "ix").manifest.entries
        is_known = "sluten" in " ".join(runs[:number])
        assert entry.description.groups == (("mar", "mas") if is_known else ())


def test_a_copy_is_for_those_who_may_see_both(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    folders = in_both(tmp_path, 'groups = ["mas", "mar"]', 'groups = ["mar", "ssk"]')
    report = build(tmp_path / "ix", embedder, *folders)
    [entry] = open_index(tmp_path / "ix").manifest.entries
    assert entry.description.groups == ("mar",)
    assert "visas bara för mar" in report.outcomes[1].note
    (folders[1] / "katalog.toml").write_text('groups = "ssk"')
    with pytest.raises(CatalogueError, match="samma dokument"):
        build(tmp_path / "ix", embedder, *folders)


def test_a_file_that_was_moved_is_for_those_of_its_new_place(
    tmp_path: Path, embedder: SentenceTransformerEmbedder
) -> None:
    sluten, kopia = in_both(tmp_path, 'groups = "mas"', "")
    build(tmp_path / "ix", embedder, sluten)
    (sluten / "sluten.pdf").unlink()
    build(tmp_path / "ix", embedder, kopia)
    [entry] = open_index(tmp_path / "ix").manifest.entries
    assert (entry.description.groups, Path(entry.path).parent) == ((), kopia)
