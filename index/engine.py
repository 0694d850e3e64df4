"""The ways to run the bundled model on a CPU. All give the same vectors but for rounding."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.mapped import WORDS, Tensors, mapped_tensors, padded_rows
from index.unpacking import WEIGHTS

T = TypeVar("T")
Body = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]
"""Word vectors (n, t, d) and mask (n, t) to unit vectors (n, d); one call at a time."""

OPENVINO, OPENVINO_BFLOAT16 = "openvino-float32", "openvino-bfloat16"
TORCH, TORCH_BFLOAT16 = "torch-float32", "torch-bfloat16"
ENGINES = (OPENVINO, OPENVINO_BFLOAT16, TORCH, TORCH_BFLOAT16)


class Engine(Protocol[T]):
    """A model that runs; `vectors` is called by one thread at a time, `prepared` by any."""

    @property
    def budget(self) -> int:
        """How long a batch may be: its longest text's length times its number of texts."""

    def prepared(self, texts: Sequence[str], *, query: bool) -> list[T]:
        """The texts as `vectors` takes them; each has a length."""

    def vectors(self, batch: Sequence[T]) -> NDArray[np.float32]:
        """Unit vectors (n, d) of texts of one kind, queries or passages."""


class BundledEngine:
    """The bundled model by one of ENGINES, without torch where that is OpenVINO."""

    # Tokens. Passages are fastest in batches of 500 to 2,000; a question that comes while they
    # are embedded waits for one.
    budget = 1024

    def __init__(self, folder: Path, name: str, threads: int | None = None) -> None:
        """`threads`: at most so many, where OpenVINO runs it; None: one for each core."""
        self.name = name
        config = _json(folder / "config.json")
        self._prompts: Mapping[str, str] = _json(folder / "config_sentence_transformers.json")[
            "prompts"
        ]
        # Set once: a tokenizer whose truncation is not changed is safe between threads.
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(config["max_position_embeddings"])
        tensors = mapped_tensors(folder / WEIGHTS)
        self._words = tensors[WORDS]
        self._body = _body(name, tensors, config, threads)

    def prepared(self, texts: Sequence[str], *, query: bool) -> list[list[int]]:
        prompt = self._prompts["query" if query else "passage"]
        encoded = self._tokenizer.encode_batch_fast([prompt + text for text in texts])
        return [encoding.ids for encoding in encoded]

    def vectors(self, batch: Sequence[list[int]]) -> NDArray[np.float32]:
        return self._body(*padded_rows(self._words, batch))


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _body(name: str, tensors: Tensors, config: Mapping[str, Any], threads: int | None) -> Body:
    bfloat16 = name in (OPENVINO_BFLOAT16, TORCH_BFLOAT16)
    if name in (TORCH, TORCH_BFLOAT16):
        # Deferred: torch and transformers take seconds, and OpenVINO needs neither.
        from index.torch_body import torch_body

        return torch_body(tensors, config, bfloat16=bfloat16)
    # Deferred: what embeds nothing needs no OpenVINO.
    from index.openvino_body import openvino_body

    return openvino_body(tensors, config, bfloat16=bfloat16, threads=threads)
