"""From weights to the model that ships: `python -m redaction.training.export --base RAMPART_FOLDER --weights FILE --out FOLDER`.

Matrices in eight bits with a scale for each output; activations are scaled as they come. Prints how far the small model
is from the large one on our calibration messages.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from redaction.tagger import Tagger
from redaction.training.marks import chat
from redaction.training.train import new_model


class _Logits(torch.nn.Module):
    """The model with the two inputs that the tagger gives it; windows hold no padding."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: torch.Tensor, cases: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(
            input_ids=pieces, token_type_ids=cases, attention_mask=torch.ones_like(pieces)
        ).logits
        return logits


def export(base: Path, weights: Path, out: Path) -> None:
    """Write `tagger.onnx` and `tokenizer.json` into `out`."""
    model = new_model(base)
    model.load_state_dict(torch.load(weights))
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    large = out / "large.onnx"
    pieces = torch.randint(5, 1000, (2, 9))
    axes = {0: "rows", 1: "pieces"}
    torch.onnx.export(
        _Logits(model),
        (pieces, torch.zeros_like(pieces)),
        str(large),
        input_names=["pieces", "cases"],
        output_names=["logits"],
        dynamic_axes={"pieces": axes, "cases": axes, "logits": axes},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        large,
        out / "tagger.onnx",
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    small = Tagger(out)
    (out / "tagger.onnx").rename(out / "small.onnx")
    large.rename(out / "tagger.onnx")
    big = Tagger(out)
    (out / "tagger.onnx").unlink()
    (out / "small.onnx").rename(out / "tagger.onnx")
    gaps = [
        np.abs(small.read(one.text).inside - big.read(one.text).inside).max(initial=0.0) for one in chat("calibrate")
    ]
    size = (out / "tagger.onnx").stat().st_size / 1e6
    print(
        f"{size:.1f} MB; largest difference of a probability, by message: mean {np.mean(gaps):.3f}, 95 %: {np.quantile(gaps, 0.95):.3f}"
    )
    onnx.checker.check_model(str(out / "tagger.onnx"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    export(options.base, options.weights, options.out)
