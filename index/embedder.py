"""Texts to vectors, by a sentence-transformers model."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import DIMENSION, NAME, ensure_bundled_model, weights_hash
from index.errors import ModelError
from index.model_loading import ModelLoader, batch_size, hash_of_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
CHUNK = 256
E5_NAME = re.compile(r"(^|[-_])e5([-_]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What an index must remember of the model that made its vectors."""

    name: str
    weights: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Prompts:
    query: str
    passage: str


class Embedder(Protocol):
    @property
    def identity(self) -> ModelIdentity: ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """One unit vector, (d,)."""

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors (n, d) in the order of `texts`; `progress` gets the number done so far."""


def _model_class() -> "type[SentenceTransformer]":
    # Deferred: see ModelLoader.
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer


_LOADER = ModelLoader(
    _model_class,
    kind="sentence-transformers-modell",
    file="modules.json",
    remedy="använd den medföljande modellen: BELAGG_MODEL=bundled",
)


class SentenceTransformerEmbedder:
    """Always float32, for queries and passages alike.

    bfloat16 took 5.4 times as long on AVX2 (6.2 s against 1.1 s for eight passages, one run).
    A CPU with instructions for it was not at hand; there too it would split one model name into
    two arithmetics, and an index built on one machine would be searched with the other.
    """

    def __init__(self, identity: ModelIdentity, load: Callable[[], "SentenceTransformer"]) -> None:
        self.identity = identity
        self._load = load
        # A fast tokenizer raises "Already borrowed" when two threads set its truncation at once.
        self._lock = Lock()

    @classmethod
    def load(cls, model: str | None, cache: Path, device: str | None = None) -> Self:
        """`model`: None or "bundled", a folder, or a name on the Hugging Face hub.

        The bundled model is known by its folder and loads when the first text is embedded;
        any other loads at once, since its weights tell what it is.
        """
        if model is None or model == BUNDLED:
            bundled = ensure_bundled_model(cache)
            identity = ModelIdentity(NAME, weights_hash(bundled), DIMENSION)
            return cls(identity, lambda: _LOADER.load_folder(bundled, device))
        return cls._loaded(*_LOADER.load(model, device))

    @classmethod
    def _loaded(cls, name: str, model: "SentenceTransformer") -> Self:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"Modellen {name} säger inte hur långa vektorer den ger. Välj en annan modell, "
                "eller den medföljande: BELAGG_MODEL=bundled"
            )
        return cls(ModelIdentity(name, hash_of_weights(model), dimension), lambda: model)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        return self._load()

    @cached_property
    def _prompts(self) -> Prompts:
        return model_prompts(self.identity.name, self._model.prompts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            vectors = self._model.encode_query(
                [text],
                prompt=self._prompts.query,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        vector: NDArray[np.float32] = np.asarray(vectors, np.float32)[0]
        return vector

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        result = np.empty((len(texts), self.identity.dimension), np.float32)
        # Sorted over all chunks, so that texts of a length share a batch and need no padding;
        # longest first, so that memory runs out at once or never.
        order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
        for start in range(0, len(order), CHUNK):
            chosen = order[start : start + CHUNK]
            result[chosen] = self._embed_chunk([texts[number] for number in chosen])
            if progress is not None:
                progress(start + len(chosen))
        return result

    def _embed_chunk(self, texts: list[str]) -> NDArray[np.float32]:
        # Locked by the chunk, so that a question waits for one chunk and not for a whole corpus.
        with self._lock:
            vectors = self._model.encode_document(
                texts,
                prompt=self._prompts.passage,
                batch_size=batch_size(self._model),
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, np.float32)


def model_prompts(name: str, configured: Mapping[str, str | None]) -> Prompts:
    """The model's own prompts; e5's well-known ones for an e5 that names none."""
    query = configured.get("query") or ""
    # sentence-transformers adds an empty "document" to a model that only names "passage".
    names = ("document", "passage", "corpus")
    passage = next((prompt for key in names if (prompt := configured.get(key))), "")
    if not query and not passage and E5_NAME.search(name) and "instruct" not in name.lower():
        return Prompts("query: ", "passage: ")
    return Prompts(query, passage)
