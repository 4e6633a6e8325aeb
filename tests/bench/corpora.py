"""What the benchmarks share: corpora and samples of them, what is measured, a plain table."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

from redaction.evaluate import Annotated, Redact, Report, evaluate, read_corpus
from redaction.redactor import Redactor
from redaction.result import OperatingPoint
from redaction.stock import Stock
from redaction.text import RawText


def options(description: str | None) -> argparse.ArgumentParser:
    """The options that all benchmarks take; the positional `files` is each one's own."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="whole conversations with N messages or a few more")
    parser.add_argument("--point", choices=("careful", "balanced"), default="balanced", help="our operating point")
    parser.add_argument("--seed", type=int, default=3, help="of every random choice")
    return parser


def read(paths: Iterable[Path], sample: int | None, seed: int) -> list[Annotated]:
    """The messages of all corpora. Conversations of two files that have the same name stay two."""
    messages: list[Annotated] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            messages += [replace(one, conv=f"{path.stem}/{one.conv}") for one in read_corpus(lines)]
    return messages if sample is None else sampled(messages, sample, seed)


def sampled(messages: Sequence[Annotated], size: int, seed: int) -> list[Annotated]:
    """Conversations drawn at random until they hold `size` messages; the order of the corpus is kept."""
    conversations = sorted({message.conv for message in messages})
    Random(seed).shuffle(conversations)
    sizes = {conv: sum(message.conv == conv for message in messages) for conv in conversations}
    drawn: set[str] = set()
    while conversations and sum(sizes[conv] for conv in drawn) < size:
        drawn.add(conversations.pop())
    return [message for message in messages if message.conv in drawn]


def ours(point: OperatingPoint) -> Redact:
    """Our layer as it comes, at an operating point."""
    redactor = Redactor.load(point=point)
    return lambda message, memory: redactor.redact(RawText(message.text), memory).spans


def stock() -> Redact:
    """Stock Presidio, which knows no memory and is told the language."""
    presidio = Stock.load()
    return lambda message, _: presidio.spans(message.text, message.lang)


def measured(messages: Iterable[Annotated], redact: Redact) -> Report:
    """The figures of `entrenous evaluate`."""
    return evaluate(messages, redact, perf_counter)


def show(rows: Iterable[Sequence[object]]) -> None:
    """Print a table; its first row is the heading, numbers with a point have three decimals."""
    cells = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *others]))


def points(share: float, beside: float) -> str:
    """The difference of two shares in percentage points: `-1.3`."""
    return f"{100 * (share - beside):+.1f}"


def list_misses(label: str, report: Report, families: Iterable[str]) -> None:
    """Print what was missed, with its text: corpora hold invented people, and this is a terminal."""
    wanted = set(families)
    for identity, lang, family, text in report.misses:
        if family in wanted:
            print(f"missed\t{label}\t{identity}\t{lang}\t{family}\t{text}")
