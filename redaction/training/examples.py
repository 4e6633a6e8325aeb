"""Messages as what the tagger reads: pieces, case codes, and a label for each piece."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from redaction.casing import case_codes
from redaction.tagger import LABELS
from redaction.training.marks import NEUTRAL, Segment

IGNORED = -100
"""Label of a piece that teaches nothing: what may be hidden or not, and what other corpora mark by other rules."""

LONGEST = 190
"""Pieces of one example; a longer message is cut into several."""

_NUMBER = {label: number for number, label in enumerate(LABELS)}
_SHARED = frozenset({"PERSON", "LOCATION"})
"""Types that public corpora mark as our guide does."""


@dataclass(frozen=True, slots=True)
class Example:
    """Numbers of the pieces, case codes and labels, one each for every piece, the frame ([CLS], [SEP]) included."""

    pieces: list[int]
    cases: list[int]
    labels: list[int]


def public_segments(path: Path) -> list[list[Segment]]:
    """Messages of a public corpus. What it marks by other rules than ours (companies, accounts) teaches nothing."""
    messages = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            segments: list[Segment] = []
            place = 0
            for span in sorted(row["spans"], key=lambda one: int(one["start"])):
                if span["start"] < place:
                    continue
                segments.append(Segment(row["text"][place : span["start"]]))
                kind = span["type"] if span["type"] in _SHARED else NEUTRAL
                segments.append(Segment(row["text"][span["start"] : span["end"]], kind))
                place = span["end"]
            segments.append(Segment(row["text"][place:]))
            messages.append([one for one in segments if one.text])
    return messages


def examples(segments: Sequence[Segment], tokenizer: Tokenizer) -> list[Example]:
    """One message as examples of at most `LONGEST` pieces."""
    text = "".join(one.text for one in segments)
    kinds: list[str | None] = []
    firsts: set[int] = set()
    for one in segments:
        if one.type:
            firsts.add(len(kinds))
        kinds += [one.type] * len(one.text)
    read = tokenizer.encode(text, add_special_tokens=False)
    labels = []
    opened = -1
    for start, end in read.offsets:
        kind = next((kinds[place] for place in range(start, end) if kinds[place]), None)
        if kind is None:
            labels.append(_NUMBER["O"])
        elif kind == NEUTRAL:
            labels.append(IGNORED)
        else:
            begin = max((place for place in firsts if place < end), default=-1)
            labels.append(_NUMBER[f"B-{kind}" if begin != opened else f"I-{kind}"])
            opened = begin
    cases = case_codes(text, read.offsets)
    first, last = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))
    return [
        Example(
            [first, *read.ids[at : at + LONGEST], last],
            [0, *cases[at : at + LONGEST], 0],
            [IGNORED, *labels[at : at + LONGEST], IGNORED],
        )
        for at in range(0, len(read.ids), LONGEST)
    ]
