"""Two that would build in the same folder: the second is told of the first, or waits for it."""

import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from index.errors import IndexLockedError
from index.lock import building, holder
from tests.sample import ROOT
from tests.test_cli import belagg

_HOLDING = """
import sys
from pathlib import Path
from index.lock import building
with building(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process


def test_the_second_of_two_ingests_says_who_is_at_work(
    tmp_path: Path, documents: Path, model_cache: Path
) -> None:
    folder = tmp_path / "ix"
    with held_elsewhere(folder) as process:
        result = belagg("ingest", str(documents), "--index", str(folder), cache=model_cache)
    assert result.returncode == 1
    assert f"process {process.pid} på {socket.gethostname()}, sedan " in result.stderr
    assert shlex.join(("-c", str(folder))) in result.stderr
    assert "--wait" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_who_waits_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as process:
        assert process.stdin
        Timer(0.3, process.stdin.close).start()
        with building(tmp_path, wait=60):
            found = holder(tmp_path)
            assert found and found.pid == os.getpid()
    assert holder(tmp_path) is None


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as process:
        with pytest.raises(IndexLockedError), building(tmp_path):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        with building(tmp_path):
            found = holder(tmp_path)
            assert found and found.pid == os.getpid()


def test_a_name_that_is_no_text_stops_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["belagg", "ingest", os.fsdecode(b"\xe5tg\xe4rd.pdf")])
    with building(tmp_path):
        found = holder(tmp_path)
        assert found and found.command.startswith("belagg ingest")
