"""Distil the tagger: `python -m redaction.training.distil --base RAMPART_FOLDER --public FOLDER --teacher FILE --out FOLDER`.

A student with fewer and narrower layers, cut out of the teacher, learns to give what the teacher gives (Hinton et al. 2015,
arXiv:1503.02531; layers too, as Jiao et al. 2020, arXiv:1909.10351) on the same messages that `train.py` reads, and their
labels beside it. Writes `weights.pt`, of which `export.py` makes the model that ships.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertForTokenClassification

from redaction.training.examples import examples
from redaction.training.marks import chat
from redaction.training.train import arguments, empty_model, fit, label_loss, read_weights

TEMPERATURE = 2.0
"""Logits are divided by it, so that what the teacher thinks unlikely counts too."""

LABELS_COUNT = 0.3
"""What the labels count beside the teacher's probabilities."""

STATES_COUNT = 1.0
"""What the layers' outputs count beside them."""

_SAMPLE = 300
"""Messages by which inner units are chosen."""


def distil(options: argparse.Namespace) -> None:
    """Cut the student out of the teacher and train it."""
    teacher = empty_model(options.base)
    teacher.load_state_dict(read_weights(options.teacher))
    teacher.eval()
    teacher.requires_grad_(False)
    student = cut(teacher, options.layers, options.inner, options.base)
    if options.weights:
        student.load_state_dict(read_weights(options.weights))

    def loss_of(batch: dict[str, torch.Tensor]) -> torch.Tensor:
        labels = batch.pop("labels")
        with torch.no_grad():
            wanted = teacher(**batch, output_hidden_states=True)
        given = student(**batch, output_hidden_states=True)
        real = batch["attention_mask"].bool()
        states = [
            _distance(mine[real], wanted.hidden_states[number + 1][real])
            for number, mine in zip(options.layers, given.hidden_states[1:], strict=True)
        ]
        return (
            _divergence(given.logits[real], wanted.logits[real])
            + LABELS_COUNT * label_loss(given.logits, labels)
            + STATES_COUNT * torch.stack(states).mean()
        )

    fit(student, loss_of, options)


def _divergence(given: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler divergence of the student's labels from the teacher's; shapes (pieces, labels)."""
    mine, theirs = ((logits.float() / TEMPERATURE).log_softmax(-1) for logits in (given, wanted))
    divergence = torch.nn.functional.kl_div(mine, theirs, reduction="batchmean", log_target=True)
    return divergence * TEMPERATURE**2


def _distance(given: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Squared distance over squared length; shapes (pieces, units)."""
    given, wanted = given.float(), wanted.float()
    return (given - wanted).pow(2).sum() / wanted.pow(2).sum()


def cut(
    teacher: BertForTokenClassification, layers: Sequence[int], inner: int, base: Path
) -> BertForTokenClassification:
    """These layers of the teacher, each with the `inner` units of its feed-forward part that count most."""
    counts = _what_units_count(teacher, base)
    kept = {name: tensor for name, tensor in teacher.state_dict().items() if not name.startswith("bert.encoder.layer.")}
    for number, origin in enumerate(layers):
        units = counts[origin].topk(inner).indices.sort().values
        for name, tensor in teacher.bert.encoder.layer[origin].state_dict().items():
            kept[f"bert.encoder.layer.{number}.{name}"] = _narrowed(name, tensor, units)
    student = empty_model(base, num_hidden_layers=len(layers), intermediate_size=inner)
    student.load_state_dict(kept)
    return student


def _narrowed(name: str, tensor: torch.Tensor, units: torch.Tensor) -> torch.Tensor:
    """A tensor of a layer with these inner units only."""
    if name.startswith("intermediate."):
        return tensor[units]
    return tensor[:, units] if name == "output.dense.weight" else tensor.clone()


def _what_units_count(teacher: BertForTokenClassification, base: Path) -> list[torch.Tensor]:
    """For each layer what every inner unit adds to its output on some messages: squared activation by squared weights."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    sums = [torch.zeros(teacher.config.intermediate_size) for _ in teacher.bert.encoder.layer]

    def add(_: Any, __: Any, out: torch.Tensor, total: torch.Tensor) -> None:
        total += out[0].pow(2).sum(0)

    hooks = [
        layer.intermediate.register_forward_hook(partial(add, total=one))
        for layer, one in zip(teacher.bert.encoder.layer, sums, strict=True)
    ]
    for message in chat("train")[:: len(chat("train")) // _SAMPLE]:
        for one in examples(message.segments, tokenizer):
            teacher(input_ids=torch.tensor([one.pieces]), token_type_ids=torch.tensor([one.cases]))
    for hook in hooks:
        hook.remove()
    return [
        one * layer.output.dense.weight.pow(2).sum(0)
        for one, layer in zip(sums, teacher.bert.encoder.layer, strict=True)
    ]


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--teacher", type=Path, required=True, help="the large model's weights.pt, or its tagger.onnx")
    parser.add_argument("--layers", type=lambda text: [*map(int, text.split(","))], default=[0, 1, 3, 5])
    parser.add_argument("--inner", type=int, default=768, help="units of each layer's feed-forward part")
    parser.add_argument("--weights", type=Path, help="go on from these weights of the student")
    distil(parser.parse_args())
