"""The neural tagger: for each word of a text, how likely it belongs to a detail of each family.

A small multilingual BERT (see `model/README.md`) in eight bits, run by onnxruntime. It reads English and French alike,
in one pass, whatever the case of the letters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redaction.casing import case_codes
from redaction.families import Family

LABELS = ("O", *(f"{place}-{family.value}" for family in Family for place in "BI"))
"""What the model tells a piece from: nothing, the first piece of a detail, or one that goes on."""

MODEL = Path(__file__).parent / "model"
FAMILIES = tuple(Family)

_WINDOW = 254
_OVERLAP = 48
_BATCH = 16
_SLOWER = ["SkipLayerNormFusion"]
"""onnxruntime's joining of these two steps takes a tenth longer than the two one after the other."""

Floats = NDArray[np.float32]


class TaggerBroken(Exception):
    """The model's files are missing or of another make. The text says which."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the tagger makes of one text.

    `starts`, `ends`: offsets of its words in characters, in order. `inside`: for each word and family, the probability
    that the word belongs to a detail of that family, shape (words, families). `begins`: that such a detail begins there.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    inside: Floats
    begins: Floats

    def places(self) -> list[tuple[int, int]]:
        """Where its words stand."""
        return list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    def moved(self, places: Sequence[tuple[int, int] | None]) -> Reading:
        """The same words at other `places`, which are in order; those that have none or an empty one are left out."""
        left = [(number, *place) for number, place in enumerate(places) if place and place[0] < place[1]]
        kept, starts, ends = np.array(left, dtype=np.int32).reshape(-1, 3).T
        return Reading(starts, ends, self.inside[kept], self.begins[kept])

    def part(self, start: int, end: int) -> Reading:
        """The words that touch characters `start` to `end`, in offsets of that part."""
        if start == 0 and (not len(self.ends) or self.ends[-1] <= end):
            return self
        inner = self.words(start, end)
        starts, ends = (np.clip(edge[inner], start, end) - start for edge in (self.starts, self.ends))
        return Reading(starts, ends, self.inside[inner], self.begins[inner])

    def words(self, start: int, end: int) -> slice:
        """The words that touch characters `start` to `end`."""
        return slice(int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left")))

    def likely(self, start: int, end: int, family: Family) -> float:
        """How likely characters `start` to `end` are a detail of `family`: the mean over their words."""
        part = self.inside[self.words(start, end), FAMILIES.index(family)]
        return float(part.mean()) if part.size else 0.0

    def hidden(self, start: int, end: int) -> float:
        """How likely they are any detail at all: the mean over their words."""
        part = self.inside[self.words(start, end)]
        return float(part.sum(axis=1).mean()) if part.size else 0.0


class Tagger:
    """The model, loaded once per process. `read` is thread-safe."""

    def __init__(self, folder: Path = MODEL, threads: int = 1) -> None:
        """Load the model. Raises `TaggerBroken`.

        onnxruntime 1.32 reports to Microsoft on its own account (a device id in the home folder, events to
        mobile.events.data.microsoft.com), unless this variable stands before it is loaded; `disable_telemetry_events`
        does not stop it.
        """
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        from onnxruntime import InferenceSession, SessionOptions  # here: a third of a second, paid by who reads
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = InferenceSession(
                str(folder / "tagger.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_SLOWER,
            )
        except Exception as error:
            raise TaggerBroken(
                f"the tagger's model cannot be read from {folder.name}: {type(error).__name__}"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._frame = (self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]"))

    def read(self, text: str) -> Reading:
        """What the tagger makes of `text`; for a long one the windows overlap, and the middle of each counts."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        pieces = np.array(encoded.ids, dtype=np.int64)
        cases = np.array(case_codes(text, encoded.offsets), dtype=np.int64)
        chances = self._chances(pieces, cases)
        return _by_word(encoded, chances)

    def _chances(self, pieces: NDArray[np.int64], cases: NDArray[np.int64]) -> Floats:
        """Probability of each label for each piece, shape (pieces, labels)."""
        if len(pieces) <= _WINDOW:
            return (
                self._run(pieces[None, :], cases[None, :])[0] if len(pieces) else np.zeros((0, len(LABELS)), np.float32)
            )
        step = _WINDOW - _OVERLAP
        begins = [*range(0, len(pieces) - _WINDOW, step), len(pieces) - _WINDOW]
        parts = np.stack([pieces[at : at + _WINDOW] for at in begins])
        codes = np.stack([cases[at : at + _WINDOW] for at in begins])
        found = np.concatenate(
            [self._run(parts[at : at + _BATCH], codes[at : at + _BATCH]) for at in range(0, len(begins), _BATCH)]
        )
        whole = np.zeros((len(pieces), len(LABELS)), np.float32)
        for number, at in enumerate(begins):
            inner = _OVERLAP // 2 if number else 0
            whole[at + inner : at + _WINDOW] = found[number][inner:]
        return whole

    def _run(self, pieces: NDArray[np.int64], cases: NDArray[np.int64]) -> Floats:
        rows = len(pieces)
        framed = np.concatenate(
            [np.full((rows, 1), self._frame[0]), pieces, np.full((rows, 1), self._frame[1])], axis=1
        ).astype(np.int64)
        codes = np.pad(cases, ((0, 0), (1, 1)))
        logits: Any = self._session.run(None, {"pieces": framed, "cases": codes})[0]
        logits = logits[:, 1:-1]
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        chances: Floats = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
        return chances


def _by_word(encoded: Any, chances: Floats) -> Reading:
    """Pieces joined into words: a word is as likely inside as the mean of its pieces, and begins as its first does."""
    offsets = np.array(encoded.offsets, dtype=np.int32).reshape(-1, 2)
    numbers = np.array([-1 if word is None else word for word in encoded.word_ids], dtype=np.int32)
    if not len(numbers):
        nothing = np.zeros((0, len(FAMILIES)), np.float32)
        return Reading(offsets[:, 0], offsets[:, 1], nothing, nothing)
    firsts = np.flatnonzero(np.diff(numbers, prepend=-2))
    counts = np.diff(firsts, append=len(numbers))
    inside = chances[:, 1::2] + chances[:, 2::2]
    joined = np.add.reduceat(inside, firsts, axis=0) / counts[:, None]
    lasts = firsts + counts - 1
    return Reading(offsets[firsts, 0], offsets[lasts, 1], joined.astype(np.float32), chances[firsts, 1::2])
