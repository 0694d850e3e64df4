"""Kills, full disks and folders that can't be written: what was indexed is still there, whole."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import approximate
from index.errors import StorageError
from index.files import storage_errors
from tests.robustness.kill import killed
from tests.sample import ROOT

_OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")


@pytest.fixture(scope="module")
def cases(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Ingests on disks with ever more room, and last on one that can't be written."""
    folder = str(tmp_path_factory.mktemp("diskar"))
    if not _may_mount(folder):
        pytest.skip("den här datorn låter inte testet montera en liten disk: unshare --mount")
    command = [*_OWN_MOUNTS, sys.executable, "-m", "tests.robustness.disk", folder]
    done = subprocess.run(
        [*command, str(model_cache)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def _may_mount(folder: str) -> bool:
    tried = (*_OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", folder)
    try:
        return subprocess.run(tried, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def test_a_kill_at_any_moment_leaves_the_old_or_a_complete_new_generation(tmp_path: Path) -> None:
    """While a server answers; `python -m tests.robustness.kill` does the same 200 times."""
    result = killed(tmp_path, kills=6, seed=7)
    assert result.kills == 6
    assert result.answers > 0
    assert result.comparisons == 1
    assert not result.losses, result.losses


def test_a_full_disk_is_said_and_leaves_the_old_generation(cases: list[dict[str, Any]]) -> None:
    full = [case for case in cases[:-1] if case["error"]]
    assert len({case["doing"].split()[0] for case in full}) > 1, "fullt i olika skeden"
    for case in full:
        assert case["error"].startswith("Disken är full"), case
        assert case["is_old"], case


def test_a_disk_that_fills_up_beneath_the_approximate_index_is_said(tmp_path: Path) -> None:
    near = approximate.trained(np.eye(64, dtype=np.float32)[np.arange(20_000) % 64])
    with pytest.raises(StorageError, match="Disken är full"), storage_errors(tmp_path):
        approximate.write(near, Path("/dev/full"))


def test_a_folder_that_is_read_only_is_said_and_leaves_the_old_generation(
    cases: list[dict[str, Any]],
) -> None:
    forbidden = cases[-1]
    assert forbidden["error"].startswith("Det går inte att skriva")
    assert forbidden["is_old"]


def test_whatever_the_disk_did_a_server_answers_and_the_next_run_completes(
    cases: list[dict[str, Any]],
) -> None:
    for case in cases:
        assert case["is_whole"] and case["answers"] and case["completed"], case
