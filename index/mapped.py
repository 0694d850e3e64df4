"""The bundled model's weights as they lie in its file: only what is used comes into memory, and
processes share it."""

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WORDS = "embeddings.word_embeddings.weight"
Tensors = Mapping[str, NDArray[np.float32]]


def mapped_tensors(path: Path) -> Tensors:
    """The float32 tensors of a safetensors file by name, none of them read yet."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    # Copy on write: OpenVINO takes no array that says it can't be written to.
    data = np.memmap(path, np.float32, "c", offset=8 + length)
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (byte // 4 for byte in entry["data_offsets"])
            tensors[name] = data[start:end].reshape(entry["shape"])
    return tensors


def padded_rows(
    table: NDArray[np.float32], texts: Sequence[Sequence[int]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The word vectors (n, longest, d) of texts given as numbers of rows, zeros after each one's
    end, and a mask (n, longest) of ones where there are words."""
    longest = max(map(len, texts))
    rows = np.zeros((len(texts), longest, table.shape[1]), np.float32)
    mask = np.zeros((len(texts), longest), np.float32)
    for number, tokens in enumerate(texts):
        rows[number, : len(tokens)] = table[tokens]
        mask[number, : len(tokens)] = 1
    return rows, mask
