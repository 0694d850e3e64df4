"""The bundled model without Belägg around it: tokens in batches of like length, mean, unit."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Tokens = NDArray[np.int64]
Forward = Callable[[Tokens, Tokens], NDArray[np.float32]]
"""Token numbers and mask, (n, t) each, to the last hidden states, (n, t, d)."""

_LONGEST = 512
# Of all sizes tried on two AVX2 cores these were among the fastest for every engine.
_TOKENS = 2048
_TEXTS = 32
_PADDING = 1


class Encoder:
    """Texts to unit vectors by any engine's forward pass."""

    def __init__(self, folder: Path, forward: Forward) -> None:
        self._tokenizer = _tokenizer(folder)
        self._forward = forward

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encoded([f"passage: {text}" for text in texts])

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One at a time, as they come."""
        return np.concatenate([self._encoded([f"query: {text}"]) for text in texts])

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        numbers = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        parts: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(texts)
        for batch in _batches([len(one) for one in numbers]):
            for place, vector in zip(
                batch, self._vectors([numbers[i] for i in batch]), strict=True
            ):
                parts[place] = vector
        return np.stack(parts)

    def _vectors(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        width = max(map(len, rows))
        tokens = np.full((len(rows), width), _PADDING, np.int64)
        mask = np.zeros_like(tokens)
        for place, row in enumerate(rows):
            tokens[place, : len(row)] = row
            mask[place, : len(row)] = 1
        states = self._forward(tokens, mask).astype(np.float32) * mask[:, :, None]
        means: NDArray[np.float32] = states.sum(axis=1) / mask.sum(axis=1, keepdims=True)
        unit: NDArray[np.float32] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit.astype(np.float32)


def token_count(folder: Path, texts: Sequence[str]) -> int:
    """As many as the model reads of these passages or sentences."""
    numbers = _tokenizer(folder).encode_batch([f"passage: {text}" for text in texts])
    return sum(len(one.ids) for one in numbers)


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    return tokenizer


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of texts, longest first, so many at a time that a batch fits the caches."""
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    while order:
        size = max(1, min(_TEXTS, _TOKENS // lengths[order[0]]))
        yield order[:size]
        del order[:size]
