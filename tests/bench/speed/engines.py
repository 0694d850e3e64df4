"""Every way to run the bundled model on this machine. What is not installed is told, not run.

Libraries are imported where their engine is made: they take seconds, and most are optional
(tests/bench/requirements-engines.txt).
"""

import importlib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertModel

from tests.bench.speed.encoding import Forward, Tokens

REFERENCE = "torch float32"


@dataclass(frozen=True, slots=True)
class Workshop:
    """The unpacked model, and a folder for what an engine makes of it."""

    model: Path
    work: Path

    @property
    def onnx(self) -> Path:
        return self.work / "e5.onnx"


class _States(torch.nn.Module):
    """Only what the engines need of the model: two arrays in, one out."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states: torch.Tensor = self.model(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        return states


def torch_float32(workshop: Workshop) -> Forward:
    return _by_torch(_states(workshop))


def torch_bfloat16(workshop: Workshop) -> Forward:
    return _by_torch(_states(workshop).to(torch.bfloat16))


def torch_compiled(workshop: Workshop) -> Forward:
    """With lengths left open: each would else be compiled anew."""
    forward = _by_torch(torch.compile(_states(workshop), dynamic=True))
    forward(*_example())
    return forward


def openvino_float32(workshop: Workshop) -> Forward:
    return _by_openvino(workshop, "f32")


def openvino_bfloat16(workshop: Workshop) -> Forward:
    openvino: Any = importlib.import_module("openvino")
    able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    if "BF16" not in able:
        raise RuntimeError("processorn saknar instruktioner för bfloat16")
    return _by_openvino(workshop, "bf16")


def onnx_float32(workshop: Workshop) -> Forward:
    _export(workshop)
    return _by_onnx(workshop.onnx)


def onnx_int8(workshop: Workshop) -> Forward:
    quantization: Any = importlib.import_module("onnxruntime.quantization")
    _export(workshop)
    small = workshop.onnx.with_name("e5-int8.onnx")
    quantization.quantize_dynamic(
        str(workshop.onnx), str(small), weight_type=quantization.QuantType.QInt8
    )
    return _by_onnx(small)


ENGINES: Mapping[str, Callable[[Workshop], Forward]] = {
    REFERENCE: torch_float32,
    "torch bfloat16": torch_bfloat16,
    "torch.compile": torch_compiled,
    "OpenVINO float32": openvino_float32,
    "OpenVINO bfloat16": openvino_bfloat16,
    "ONNX Runtime float32": onnx_float32,
    "ONNX Runtime int8": onnx_int8,
}


def _states(workshop: Workshop) -> torch.nn.Module:
    return _States(BertModel.from_pretrained(workshop.model, dtype=torch.float32)).eval()


def _example() -> tuple[Tokens, Tokens]:
    tokens = np.full((2, 16), 5, np.int64)
    return tokens, np.ones_like(tokens)


def _by_torch(model: Callable[..., Any]) -> Forward:
    def forward(tokens: Tokens, mask: Tokens) -> Any:
        with torch.inference_mode():
            states = model(torch.from_numpy(tokens), torch.from_numpy(mask))
            return states.float().numpy()

    return forward


def _by_openvino(workshop: Workshop, precision: str) -> Forward:
    openvino: Any = importlib.import_module("openvino")
    example = tuple(torch.from_numpy(part) for part in _example())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converted = openvino.convert_model(_states(workshop), example_input=example)
    settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    request = openvino.Core().compile_model(converted, "CPU", settings).create_infer_request()
    return lambda tokens, mask: request.infer([tokens, mask])[0]


def _by_onnx(path: Path) -> Forward:
    runtime: Any = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def forward(tokens: Tokens, mask: Tokens) -> Any:
        return session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]

    return forward


def _export(workshop: Workshop) -> None:
    if workshop.onnx.is_file():
        return
    importlib.import_module("onnx")
    names = ["input_ids", "attention_mask"]
    example = tuple(torch.from_numpy(part) for part in _example())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _states(workshop),
            example,
            str(workshop.onnx),
            input_names=names,
            output_names=["states"],
            dynamic_axes={name: {0: "n", 1: "t"} for name in (*names, "states")},
            dynamo=False,
        )
