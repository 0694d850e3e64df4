"""Question and text read together by a cross-encoder, for a better order of the candidates.

Nogueira & Cho, "Passage Re-ranking with BERT", 2019.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model_loading import ModelLoader, batch_size, hash_of_weights

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder
    from torch import Tensor

NO_RERANKER = "none"
# "label_1" is what transformers calls the second class of a model that names none.
RELEVANT = frozenset({"relevant", "label_1"})
REMEDY = f"stäng av omrankningen: BELAGG_RERANKER={NO_RERANKER}"


@dataclass(frozen=True, slots=True)
class RerankerIdentity:
    """What a measurement must say of the model that ranked."""

    name: str
    weights: str


class Reranker(Protocol):
    @property
    def identity(self) -> RerankerIdentity: ...

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One score per text, (n,); the higher the more relevant, without bounds."""


def _model_class() -> "type[CrossEncoder]":
    # Deferred: see ModelLoader.
    from sentence_transformers import CrossEncoder

    # Named for mypy: the class's decorated constructor makes it Any.
    model_class: type[CrossEncoder] = CrossEncoder
    return model_class


_LOADER = ModelLoader(_model_class, kind="CrossEncoder-modell", file="config.json", remedy=REMEDY)


class CrossEncoderReranker:
    """A cross-encoder with one output, or with two classes of which one means relevant.

    Scores are log odds: the only logit of the one, the difference of the other's two.
    """

    def __init__(self, name: str, model: "CrossEncoder") -> None:
        self._relevant = _relevant_class(name, model)
        self.identity = RerankerIdentity(name, hash_of_weights(model))
        self._model = model
        # As in SentenceTransformerEmbedder: a fast tokenizer is not safe between threads.
        self._lock = Lock()

    @classmethod
    def load(cls, model: str, device: str | None = None) -> Self:
        """`model`: a folder, or a name on the Hugging Face hub."""
        return cls(*_LOADER.load(model, device))

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        # The model itself sorts its batches by length, cuts what is too long and puts the
        # scores back in order.
        with self._lock:
            predicted = self._model.predict(
                [(question, text) for text in texts],
                batch_size=batch_size(self._model),
                activation_fn=_unchanged,
                show_progress_bar=False,
            )
        logits = np.asarray(predicted, np.float32).reshape(len(texts), self._model.num_labels)
        relevant: NDArray[np.float32] = logits[:, self._relevant]
        return relevant if logits.shape[1] == 1 else relevant - logits[:, 1 - self._relevant]


def _unchanged(logits: "Tensor") -> "Tensor":
    return logits


def _relevant_class(name: str, model: "CrossEncoder") -> int:
    """The number of the class that means relevant. Raises ModelError where none does."""
    if not _has_trained_head(model):
        raise ModelError(
            f"Modellen {name} är ingen omrankare: den har inget utlärt betyg, bara text till "
            f"vektorer eller ord. Välj en CrossEncoder-modell, eller {REMEDY}"
        )
    if model.num_labels == 1:
        return 0
    by_number: dict[int, str] = getattr(model.config, "id2label", None) or {}
    labels = [str(label) for _, label in sorted(by_number.items())]
    relevant = [number for number, label in enumerate(labels) if label.lower() in RELEVANT]
    if model.num_labels != 2 or len(relevant) != 1:
        raise ModelError(
            f"Modellen {name} är ingen omrankare: den delar in i {model.num_labels} klasser "
            f"({', '.join(labels)}). Belägg behöver en modell med ett enda betyg, eller med två "
            f"klasser där den ena heter relevant. Välj en sådan, eller {REMEDY}"
        )
    return relevant[0]


def _has_trained_head(model: "CrossEncoder") -> bool:
    """False where the weights came without a classifier: transformers then makes up a random one,
    and only warns of it."""
    if getattr(model[0], "transformer_task", None) != "sequence-classification":
        return True
    architectures: list[str] = getattr(model.config, "architectures", None) or []
    return any(name.endswith("ForSequenceClassification") for name in architectures)
