"""Files that hang, swell or crash the reader: only they are lost, and no process is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build import Builder, Status
from index.embedder import SentenceTransformerEmbedder
from ingest.errors import UnreadableFileError
from ingest.isolation import Readers, begun_ahead
from ingest.limits import Limits
from ingest.parsing import parse_pdf
from ingest.reader import content_id
from tests.conftest import DUTY, FINDING
from tests.hostile import endless_pdf, huge_pdf
from tests.pdfs import Heading, make_pdf, paragraph
from tests.sample import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processerna läses ur /proc")

PATIENCE = 60.0


def small_pdf(path: Path, text: str = DUTY) -> Path:
    return make_pdf(path, [[Heading("Ansvar"), *paragraph(text)]])


def workers_of(parent: int) -> set[int]:
    """The processes that read PDFs for this one."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            owner = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if owner == parent and b"ingest.worker" in command:
            found.add(int(folder.name))
    return found


def until(condition: Callable[[], object]) -> None:
    """Waits for what must come, however slow the machine is."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "det som skulle hända hände inte"
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def used(pid: int) -> float:
    """Seconds of processor time: a worker that has used one is past its start and reads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def results(readers: Readers, paths: list[Path]) -> Iterator[str]:
    """The first words of each file, or why it has none."""
    for future in begun_ahead(paths, readers.parse, readers.ahead):
        error = future.exception()
        if error is None:
            yield future.result().content.passages[0].text[:8]
        else:
            assert isinstance(error, UnreadableFileError)
            yield error.found


def test_a_worker_gives_what_the_parser_gives(tmp_path: Path) -> None:
    path = small_pdf(tmp_path / "a.pdf")
    with Readers(Limits(), 1) as readers:
        assert readers.parse(path).result() == parse_pdf(path)


def test_a_file_that_hangs_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    files = [
        small_pdf(tmp_path / "a.pdf", DUTY),
        endless_pdf(tmp_path / "b.pdf"),
        small_pdf(tmp_path / "c.pdf", FINDING),
    ]
    with Readers(Limits(seconds=2), 2) as readers:
        assert list(results(readers, files)) == [
            DUTY[:8],
            "filen tog längre tid än 2 s att läsa",
            FINDING[:8],
        ]


def test_a_file_that_needs_too_much_memory_is_given_up_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    files = [huge_pdf(tmp_path / "a.pdf", 1024), small_pdf(tmp_path / "b.pdf")]
    with Readers(Limits(megabytes=512, file_megabytes=2000), 1) as readers:
        assert list(results(readers, files)) == ["filen behövde mer än 512 MB minne", DUTY[:8]]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (signal.SIGKILL, r"\(signal 9\)"),
        (signal.SIGSEGV, r"\(signal 11\)"),
        (signal.SIGABRT, r"\(signal 6, troligen .* 2048 MB"),
    ],
)
def test_a_crash_is_reported_and_the_others_are_read(
    sent: signal.Signals, reason: str, tmp_path: Path
) -> None:
    with Readers(Limits(), 1) as readers:
        reading = readers.parse(endless_pdf(tmp_path / "a.pdf"))
        after = readers.parse(small_pdf(tmp_path / "b.pdf"))
        until(lambda: workers_of(os.getpid()))
        for worker in workers_of(os.getpid()):
            os.kill(worker, sent)
        with pytest.raises(UnreadableFileError, match=reason):
            reading.result()
        assert after.result().content.passages


def test_a_worker_knows_no_setting_but_where_the_word_lists_are(
    tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELAGG_CACHE", str(model_cache))
    monkeypatch.setenv("BELAGG_ACCESS_SECRET", "en hemlighet som ingen ska se")
    monkeypatch.setenv("belagg_oidc_client_secret", "en annan hemlighet")
    with Readers(Limits(), 1) as readers:
        readers.parse(small_pdf(tmp_path / "a.pdf")).result()
        (worker,) = workers_of(os.getpid())
        told = Path(f"/proc/{worker}/environ").read_bytes()
    assert b"BELAGG_CACHE=" in told
    assert b"hemlighet" not in told


def test_it_is_said_once_that_the_system_does_not_confine_the_workers(tmp_path: Path) -> None:
    script = """
import ctypes, struct, sys
from pathlib import Path
from ingest.isolation import Readers
from ingest.limits import Limits
# As systemd and containers refuse a call: "load its number; Landlock's first gets EPERM".
LOAD, JUMP_EQUAL, RETURN, ALLOW, ERRNO = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050001
steps = [(LOAD, 0, 0, 0), (JUMP_EQUAL, 0, 1, 444), (RETURN, 0, 0, ERRNO), (RETURN, 0, 0, ALLOW)]
code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
system = ctypes.CDLL(None)
filter = struct.pack("@HP", len(steps), ctypes.addressof(code))
if system.prctl(38, 1, 0, 0, 0) or system.prctl(22, 2, filter):
    sys.exit(3)
with Readers(Limits(), 2) as readers:
    for reading in [readers.parse(Path(path)) for path in sys.argv[1:]]:
        reading.result()
"""
    files = [str(small_pdf(tmp_path / f"{n}.pdf", f"Enhet {n}. {DUTY}")) for n in range(3)]
    command = [sys.executable, "-c", script, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip("kärnan saknar seccomp")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Landlock") == 1
    assert done.stderr.count("\n") == 1


def test_a_worker_that_dies_between_files_costs_no_file(tmp_path: Path) -> None:
    path = small_pdf(tmp_path / "a.pdf")
    with Readers(Limits(), 1) as readers:
        readers.parse(path).result()
        (worker,) = workers_of(os.getpid())
        os.kill(worker, signal.SIGKILL)
        until(lambda: not running(worker))
        assert readers.parse(path).result().content.passages


def test_results_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    pages = [[Heading(f"Enkät {n}"), *paragraph(f"År {n}. {FINDING}")] for n in range(40)]
    long = make_pdf(tmp_path / "lång.pdf", pages)
    small = [small_pdf(tmp_path / f"{n}.pdf", f"Enhet {n}. {DUTY}") for n in range(6)]
    files = [long, *small]
    with Readers(Limits(), 2) as readers:
        begun = begun_ahead(files, readers.parse, readers.ahead)
        found = [future.result().id for future in begun]
    assert found == [content_id(path.read_bytes()) for path in files]
    assert len(set(found)) == 7


def test_no_more_files_are_begun_than_may_wait() -> None:
    begun: list[int] = []

    def begin(item: int) -> int:
        begun.append(item)
        return item

    for number in begun_ahead(range(10), begin, 3):
        assert len(begun) == min(number + 4, 10)
    assert begun == list(range(10))


def test_workers_start_when_needed_and_are_gone_afterwards(tmp_path: Path) -> None:
    with Readers(Limits(), 2) as readers:
        assert workers_of(os.getpid()) == set()
        readers.parse(small_pdf(tmp_path / "a.pdf")).result()
        readers.parse(endless_pdf(tmp_path / "b.pdf"))
        workers = workers_of(os.getpid())
        assert len(workers) == 1
    assert workers_of(os.getpid()) == set()
    assert not any(map(running, workers))


def test_a_worker_is_replaced_after_many_files(tmp_path: Path) -> None:
    path = small_pdf(tmp_path / "a.pdf")
    with Readers(Limits(), 1) as readers:
        readers.parse(path).result()
        first = workers_of(os.getpid())
        for _ in range(60):
            readers.parse(path).result()
        assert len(workers_of(os.getpid())) == 1
        assert workers_of(os.getpid()) != first


def test_an_ingest_goes_on_past_a_file_that_hangs(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    endless_pdf(documents / "b.pdf")
    builder = Builder(tmp_path / "ix", embedder, lambda *_: None, Limits(seconds=2), 2)
    outcomes = builder.ingest([documents]).outcomes
    assert [(outcome.path.name, outcome.status) for outcome in outcomes] == [
        ("ansvar-2021.pdf", Status.NEW),
        ("b.pdf", Status.FAILED),
        ("enkat-2023.pdf", Status.NEW),
    ]
    assert outcomes[1].note == "filen tog längre tid än 2 s att läsa"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_ended_ingest_leaves_no_process(
    sent: signal.Signals, tmp_path: Path, model_cache: Path
) -> None:
    (tmp_path / "dokument").mkdir()
    for name in ("a.pdf", "b.pdf"):
        endless_pdf(tmp_path / "dokument" / name)
    # Not equal to the first, which would be read once for both.
    with (tmp_path / "dokument" / "b.pdf").open("ab") as file:
        file.write(b"%\n")
    command = [sys.executable, "-m", "server.cli", "ingest", str(tmp_path / "dokument")]
    environment = {"BELAGG_CACHE": str(model_cache), "BELAGG_READ_WORKERS": "2"}
    process = subprocess.Popen(
        [*command, "--index", str(tmp_path / "ix")],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: len(workers_of(process.pid)) == 2)
    workers = workers_of(process.pid)
    until(lambda: all(used(worker) > 1.0 for worker in workers))
    for worker in workers:
        loaded = Path(f"/proc/{worker}/maps").read_text()
        assert "pydantic_core" in loaded
        assert "torch" not in loaded
        assert "faiss" not in loaded
    process.send_signal(sent)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert "Traceback" not in said
    until(lambda: not any(map(running, workers)))


def test_what_a_killed_run_has_left_is_removed_by_the_next() -> None:
    script = (
        "import time; from ingest.scratch import scratch_folder; "
        "folder = scratch_folder(); print(folder.name, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        left = Path(process.stdout.readline().strip())
        (left / "sida.png").write_bytes(b"x")
        with Readers(Limits(), 1):
            assert left.is_dir()
        process.kill()
    with Readers(Limits(), 1):
        assert not left.exists()
