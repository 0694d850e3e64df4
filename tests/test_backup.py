"""`belagg backup` and `belagg restore`: real indexes, real files, and files that are no backups."""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree, rmtree
from threading import Event, Thread
from time import sleep

import pytest

from index.backup import back_up
from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.errors import BackupError, IndexDamagedError
from index.generation import current_generation, damaged_files, open_index
from index.live import LiveIndex
from index.restoring import restore
from index.search import Searcher
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph
from tests.served import wait_until

QUESTION = "Vem ansvarar för rutinen för avvikelser?"
LATER = "Regionen ansvarar för att läkemedelslistan är uppdaterad vid utskrivning."


def ingest(folder: Path, documents: Path, embedder: SentenceTransformerEmbedder) -> None:
    Builder(folder, embedder, lambda *_: None).ingest([documents], prune=True)


@pytest.fixture(scope="module")
def made(
    embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """An index of two documents and a backup of it."""
    folder = tmp_path_factory.mktemp("made")
    documents = folder / "dokument"
    documents.mkdir()
    make_pdf(documents / "ansvar-2021.pdf", [[Heading("Ansvar"), *paragraph(DUTY)]])
    make_pdf(documents / "enkat-2023.pdf", [[Heading("Resultat"), *paragraph(FINDING)]])
    ingest(folder / "index", documents, embedder)
    back_up(folder / "index", folder / "belagg.tar.gz")
    return folder / "index", folder / "belagg.tar.gz"


@pytest.fixture
def index(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(copytree(made[0], tmp_path / "index"))


@pytest.fixture
def backup(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(copy(made[1], tmp_path))


def hits(folder: Path, embedder: SentenceTransformerEmbedder) -> list[tuple[str, float]]:
    found = Searcher(open_index(folder, embedder.identity), embedder).search(QUESTION, 10)
    return [(hit.passage.text, hit.score) for hit in found.hits]


def files_of(folder: Path) -> dict[str, bytes]:
    """Of the current generation and the archive, by their names there."""
    homes = (folder / str(current_generation(folder)), folder / "documents")
    return {
        str(path.relative_to(home)): path.read_bytes()
        for home in homes
        for path in home.rglob("*")
        if path.is_file()
    }


def test_a_restored_index_has_the_same_files_and_finds_the_same(
    index: Path, backup: Path, embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "nytt")
    assert files_of(tmp_path / "nytt") == files_of(index)
    assert hits(tmp_path / "nytt", embedder) == hits(index, embedder) != []
    assert damaged_files(tmp_path / "nytt") == []


def test_backups_taken_while_ingest_switches_generations_are_whole(
    index: Path, embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    done = Event()
    new = tmp_path / "nya"
    new.mkdir()

    def build() -> None:
        builder = Builder(index, embedder, lambda *_: None)
        for number in range(2):
            make_pdf(new / f"{number}.pdf", [[Heading(f"Del {number}"), *paragraph(LATER)]])
            builder.ingest([new])
        done.set()

    building = Thread(target=build)
    building.start()
    taken: list[Path] = []
    while not done.is_set() or not taken:
        taken.append(tmp_path / f"{len(taken)}.tar.gz")
        back_up(index, taken[-1])
        sleep(0.2)
    building.join()
    back_up(index, taken[-1])
    restored = {restore(place, tmp_path / place.stem).generation for place in taken}
    assert len(restored) > 1
    assert [damaged_files(tmp_path / place.stem) for place in taken] == [[]] * len(taken)


def test_a_server_goes_on_to_the_restored_index_and_the_one_before_is_kept(
    index: Path, backup: Path, embedder: SentenceTransformerEmbedder
) -> None:
    Builder(index, embedder, lambda *_: None).remove(open_index(index).manifest.entries[0].id)
    before = str(current_generation(index))
    live = LiveIndex(index, embedder)
    assert len(live.current().index.manifest.entries) == 1
    restore(backup, index, replace=True)
    wait_until(lambda: len(live.current().index.manifest.entries) == 2)
    assert (index / before / "manifest.json").is_file()


def test_an_index_is_not_overwritten_unless_that_is_asked_for(index: Path, backup: Path) -> None:
    before = files_of(index)
    with pytest.raises(BackupError, match="--replace"):
        restore(backup, index)
    assert files_of(index) == before


def test_a_damaged_index_is_not_backed_up_over_a_good_backup(index: Path, backup: Path) -> None:
    good = backup.read_bytes()
    stored = index / str(current_generation(index)) / "index.sqlite"
    data = bytearray(stored.read_bytes())
    data[len(data) // 2] ^= 255
    stored.write_bytes(data)
    with pytest.raises(IndexDamagedError, match="doctor --repair"):
        back_up(index, backup)
    assert backup.read_bytes() == good
    assert [path.name for path in backup.parent.glob(".*")] == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "original.pdf").write_bytes(b"%PDF-1.7 another"),
        lambda folder: next(folder.glob("content-*.json")).write_text("{}"),
        lambda folder: next(folder.glob("*/sentences.npy")).unlink(),
        lambda folder: rmtree(folder),
    ],
    ids=["file", "reading", "vectors", "all"],
)
def test_a_damaged_document_is_not_backed_up_over_a_good_backup(
    index: Path, backup: Path, harm: Callable[[Path], object]
) -> None:
    good = backup.read_bytes()
    harm(sorted((index / "documents").iterdir())[0])
    with pytest.raises(IndexDamagedError, match="doctor --repair"):
        back_up(index, backup)
    assert backup.read_bytes() == good


def test_a_folder_is_no_backup_and_no_place_for_one(index: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="är en mapp"):
        back_up(index, tmp_path)
    with pytest.raises(BackupError, match="går inte att öppna"):
        restore(tmp_path, index, replace=True)


def test_what_a_restoring_that_was_killed_has_left_is_taken_away(index: Path, backup: Path) -> None:
    left = index / ".restoring-avbruten"
    left.mkdir()
    (left / "original.pdf").write_bytes(b"x")
    restore(backup, index, replace=True)
    assert not left.exists()


def test_what_is_said_of_a_file_in_a_backup_is_not_read_without_end(
    index: Path, backup: Path
) -> None:
    with tarfile.open(backup, "w:gz") as tar, Path("/dev/zero").open("rb") as zeros:
        tar.addfile(member("generation/x", tarfile.XHDTYPE, 30_000_000), zeros)
    before = files_of(index)
    with pytest.raises(BackupError, match="annat än filer"):
        restore(backup, index, replace=True)
    assert files_of(index) == before


@pytest.mark.parametrize("share", [0, 0.5, 0.9])
def test_a_backup_that_was_cut_off_changes_nothing(index: Path, backup: Path, share: float) -> None:
    before = files_of(index)
    os.truncate(backup, int(backup.stat().st_size * share))
    with pytest.raises(BackupError, match="avbruten"):
        restore(backup, index, replace=True)
    assert files_of(index) == before
    assert list(index.glob(".restoring*")) == []


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size, made.linkname = kind, size, "../../../etc/passwd"
    return made


def rewritten(backup: Path, change: Callable[[tarfile.TarInfo, bytes], bytes]) -> None:
    with tarfile.open(backup) as tar:
        kept = [(one, change(one, tar.extractfile(one).read())) for one in tar]  # type: ignore[union-attr]
    with tarfile.open(backup, "w:gz") as tar:
        for one, data in kept:
            one.size = len(data)
            tar.addfile(one, io.BytesIO(data))


@pytest.mark.parametrize(
    "hostile",
    [
        member("../ute"),
        member("/tmp/ute"),
        member("generation/../../ute"),
        member("generation/.dold"),
        member("documents/a/b/c/d"),
        member("CURRENT"),
        member("generation/länk", tarfile.SYMTYPE),
        member("generation/link", tarfile.SYMTYPE),
        member("generation/hard", tarfile.LNKTYPE),
        member("generation/pipe", tarfile.FIFOTYPE),
        member("generation/disk", tarfile.BLKTYPE),
        member("generation", tarfile.DIRTYPE),
    ],
    ids=lambda one: f"{one.name} {one.type!r}",
)
def test_what_no_backup_has_is_refused(
    index: Path, backup: Path, tmp_path: Path, hostile: tarfile.TarInfo
) -> None:
    before, around = files_of(index), sorted(tmp_path.iterdir())
    with tarfile.open(backup, "w:gz") as tar:
        tar.addfile(hostile)
    with pytest.raises(BackupError, match="går inte att använda"):
        restore(backup, index, replace=True)
    assert files_of(index) == before
    assert sorted(tmp_path.iterdir()) == around


def test_a_bomb_is_refused_before_it_has_filled_the_disk(index: Path, backup: Path) -> None:
    size = 300_000_000
    with (
        tarfile.open(backup, "w:gz") as tar,
        Path("/dev/zero").open("rb") as zeros,
    ):
        tar.addfile(member("generation/bomb", size=size), zeros)
    with pytest.raises(BackupError, match="mer än vad som får plats"):
        restore(backup, index, replace=True)


def test_a_file_that_was_changed_or_taken_out_of_a_backup_is_found(
    index: Path, backup: Path
) -> None:
    def changed(one: tarfile.TarInfo, data: bytes) -> bytes:
        return data[::-1] if one.name.endswith("original.pdf") else data

    before = files_of(index)
    rewritten(backup, changed)
    with pytest.raises(BackupError, match=r"original\.pdf är inte som den sparades"):
        restore(backup, index, replace=True)
    assert files_of(index) == before


def test_both_are_one_command_each(index: Path, tmp_path: Path) -> None:
    def belagg(*arguments: str) -> str:
        command = [sys.executable, "-m", "server.cli", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    place, new = str(tmp_path / "kopia.tar.gz"), str(tmp_path / "nytt")
    assert "2 dokument" in belagg("backup", place, "--index", str(index))
    assert "återställt" in belagg("restore", place, "--index", new)
    assert files_of(tmp_path / "nytt") == files_of(index)
