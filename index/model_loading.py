"""Loading a sentence-transformers model of any kind: from a folder, or by name from the hub."""

import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers.base.model import BaseModel

Model = TypeVar("Model", bound="BaseModel")

# 100 passages of about 680 characters on two AVX2 cores: 13.4 s in batches of 4, 14.6 s of 8,
# 15.7 s of 16, 21.5 s of 32 (best of two runs, on a machine that others used too).
CPU_BATCH = 8
ACCELERATOR_BATCH = 64
HUB_SECONDS = 5.0
HUB_NAME = re.compile(r"\w[\w.-]*(/[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class ModelLoader(Generic[Model]):
    """Loads models of one class; the other fields are words for its messages.

    The class is had by a call, since torch and transformers take seconds to import, and
    `belagg --help` needs neither.
    """

    model_class: Callable[[], type[Model]]
    kind: str
    file: str
    remedy: str

    def load(self, model: str, device: str | None) -> tuple[str, Model]:
        """The name to know it by, and the model. `model`: a folder, or a name on the hub."""
        folder = Path(model).expanduser()
        if folder.is_dir():
            return folder.resolve().name, self.load_folder(folder, device)
        return model, self._load_named(model, device)

    def load_folder(self, folder: Path, device: str | None) -> Model:
        try:
            return self._open(str(folder), device, local=True)
        except Exception as error:
            raise ModelError(
                f"Mappen {folder} gick inte att läsa som en {self.kind}: {error} "
                f"Ange en mapp med {self.file}, eller {self.remedy}"
            ) from error

    def _load_named(self, name: str, device: str | None) -> Model:
        if not HUB_NAME.fullmatch(name):
            raise ModelError(
                f"Modellmappen {name} finns inte. Ange en mapp som finns eller ett modellnamn på "
                f"Hugging Face, eller {self.remedy}"
            )
        try:
            return self._open(name, device, local=True)
        except Exception:
            # Not in the hub's local cache, or not wholly: the one remedy is to download it.
            return self._download(name, device)

    def _download(self, name: str, device: str | None) -> Model:
        # Deferred with torch and transformers.
        from huggingface_hub import HfApi

        owner = self.model_class().default_huggingface_organization
        full_name = name if "/" in name else f"{owner}/{name}"
        try:
            # One question with a time limit of our own first: a silent hub must not hang the start.
            HfApi().model_info(full_name, timeout=HUB_SECONDS)
            return self._open(name, device, local=False)
        except Exception as error:
            raise ModelError(
                f"Modellen {name} är varken en mapp eller hämtad till den här datorn, och den gick "
                f"inte att hämta från Hugging Face ({type(error).__name__}). Kontrollera namnet "
                f"och nätet och hämta den: hf download {full_name} – eller {self.remedy}"
            ) from error

    def _open(self, name: str, device: str | None, local: bool) -> Model:
        # Deferred with torch and transformers.
        import torch
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        for library in ("transformers", "sentence_transformers", "huggingface_hub"):
            logging.getLogger(library).setLevel(logging.ERROR)
        return self.model_class()(
            name, device=device, local_files_only=local, model_kwargs={"dtype": torch.float32}
        )


def batch_size(model: "BaseModel") -> int:
    return CPU_BATCH if model.device.type == "cpu" else ACCELERATOR_BATCH


def hash_of_weights(model: "BaseModel") -> str:
    """Of the tensors in memory: the same for a folder, a hub name and any file format."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
