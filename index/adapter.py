"""What the bundled model has learnt of Swedish public reports: low-rank differences to its
matrices (LoRA: Hu et al. 2021), small enough to travel with the code. How they were learnt, and
from what, stands in adapter/README.md.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

FILE = Path(__file__).with_name("adapter") / "adapter.safetensors"
_DOWN, _UP = ".down", ".up"
Pair = tuple[NDArray[np.float16], NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Adapter:
    """For each adapted matrix (out, in), by its name in BertModel: a pair (rank, in), (out, rank)
    whose product is added to it."""

    pairs: Mapping[str, Pair]

    def difference(self, name: str) -> NDArray[np.float32] | None:
        """What is added to the matrix, (out, in); None where nothing is."""
        if name not in self.pairs:
            return None
        down, up = (part.astype(np.float32) for part in self.pairs[name])
        product: NDArray[np.float32] = up @ down
        return product


def mean(one: Adapter, other: Adapter) -> Adapter:
    """The adapter halfway between two whose pairs grew from the same ones."""
    return Adapter({name: _between(one.pairs[name], other.pairs[name]) for name in one.pairs})


def _between(one: Pair, other: Pair) -> Pair:
    down, up = (
        ((first.astype(np.float32) + second) / 2).astype(np.float16)
        for first, second in zip(one, other, strict=True)
    )
    return down, up


def read_adapter(path: Path = FILE) -> Adapter:
    tensors = load_file(path)
    names = [name.removesuffix(_DOWN) for name in tensors if name.endswith(_DOWN)]
    return Adapter({name: (tensors[name + _DOWN], tensors[name + _UP]) for name in names})


def write_adapter(adapter: Adapter, path: Path) -> None:
    tensors: dict[str, NDArray[np.float16]] = {}
    for name, (down, up) in adapter.pairs.items():
        tensors |= {name + _DOWN: down, name + _UP: up}
    save_file(tensors, path)


def adapter_hash(path: Path = FILE) -> str:
    """The SHA-256 of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
