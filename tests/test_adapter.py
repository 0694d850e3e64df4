"""What the bundled model has learnt travels as small differences to its matrices."""

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from index.adapter import FILE, Adapter, mean, read_adapter, write_adapter
from index.bundled_model import ensure_bundled_model

QUERY = "encoder.layer.0.attention.self.query.weight"


def adapter_of(down: list[list[float]], up: list[list[float]]) -> Adapter:
    return Adapter({QUERY: (np.array(down, np.float16), np.array(up, np.float16))})


def test_a_difference_is_the_product_of_its_pair() -> None:
    adapter = adapter_of(down=[[1, 2, 3]], up=[[10], [20]])
    assert adapter.difference(QUERY) is not None
    np.testing.assert_array_equal(adapter.difference(QUERY), [[10, 20, 30], [20, 40, 60]])


def test_a_matrix_that_was_not_adapted_has_no_difference() -> None:
    assert adapter_of([[1]], [[1]]).difference("embeddings.word_embeddings.weight") is None


def test_an_adapter_is_read_as_it_was_written(tmp_path: Path) -> None:
    adapter = adapter_of([[0.5, -2]], [[1], [3]])
    write_adapter(adapter, tmp_path / "a.safetensors")
    np.testing.assert_array_equal(
        read_adapter(tmp_path / "a.safetensors").difference(QUERY), adapter.difference(QUERY)
    )


def test_the_mean_lies_halfway() -> None:
    between = mean(adapter_of([[1, 3]], [[2]]), adapter_of([[3, 5]], [[4]]))
    np.testing.assert_array_equal(between.pairs[QUERY][0], [[2, 4]])
    np.testing.assert_array_equal(between.pairs[QUERY][1], [[3]])


def test_the_shipped_adapter_is_small_and_changes_every_linear_layer() -> None:
    assert FILE.stat().st_size < 4_000_000
    layers = {name.split(".")[2] for name in read_adapter().pairs}
    assert len(layers) == 12
    assert len(read_adapter().pairs) == 12 * 6


def test_the_unpacked_model_is_the_wheel_s_with_the_differences_added(
    unadapted_model: Path, model_cache: Path
) -> None:
    before = load_file(unadapted_model / "model.safetensors")
    after = load_file(ensure_bundled_model(model_cache) / "model.safetensors")
    adapter = read_adapter()
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert changed == set(adapter.pairs)
    for name in changed:
        np.testing.assert_allclose(
            after[name], before[name] + adapter.difference(name), rtol=0, atol=1e-6
        )
