"""Nearest vectors: exact among few, nearly so among many, and only those that are let through."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import vectors
from index.mask import Mask
from index.vectors import VectorIndex, VectorWriter

KIND = "sentences"
DIMENSION = 32
COUNT = 6000


def unit(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    shortened: NDArray[np.float32] = np.divide(rows, lengths, dtype=np.float64).astype(np.float32)
    return shortened


def made(count: int, seed: int) -> NDArray[np.float32]:
    """In groups, as sentences about the same matters are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(60, DIMENSION))
    return unit(centres[random.integers(0, 60, count)] + random.normal(size=(count, DIMENSION)))


def written(home: Path, *parts: NDArray[np.float32]) -> VectorIndex:
    """The first part trained, the others added one by one."""
    home.mkdir()
    for number, part in enumerate(parts):
        writer = VectorWriter(home, KIND, DIMENSION)
        writer.add(part)
        writer.finish(anew=number == 0)
    return VectorIndex.read(home, KIND, DIMENSION)


@pytest.fixture
def _approximate_from_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_EXACT", 1000)
    monkeypatch.setattr(vectors, "_TAKEN_OUT", 100)


def share_found(index: VectorIndex, allowed: NDArray[np.bool_] | None = None) -> float:
    """Of the ten nearest to each of a hundred queries that lie between the vectors."""
    found = []
    one, other = np.random.default_rng(9).integers(0, len(index), (2, 100))
    for query in unit(index.vectors[one] + index.vectors[other]):
        cosines = index.vectors @ query
        if allowed is not None:
            cosines[~allowed] = -1
        true = np.argsort(-cosines)[:10]
        near = index.nearest(query, 10, None if allowed is None else Mask(allowed))
        assert allowed is None or allowed[near].all()
        found.append(len(np.intersect1d(true, near)) / 10)
    return float(np.mean(found))


def test_among_few_the_nearest_are_exact(tmp_path: Path) -> None:
    index = written(tmp_path / "ix", made(COUNT, 1))
    assert not list((tmp_path / "ix").glob("*.ivf"))
    assert share_found(index) == 1
    assert share_found(index, np.arange(COUNT) % 5 == 0) == 1


@pytest.mark.usefixtures("_approximate_from_a_thousand")
@pytest.mark.parametrize("share", [0.9, 0.1, 0.01])
def test_among_many_nearly_all_of_the_nearest_are_found(tmp_path: Path, share: float) -> None:
    index = written(tmp_path / "ix", made(COUNT, 1))
    assert (tmp_path / "ix" / f"{KIND}.ivf").is_file()
    assert share_found(index) >= 0.97
    assert share_found(index, np.random.default_rng(2).random(COUNT) < share) >= 0.95


@pytest.mark.usefixtures("_approximate_from_a_thousand")
def test_what_is_added_is_found_without_training_anew(tmp_path: Path) -> None:
    parts = made(COUNT, 1), made(1000, 2)
    index = written(tmp_path / "ix", *parts)
    assert len(index) == COUNT + 1000
    for number in (COUNT, COUNT + 500, COUNT + 999):
        assert index.nearest(index.vectors[number], 1).tolist() == [number]
    assert share_found(index) >= 0.97


@pytest.mark.usefixtures("_approximate_from_a_thousand")
def test_equal_vectors_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / name, made(COUNT, 1))
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_the_mean_is_of_what_is_there(tmp_path: Path) -> None:
    rows = made(100, 1)
    written(tmp_path / "ix", rows)
    writer = VectorWriter(tmp_path / "ix", KIND, DIMENSION)
    writer.remove(np.arange(10))
    writer.finish(anew=False)
    index = VectorIndex.read(tmp_path / "ix", KIND, DIMENSION)
    assert writer.count == 90
    np.testing.assert_allclose(index.mean(), rows[10:].mean(axis=0), atol=1e-6)


def test_no_vectors_have_no_nearest(tmp_path: Path) -> None:
    index = written(tmp_path / "ix", made(0, 1))
    assert len(index.nearest(made(1, 1)[0], 5)) == 0
    assert not index.mean().any()
