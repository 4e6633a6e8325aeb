"""The weights that training starts from: Rampart (National Design Studio, CC BY 4.0), four bits a weight, as floats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from redaction.training.graph import PARTS, QKV

_BLOCK = 32


def read_base(model: Path) -> dict[str, torch.Tensor]:
    """Tensors of a `BertModel` (names as in transformers, without the head), from Rampart's `model_q4.onnx`."""
    graph = onnx.load(str(model)).graph
    tensors = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights = {name.removeprefix("bert."): array for name, array in tensors.items() if name.startswith("bert.")}
    found = {
        name: array for name, array in weights.items() if not name.endswith(("_scale", "_zero_point", "_quantized"))
    }
    for name in [name.removesuffix("_quantized") for name in weights if name.endswith("_quantized")]:
        zero = weights[f"{name}_zero_point"].astype(np.float32)
        found[name] = (weights[f"{name}_quantized"].astype(np.float32) - zero) * weights[f"{name}_scale"]
    for node in graph.node:
        if node.op_type == "MatMulNBits" and "encoder" in node.name:
            path = node.name.strip("/").removesuffix("/MatMul_Q4").replace("/", ".").removeprefix("bert.")
            found[f"{path}.weight"] = _floats(node, tensors)
    return {name: torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32)) for name, array in found.items()}


def _floats(node: Any, tensors: dict[str, np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Four-bit blocks of 32 weights with a scale each and a zero point of 8, as rows of outputs."""
    sizes = {attribute.name: attribute.i for attribute in node.attribute}
    packed, scales = tensors[node.input[1]], tensors[node.input[2]]
    nibbles = np.stack([packed & 15, packed >> 4], axis=-1).reshape(sizes["N"], -1, _BLOCK).astype(np.float32) - 8
    floats: np.ndarray[Any, Any] = (nibbles * scales.reshape(sizes["N"], -1, 1)).reshape(sizes["N"], -1)
    return floats[:, : sizes["K"]]


def read_tagger(model: Path) -> dict[str, torch.Tensor]:
    """The weights, named as in transformers, out of the eight bits of a `tagger.onnx` as `graph.py` writes it."""
    tensors = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(model)).graph.initializer}
    found = {name: array for name, array in tensors.items() if name.startswith(("bert.", "classifier."))}
    for name in [name.removesuffix("_quantized") for name in tensors if name.endswith("_quantized")]:
        floats = found.pop(f"{name}_quantized").astype(np.float32) * found.pop(f"{name}_scale")
        found[name] = floats if "embeddings" in name else floats.T
    found["classifier.weight"] = found["classifier.weight"].T
    for name in [name for name in found if QKV in name]:
        for part, array in zip(PARTS, np.split(found.pop(name), len(PARTS)), strict=True):
            found[name.replace(QKV, f"attention.self.{part}")] = array
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in found.items()}
