"""A full disk and a kill: what was indexed is still there, whole."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from index.embedder import SentenceTransformerEmbedder
from index.generation import current_generation, damaged_files, open_index
from tests.conftest import DUTY, FINDING
from tests.pdfs import Heading, make_pdf, paragraph
from tests.sample import ROOT
from tests.test_build import build


def test_a_full_disk_leaves_the_old_generation(
    tmp_path: Path, documents: Path, model_cache: Path
) -> None:
    """In a process of its own, whose disk is full as soon as data is flushed to it."""
    script = """
import resource, sys
from pathlib import Path
from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
embedder = SentenceTransformerEmbedder.load(None, Path(sys.argv[3]))
builder = Builder(Path(sys.argv[1]), embedder, lambda *_: None)
builder.ingest([Path(sys.argv[2])])
"""
    index = tmp_path / "ix"
    command = [sys.executable, "-c", script, str(index), str(documents), str(model_cache)]
    subprocess.run(command, check=True, cwd=ROOT)
    before = current_generation(index)
    make_pdf(documents / "ny.pdf", [[Heading("Nytt"), *paragraph(DUTY + FINDING)]])
    failing = script.replace(
        "builder.ingest",
        "import errno, index.files, os\n"
        "def full(descriptor): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "os.fsync = full\n"
        "builder.ingest",
    )
    command[2] = failing
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert "Disken är full" in result.stderr
    assert current_generation(index) == before
    assert len(open_index(index).manifest.entries) == 2


def test_a_kill_at_any_moment_leaves_a_complete_generation(
    tmp_path: Path, documents: Path, model_cache: Path, embedder: SentenceTransformerEmbedder
) -> None:
    index = tmp_path / "ix"
    build(index, embedder, documents)
    for number in range(4):
        make_pdf(documents / f"ny{number}.pdf", [[Heading(f"Nytt {number}"), *paragraph(DUTY)]])
    command = [sys.executable, "-m", "server.cli", "ingest", str(documents), "--index", str(index)]
    for wait in (0.5, 1.5, 3.0, 6.0):
        process = subprocess.Popen(
            command,
            env={"BELAGG_CACHE": str(model_cache), "PATH": "/usr/bin:/bin"},
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        opened = open_index(index)
        assert damaged_files(index) == []
        assert len(opened.passages) >= 2
    assert build(index, embedder, documents).documents == 6
