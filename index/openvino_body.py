"""The bundled model's layers by OpenVINO."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from index.bert_graph import bert_graph
from index.engine import Body
from index.mapped import Tensors

DEVICE = "CPU"


def openvino_body(
    tensors: Tensors, config: Mapping[str, Any], *, bfloat16: bool, threads: int | None
) -> Body:
    # One stream on all cores: a lone question is answered soonest, and many share a batch.
    hints = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "bf16" if bfloat16 else "f32",
    }
    if threads:
        hints["INFERENCE_NUM_THREADS"] = str(threads)
    compiled = ov.Core().compile_model(bert_graph(tensors, config), DEVICE, hints)
    request = compiled.create_infer_request()

    def run(rows: NDArray[np.float32], mask: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = request.infer([rows, mask], share_inputs=True)[0]
        # The request writes its next answer in the same place.
        return np.array(vectors, np.float32)

    return run


def processor() -> tuple[str, bool]:
    """What OpenVINO knows of this machine's CPU, and whether that can bfloat16."""
    core = ov.Core()
    can = sorted(core.get_property(DEVICE, "OPTIMIZATION_CAPABILITIES"))
    return f"{core.get_property(DEVICE, 'FULL_DEVICE_NAME')} {' '.join(can)}", "BF16" in can
