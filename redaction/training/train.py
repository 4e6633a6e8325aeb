"""Fine-tune the tagger: `python -m redaction.training.train --base RAMPART_FOLDER --public FOLDER --out FOLDER`.

Needs torch, transformers, onnx and what the bot needs. Every pass over the messages is another variation of them.
Writes `weights.pt`; `export.py` makes the model that ships. Everything drawn at random comes from `--seed`.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

from redaction.casing import CODES
from redaction.tagger import LABELS
from redaction.training.base import read_base, read_tagger
from redaction.training.examples import IGNORED, Example, examples, public_segments
from redaction.training.marks import Marked, Segment, chat
from redaction.training.substitutes import Names
from redaction.training.vary import Varier

PUBLIC = {"btc_train.jsonl": 0.7, "wnut17_train.jsonl": 0.8, "europeana_fr_train.jsonl": 0.3}
"""Public corpora and the share of each that one pass reads."""

JOINED = 0.12
"""Share of our messages that are read together with another one, so that long texts are not strange."""

MASKED = 0.06
"""Share of pieces that are hidden from the model, so that it looks at what stands around them."""

UNCASED = 0.2
"""Share of examples whose case codes are taken away, so that nothing hangs on them."""


_MASK = 4
_FRAME = 4
"""Number of the piece [MASK]; pieces up to it are the frame."""


def new_model(base: Path) -> BertForTokenClassification:
    """The base with a fresh head, and with case codes in the place of segment numbers."""
    model = empty_model(base)
    tensors = read_base(base / "onnx" / "model_q4.onnx")
    codes = tensors.pop("embeddings.token_type_embeddings.weight")[:1].repeat(CODES, 1)
    tensors["embeddings.token_type_embeddings.weight"] = codes
    left = model.bert.load_state_dict(tensors, strict=False)
    missing = [name for name in left.missing_keys if "position_ids" not in name]
    if missing or left.unexpected_keys:
        raise ValueError(f"the base does not fit: {missing[:3]} {left.unexpected_keys[:3]}")
    return model


def empty_model(base: Path, **shape: int) -> BertForTokenClassification:
    """A tagger of the base's shape, or with another `num_hidden_layers` or `intermediate_size`; its weights mean nothing."""
    config = BertConfig.from_pretrained(
        base,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
        type_vocab_size=CODES,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,  # drawing it costs an eighth of the time; pieces are masked instead
        **shape,
    )
    model = BertForTokenClassification(config)
    model.set_attn_implementation("eager")  # on a CPU the plain one is the fastest
    return model


def shaped_like(weights: Mapping[str, torch.Tensor], base: Path) -> BertForTokenClassification:
    """A tagger with as many layers, as wide, as these weights have; its own mean nothing."""
    inner = [tensor for name, tensor in weights.items() if name.endswith("intermediate.dense.bias")]
    return empty_model(base, num_hidden_layers=len(inner), intermediate_size=len(inner[0]))


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """The weights in a `weights.pt`, or of a `tagger.onnx`."""
    return read_tagger(path) if path.suffix == ".onnx" else torch.load(path)


def one_pass(
    rng: random.Random, varier: Varier, own: list[Marked], public: dict[str, list[list[Segment]]], tokenizer: Tokenizer
) -> list[Example]:
    """The examples of one pass, in random order."""
    found: list[Example] = []
    for message in own:
        segments = varier.vary(message)
        if rng.random() < JOINED:
            segments = [*segments, Segment("\n"), *varier.vary(rng.choice(own))]
        found += examples(segments, tokenizer)
    for name, messages in public.items():
        for segments in rng.sample(messages, int(len(messages) * PUBLIC[name])):
            spoilt = varier.spoil(segments) if rng.random() < 0.5 else segments
            found += examples(spoilt, tokenizer)
    rng.shuffle(found)
    return found


def batches(rng: random.Random, found: list[Example], size: int) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of about so many pieces, of examples of like length, in random order."""
    groups: list[list[Example]] = []
    for at in range(0, len(found), 2048):
        group: list[Example] = []
        for one in sorted(found[at : at + 2048], key=lambda one: len(one.pieces)):
            if group and (len(group) + 1) * len(one.pieces) > size:
                groups.append(group)
                group = []
            group.append(one)
        if group:
            groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        width = max(len(one.pieces) for one in group)
        bare = [rng.random() < UNCASED for _ in group]
        pieces = torch.tensor([one.pieces + [0] * (width - len(one.pieces)) for one in group])
        chance = torch.rand(pieces.shape)
        yield {
            "input_ids": torch.where((chance < MASKED) & (pieces > _FRAME), _MASK, pieces),
            "attention_mask": torch.tensor([[1] * len(one.pieces) + [0] * (width - len(one.pieces)) for one in group]),
            "token_type_ids": torch.tensor(
                [
                    [0] * width if plain else one.cases + [0] * (width - len(one.cases))
                    for one, plain in zip(group, bare, strict=True)
                ]
            ),
            "labels": torch.tensor([one.labels + [IGNORED] * (width - len(one.labels)) for one in group]),
        }


def train(options: argparse.Namespace) -> None:
    """Fine-tune the base, or go on from other weights, by the labels alone."""
    model = new_model(options.base)
    if options.weights:
        model.load_state_dict(read_weights(options.weights))

    def loss_of(batch: dict[str, torch.Tensor]) -> torch.Tensor:
        labels = batch.pop("labels")
        return label_loss(model(**batch).logits, labels)

    fit(model, loss_of, options)


def fit(
    model: BertForTokenClassification, loss_of: Callable[[dict[str, torch.Tensor]], torch.Tensor], options: Any
) -> None:
    """Train `model` by `loss_of` each batch and write the averaged weights of the last third. `options`: see `arguments`."""
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    own = chat("train")
    public = {name: public_segments(options.public / name) for name in PUBLIC}
    varier = Varier(rng, Names())
    passes = options.passes
    found = one_pass(rng, varier, own, public, tokenizer)
    steps = passes * len(list(batches(random.Random(0), found, options.pieces)))
    optimizer = torch.optim.AdamW(
        _groups(model, options.rate), lr=options.rate, betas=(0.9, 0.98), eps=1e-6, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _slope(step, steps))
    average: dict[str, torch.Tensor] = {}
    step = 0
    for number in range(passes):
        model.train()
        if number:
            found = one_pass(rng, varier, own, public, tokenizer)
        total = 0.0
        count = 0
        for batch in batches(rng, found, options.pieces):
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += float(loss.detach())
            count += 1
            step += 1
            if step % 50 == 0:
                print(f"step {step} of {steps}: {total / count:.4f}", flush=True)
            if step > 0.7 * steps:
                _average(average, model)
        print(f"pass {number + 1}/{passes}: loss {total / count:.4f}", flush=True)
        options.out.mkdir(parents=True, exist_ok=True)
        torch.save(average or model.state_dict(), options.out / "weights.pt")


def label_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with the labels, shape (rows, pieces), of `logits`, shape (rows, pieces, labels)."""
    return torch.nn.functional.cross_entropy(
        logits.float().view(-1, logits.shape[-1]), labels.view(-1), ignore_index=IGNORED, label_smoothing=0.02
    )


def _average(average: dict[str, torch.Tensor], model: BertForTokenClassification, keep: float = 0.998) -> None:
    for name, value in model.state_dict().items():
        if name not in average or not value.is_floating_point():
            average[name] = value.detach().clone()
        else:
            average[name].lerp_(value.detach(), 1 - keep)


def _slope(step: int, steps: int) -> float:
    """Up over the first twentieth, then down as a cosine to a fiftieth."""
    warm = max(1, steps // 20)
    if step < warm:
        return (step + 1) / warm
    done = min(1.0, (step - warm) / max(1, steps - warm))
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done))


def _groups(model: BertForTokenClassification, rate: float) -> list[dict[str, Any]]:
    """The head learns faster than the base; the scales of the norms and the biases do not decay."""
    head = [value for name, value in model.named_parameters() if name.startswith("classifier")]
    decayed = [
        value for name, value in model.named_parameters() if value.dim() > 1 and not name.startswith("classifier")
    ]
    plain = [value for name, value in model.named_parameters() if value.dim() < 2 and not name.startswith("classifier")]
    return [
        {"params": head, "lr": rate * 5, "weight_decay": 0.0},
        {"params": decayed, "lr": rate, "weight_decay": 0.01},
        {"params": plain, "lr": rate, "weight_decay": 0.0},
    ]


def arguments(purpose: str | None) -> argparse.ArgumentParser:
    """The options that all training has."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--base", type=Path, required=True, help="Rampart's folder: config.json, tokenizer.json, onnx/")
    parser.add_argument("--public", type=Path, required=True, help="folder of the public corpora")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=20)
    parser.add_argument("--pieces", type=int, default=2048, help="pieces of one batch")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=7)
    return parser


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--weights", type=Path, help="go on from these weights, or from a tagger.onnx")
    train(parser.parse_args())
