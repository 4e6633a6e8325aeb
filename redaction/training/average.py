"""The mean of two students: `python -m redaction.training.average FILE FILE --out FILE`.

One was distilled further from the other, on more messages. The mean keeps what both know, and is surer than either on text that
neither was trained on (Wortsman et al. 2022, arXiv:2109.01903).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from redaction.training.train import read_weights


def average(first: Path, second: Path) -> dict[str, torch.Tensor]:
    """Weights of the same names and shapes, half of each. Raises `ValueError` where they are not of one kind."""
    mine, theirs = read_weights(first), read_weights(second)
    if mine.keys() != theirs.keys():
        raise ValueError("two models of different shapes have no mean")
    return {name: mine[name].float().lerp(theirs[name].float(), 0.5) for name in mine}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path, help="weights.pt, or a tagger.onnx")
    parser.add_argument("second", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.save(average(options.first, options.second), options.out)
