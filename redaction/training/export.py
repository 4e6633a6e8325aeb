"""From weights to the model that ships: `python -m redaction.training.export --base RAMPART_FOLDER --weights FILE --out FOLDER`.

Prints how far the small model is from the large one on our calibration messages.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from redaction.training.examples import Example, examples
from redaction.training.graph import build
from redaction.training.marks import chat
from redaction.training.train import read_weights, shaped_like


def export(base: Path, weights: Path, out: Path) -> None:
    """Write `tagger.onnx` and `tokenizer.json` into `out`."""
    found = read_weights(weights)
    graph = build({name: tensor.float().numpy() for name, tensor in found.items()})
    onnx.checker.check_model(graph)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, str(out / "tagger.onnx"))
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    model = shaped_like(found, base)
    model.load_state_dict(found)
    model.eval()
    small = InferenceSession(str(out / "tagger.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    gaps = [_gap(model, small, one) for message in chat("calibrate") for one in examples(message.segments, tokenizer)]
    size = (out / "tagger.onnx").stat().st_size / 1e6
    print(
        f"{size:.1f} MB; largest difference of a probability, by message: mean {np.mean(gaps):.3f}, 95 %: {np.quantile(gaps, 0.95):.3f}"
    )


def _gap(model: torch.nn.Module, small: InferenceSession, one: Example) -> float:
    pieces, cases = torch.tensor([one.pieces]), torch.tensor([one.cases])
    with torch.no_grad():
        theirs = model(input_ids=pieces, token_type_ids=cases).logits.softmax(-1)
    logits = torch.from_numpy(small.run(None, {"pieces": pieces.numpy(), "cases": cases.numpy()})[0])
    return float((logits.softmax(-1) - theirs).abs().max())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    export(options.base, options.weights, options.out)
