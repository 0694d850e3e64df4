"""The bundled model's layers by torch, where OpenVINO does not run or is the slower one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertModel

from index.engine import Body
from index.mapped import WORDS, Tensors


def torch_body(tensors: Tensors, config: Mapping[str, Any], *, bfloat16: bool) -> Body:
    kind = torch.bfloat16 if bfloat16 else torch.float32
    with torch.device("meta"):
        model = BertModel(
            BertConfig(**{**config, "vocab_size": 1, "pad_token_id": 0}), add_pooling_layer=False
        )
    weights = {name: torch.from_numpy(np.asarray(tensor)) for name, tensor in tensors.items()}
    weights[WORDS] = torch.zeros(1, config["hidden_size"])
    # No file holds these, and on the meta device they have no values.
    places = config["max_position_embeddings"]
    embeddings = model.get_submodule("embeddings")
    embeddings.register_buffer("position_ids", torch.arange(places)[None], persistent=False)
    kinds = torch.zeros(1, places, dtype=torch.long)
    embeddings.register_buffer("token_type_ids", kinds, persistent=False)
    model.load_state_dict(weights, strict=False, assign=True)
    model.train(False).to(kind)

    def run(rows: NDArray[np.float32], mask: NDArray[np.float32]) -> NDArray[np.float32]:
        seen = torch.from_numpy(mask)
        with torch.inference_mode():
            embedded = torch.from_numpy(rows).to(kind)
            hidden = model(inputs_embeds=embedded, attention_mask=seen).last_hidden_state
            total = (hidden.float() * seen[..., None]).sum(1)
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(total).numpy()
        return vectors

    return run
