"""BERT as an OpenVINO graph, from word vectors to one unit vector a text.

Devlin et al. 2019, with the mean over a text's tokens as its vector (Reimers & Gurevych 2019).
Built by hand: tracing it would take torch and seconds, and a converted file of its own to keep.
The word table stays outside, since a text needs a few of its 250,000 rows.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as ops

from index.mapped import Tensors

# Added to the scores of what is padding: after softmax nothing is left of it.
_IGNORED = 1e4


def bert_graph(tensors: Tensors, config: Mapping[str, Any]) -> ov.Model:
    """Inputs: word vectors (n, t, d) and mask (n, t). Output: unit vectors (n, d)."""
    graph = _Bert(tensors, config)
    rows = ops.parameter([-1, -1, config["hidden_size"]], np.float32)
    mask = ops.parameter([-1, -1], np.float32)
    hidden = graph.placed(rows)
    bias = ops.unsqueeze((mask - _number(1)) * _number(_IGNORED), _integers(1, 2))
    for number in range(config["num_hidden_layers"]):
        hidden = graph.layer(hidden, bias, f"encoder.layer.{number}.")
    # The sum has the direction of the mean.
    total = ops.reduce_sum(hidden * ops.unsqueeze(mask, _integers(-1)), _integers(1))
    return ov.Model([ops.normalize_l2(total, _integers(1), 1e-12, "max")], [rows, mask])


def _integers(*numbers: int) -> ov.Node:
    return ops.constant(np.array(numbers, np.int64))


def _number(value: float) -> ov.Node:
    return ops.constant(np.float32(value))


class _Bert:
    def __init__(self, tensors: Tensors, config: Mapping[str, Any]) -> None:
        self._tensors = tensors
        self._epsilon = config["layer_norm_eps"]
        heads, width = config["num_attention_heads"], config["hidden_size"]
        # 0: as it is.
        self._by_head = _integers(0, 0, heads, width // heads)
        self._joined = _integers(0, 0, width)

    def placed(self, rows: ov.Node) -> ov.Node:
        """Word vectors with their places in the text added."""
        length = ops.gather(ops.shape_of(rows), _integers(1), _integers(0))
        table = self._constant("embeddings.position_embeddings.weight")
        places = ops.slice(table, _integers(0), length, _integers(1), _integers(0))
        kind = ops.constant(np.array(self._tensors["embeddings.token_type_embeddings.weight"][0]))
        return self._norm(rows + places + kind, "embeddings.LayerNorm")

    def layer(self, hidden: ov.Node, bias: ov.Node, name: str) -> ov.Node:
        attention = f"{name}attention.self."
        query, key, value = (
            self._heads(self._linear(hidden, attention + part))
            for part in ("query", "key", "value")
        )
        seen = ops.scaled_dot_product_attention(query, key, value, bias)
        joined = ops.reshape(ops.transpose(seen, _integers(0, 2, 1, 3)), self._joined, True)
        output = f"{name}attention.output."
        hidden = self._norm(self._linear(joined, f"{output}dense") + hidden, f"{output}LayerNorm")
        inner = ops.gelu(self._linear(hidden, f"{name}intermediate.dense"), "erf")
        outer = self._linear(inner, f"{name}output.dense")
        return self._norm(outer + hidden, f"{name}output.LayerNorm")

    def _constant(self, name: str) -> ov.Node:
        return ops.constant(self._tensors[name], shared_memory=True)

    def _heads(self, hidden: ov.Node) -> ov.Node:
        return ops.transpose(ops.reshape(hidden, self._by_head, True), _integers(0, 2, 1, 3))

    def _linear(self, hidden: ov.Node, name: str) -> ov.Node:
        weight, bias = self._constant(f"{name}.weight"), self._constant(f"{name}.bias")
        return ops.matmul(hidden, weight, False, True) + bias

    def _norm(self, hidden: ov.Node, name: str) -> ov.Node:
        normal = ops.mvn(hidden, _integers(-1), True, self._epsilon, "inside_sqrt")
        return normal * self._constant(f"{name}.weight") + self._constant(f"{name}.bias")
