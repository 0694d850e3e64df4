"""Texts to vectors, by the bundled model or any sentence-transformers model."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.batches import batches
from index.bundled_model import DIMENSION, NAME, ensure_bundled_model, weights_hash
from index.engine import Engine
from index.engine_choice import open_bundled
from index.errors import ModelError
from index.model_loading import ModelLoader, batch_size, hash_of_weights
from index.turns import Turns

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
# Of a passage.
_CHARACTERS = 700
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
    """The bundled model by the engine that suits this machine, others by sentence-transformers."""

    def __init__(self, identity: ModelIdentity, open_engine: Callable[[], Engine[Any]]) -> None:
        self.identity = identity
        self._open = open_engine
        self._opening = Lock()

    @classmethod
    def load(
        cls,
        model: str | None,
        cache: Path,
        device: str | None = None,
        threads: int | None = None,
    ) -> Self:
        """`model`: None or "bundled", a folder, or a name on the Hugging Face hub.

        The bundled model is known by its folder and loads when the first text is embedded, on
        `threads` cores (None: all); any other loads at once, since its weights tell what it is.
        """
        if model is None or model == BUNDLED:
            folder = ensure_bundled_model(cache)
            identity = ModelIdentity(NAME, weights_hash(folder), DIMENSION)
            return cls(identity, lambda: open_bundled(folder, threads))
        return cls._loaded(*_LOADER.load(model, device))

    @classmethod
    def _loaded(cls, name: str, model: "SentenceTransformer") -> Self:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"Modellen {name} säger inte hur långa vektorer den ger. Välj en annan modell, "
                "eller den medföljande: BELAGG_MODEL=bundled"
            )
        identity = ModelIdentity(name, hash_of_weights(model), dimension)
        return cls(identity, lambda: SentenceTransformerEngine(name, model))

    @cached_property
    def _loaded_engine(self) -> tuple[Engine[Any], Turns[Any]]:
        engine = self._open()
        return engine, Turns(engine.vectors, engine.budget)

    def _engine(self) -> tuple[Engine[Any], Turns[Any]]:
        with self._opening:
            return self._loaded_engine

    def embed_query(self, text: str) -> NDArray[np.float32]:
        engine, turns = self._engine()
        (prepared,) = engine.prepared([text], query=True)
        return turns.question(prepared)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.identity.dimension), np.float32)
        engine, turns = self._engine()
        places = Counter(texts)
        prepared = engine.prepared(list(places), query=False)
        counts = list(places.values())
        found = np.empty((len(places), self.identity.dimension), np.float32)
        done = 0
        for numbers in batches(prepared, engine.budget):
            found[numbers] = turns.passages([prepared[number] for number in numbers])
            done += sum(counts[number] for number in numbers)
            if progress is not None:
                progress(done)
        rows = {text: number for number, text in enumerate(places)}
        return found[[rows[text] for text in texts]]


@dataclass(frozen=True, slots=True)
class Prompted:
    """A text for a model that adds its prompts itself."""

    text: str
    query: bool

    def __len__(self) -> int:
        return len(self.text)


class SentenceTransformerEngine:
    """Any model by sentence-transformers, in float32: bfloat16 took 5.4 times as long on AVX2."""

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self._model = model
        self._prompts = model_prompts(name, model.prompts)
        self.budget = batch_size(model) * _CHARACTERS

    def prepared(self, texts: Sequence[str], *, query: bool) -> list[Prompted]:
        return [Prompted(text, query) for text in texts]

    def vectors(self, batch: Sequence[Prompted]) -> NDArray[np.float32]:
        query = batch[0].query
        encode = self._model.encode_query if query else self._model.encode_document
        vectors = encode(
            [prompted.text for prompted in batch],
            prompt=self._prompts.query if query else self._prompts.passage,
            batch_size=len(batch),
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
