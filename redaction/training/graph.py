"""The tagger as an ONNX graph of few, quick steps: matrices in eight bits with a scale for each output.

Written by hand, since what torch exports takes a tenth longer: here query, key and value are one matrix, nothing is masked
(windows hold no padding), and steps that onnxruntime has in one piece are asked for by name (its own operators:
github.com/microsoft/onnxruntime, docs/ContribOperators.md). Activations are scaled as they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]

_OPSET, _IR = 17, 9
_RUNTIME = "com.microsoft"
_HEADS_OF = 32
"""Units of one attention head."""

_LAYER = "bert.encoder.layer"
QKV = "attention.self.qkv"
PARTS = ("query", "key", "value")
"""What `QKV` joins, in this order."""


class _Graph:
    """Nodes and tensors so far. Every method returns the name of what it adds."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def tensor(self, name: str, values: Any) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name: str) -> str:
        return self.tensor(name, self.weights[name])

    def node(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        """The name of its output, or the names of several."""
        names = [f"{kind}_{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def dense(self, values: str, name: str, weight: Floats, bias: Floats) -> str:
        """`values` times a matrix, shape (outputs, inputs), plus a bias."""
        numbers, scale = eight_bits(weight)
        matrix = self.tensor(f"{name}.weight_quantized", numbers.T)
        steps = self.tensor(f"{name}.weight_scale", scale[:, 0])
        added = self.tensor(f"{name}.bias", bias)
        return str(self.node("DynamicQuantizeMatMul", values, matrix, steps, "", added, domain=_RUNTIME))

    def linear(self, values: str, name: str) -> str:
        return self.dense(values, name, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def normed(self, values: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return str(self.node("LayerNormalization", values, scale, bias, axis=-1, epsilon=1e-12))

    def embedded(self) -> str:
        """Pieces, their places and their case codes as one vector each. Pieces are kept in eight bits, a scale a row."""
        name = "bert.embeddings.word_embeddings"
        numbers, scale = eight_bits(self.weights[f"{name}.weight"])
        rows = self.node("Gather", self.tensor(f"{name}.weight_quantized", numbers), "pieces")
        steps = self.node("Gather", self.tensor(f"{name}.weight_scale", scale), "pieces")
        words = self.node("Mul", self.node("Cast", rows, to=TensorProto.FLOAT), steps)
        nothing = self.tensor("zero", np.array([0], np.int64))
        length = self.node("Shape", "pieces", start=1, end=2)
        places = self.node("Slice", self.weight("bert.embeddings.position_embeddings.weight"), nothing, length)
        cases = self.node("Gather", self.weight("bert.embeddings.token_type_embeddings.weight"), "cases")
        summed = self.node("Add", self.node("Add", words, cases), places)
        return self.normed(summed, "bert.embeddings.LayerNorm")

    def attended(self, values: str, layer: str, heads: int) -> str:
        parts = [f"{layer}.attention.self.{part}" for part in PARTS]
        weight = np.concatenate([self.weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        joined = self.dense(values, f"{layer}.{QKV}", weight, bias)
        split = self.node("Split", joined, outputs=3, axis=-1)
        return str(self.node("MultiHeadAttention", *split, domain=_RUNTIME, num_heads=heads))

    def layer(self, values: str, layer: str, heads: int) -> str:
        seen = self.linear(self.attended(values, layer, heads), f"{layer}.attention.output.dense")
        values = self.normed(self.node("Add", values, seen), f"{layer}.attention.output.LayerNorm")
        inner = self.node("Gelu", self.linear(values, f"{layer}.intermediate.dense"), domain=_RUNTIME)
        more = self.linear(inner, f"{layer}.output.dense")
        return self.normed(self.node("Add", values, more), f"{layer}.output.LayerNorm")


def build(weights: Mapping[str, Floats]) -> onnx.ModelProto:
    """The graph of a `BertForTokenClassification` with these weights, named as in transformers.

    Inputs: `pieces`, `cases`, shape (rows, pieces), rows of one length. Output: `logits`, shape (rows, pieces, labels).
    """
    graph = _Graph(weights)
    labels, units = weights["classifier.weight"].shape
    values = graph.embedded()
    number = 0
    while f"{_LAYER}.{number}.output.dense.weight" in weights:
        values = graph.layer(values, f"{_LAYER}.{number}", units // _HEADS_OF)
        number += 1
    matrix = graph.tensor("classifier.weight", weights["classifier.weight"].T)
    graph.node("Add", graph.node("MatMul", values, matrix), graph.weight("classifier.bias"))
    graph.nodes[-1].output[0] = "logits"
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "pieces"]) for name in ("pieces", "cases")
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", "pieces", labels])
    whole = helper.make_graph(graph.nodes, "tagger", inputs, [output], graph.tensors)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
    return helper.make_model(whole, opset_imports=opsets, ir_version=_IR)


def eight_bits(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Whole numbers from -127 to 127, and for each row, shape (rows, 1), the step between two of them."""
    scale = np.abs(weight).max(axis=1, keepdims=True).astype(np.float32) / np.float32(127)
    scale[scale == 0] = 1
    return np.round(weight / scale).astype(np.int8), scale
