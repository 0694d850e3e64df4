"""Texts to vectors: the one place that loads a sentence-transformers model."""

import hashlib
import logging
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

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
CHUNK = 256
# 100 passages of about 680 characters on two AVX2 cores: 13.4 s in batches of 4, 14.6 s of 8,
# 15.7 s of 16, 21.5 s of 32 (best of two runs, on a machine that others used too).
CPU_BATCH = 8
ACCELERATOR_BATCH = 64
HUB_SECONDS = 5.0
HUB_NAME = re.compile(r"\w[\w.-]*(/[\w.-]+)?")
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
            return cls(identity, lambda: _load_folder(bundled, device))
        folder = Path(model).expanduser()
        if folder.is_dir():
            return cls._loaded(_load_folder(folder, device), folder.resolve().name)
        return cls._loaded(_load_named(model, device), model)

    @classmethod
    def _loaded(cls, model: "SentenceTransformer", name: str) -> Self:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"Modellen {name} säger inte hur långa vektorer den ger. Välj en annan modell, "
                "eller den medföljande: BELAGG_MODEL=bundled"
            )
        return cls(ModelIdentity(name, _hash_of_weights(model), dimension), lambda: model)

    def warm_up(self) -> None:
        """Loads the model and pays for its slow first call before anyone waits for it."""
        self.embed_query("")

    @cached_property
    def _model(self) -> "SentenceTransformer":
        return self._load()

    @cached_property
    def _prompts(self) -> Prompts:
        return model_prompts(self.identity.name, self._model.prompts)

    @property
    def _batch(self) -> int:
        return CPU_BATCH if self._model.device.type == "cpu" else ACCELERATOR_BATCH

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
                batch_size=self._batch,
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


def _load_folder(folder: Path, device: str | None) -> "SentenceTransformer":
    try:
        return _open(str(folder), device, local=True)
    except Exception as error:
        raise ModelError(
            f"Mappen {folder} gick inte att läsa som en sentence-transformers-modell: {error} "
            "Ange en mapp med modules.json, eller använd den medföljande modellen: "
            "BELAGG_MODEL=bundled"
        ) from error


def _load_named(name: str, device: str | None) -> "SentenceTransformer":
    if not HUB_NAME.fullmatch(name):
        raise ModelError(
            f"Modellmappen {name} finns inte. Ange en mapp som finns, ett modellnamn på Hugging "
            "Face, eller den medföljande modellen: BELAGG_MODEL=bundled"
        )
    try:
        return _open(name, device, local=True)
    except Exception:
        # Not in the hub's local cache, or not wholly: the one remedy is to download it.
        return _download(name, device)


def _download(name: str, device: str | None) -> "SentenceTransformer":
    # Deferred with torch and transformers: see _open.
    from huggingface_hub import HfApi

    full_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        # One question with a time limit of our own first: a silent hub must not hang the start.
        HfApi().model_info(full_name, timeout=HUB_SECONDS)
        return _open(name, device, local=False)
    except Exception as error:
        raise ModelError(
            f"Modellen {name} är varken en mapp eller hämtad till den här datorn, och den gick "
            f"inte att hämta från Hugging Face ({type(error).__name__}). Kontrollera namnet och "
            f"nätet och hämta den: hf download {full_name} – eller använd den medföljande "
            "modellen: BELAGG_MODEL=bundled"
        ) from error


def _open(name: str, device: str | None, local: bool) -> "SentenceTransformer":
    # Deferred: torch and transformers take seconds to import, and `belagg --help` needs neither.
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    for library in ("transformers", "sentence_transformers", "huggingface_hub"):
        logging.getLogger(library).setLevel(logging.ERROR)
    return SentenceTransformer(
        name, device=device, local_files_only=local, model_kwargs={"dtype": torch.float32}
    )


def _hash_of_weights(model: "SentenceTransformer") -> str:
    """Of the tensors in memory: the same for a folder, a hub name and any file format."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
