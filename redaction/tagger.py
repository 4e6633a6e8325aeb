"""The neural tagger: for each word of a text, how likely it belongs to a detail of each family.

A small multilingual BERT (see `model/README.md`) in eight bits, run by onnxruntime. It reads English and French alike,
in one pass, whatever the case of the letters.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redaction.casing import UNTELLING, case_codes
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


_DRESS = re.compile(r"[*_~`#<]")
_DRESSED = re.compile(r"(?<![\w@/.*~`#])[*_~`#]++(?=[^\W_])|(?<=[^\W_])[*_~`]++(?![\w@/.])")
_ANGLED = re.compile(r"<([^\W\d_][^<>\n:|@/]{0,80})>")


@dataclass(frozen=True, eq=False)
class Reading:
    """What the tagger makes of one text.

    `starts`, `ends`: offsets of its words in characters, in order. `inside`: for each word and family, the probability
    that the word belongs to a detail of that family, shape (words, families). `begins`: that such a detail begins there.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    inside: Floats
    begins: Floats

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """`starts` and `ends` as plain numbers."""
        return self.starts.tolist(), self.ends.tolist()

    @cached_property
    def rows(self) -> list[list[float]]:
        """`inside` as plain numbers: for a handful of words they are far quicker than arrays."""
        rows: list[list[float]] = self.inside.tolist()
        return rows

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
        starts, ends = self.edges
        return slice(bisect_right(ends, start), bisect_left(starts, end))

    def likely(self, start: int, end: int, family: Family) -> float:
        """How likely characters `start` to `end` are a detail of `family`: the mean over their words."""
        number = FAMILIES.index(family)
        part = [row[number] for row in self.rows[self.words(start, end)]]
        return sum(part) / len(part) if part else 0.0

    def hidden(self, start: int, end: int) -> float:
        """How likely they are any detail at all: the mean over their words."""
        part = self.rows[self.words(start, end)]
        return sum(map(sum, part)) / len(part) if part else 0.0


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
        text = undressed(text)
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = encoded.offsets
        chances = self._chances(encoded.ids, case_codes(text, offsets))
        return _by_word(offsets, encoded.word_ids, chances)

    def _chances(self, pieces: list[int], cases: list[int]) -> Floats:
        """Probability of each label for each piece, shape (pieces, labels)."""
        if len(pieces) <= _WINDOW:
            return self._run([pieces], [cases])[0] if pieces else np.zeros((0, len(LABELS)), np.float32)
        step = _WINDOW - _OVERLAP
        begins = [*range(0, len(pieces) - _WINDOW, step), len(pieces) - _WINDOW]
        parts = [pieces[at : at + _WINDOW] for at in begins]
        codes = [cases[at : at + _WINDOW] for at in begins]
        found = np.concatenate(
            [self._run(parts[at : at + _BATCH], codes[at : at + _BATCH]) for at in range(0, len(begins), _BATCH)]
        )
        whole = np.zeros((len(pieces), len(LABELS)), np.float32)
        for number, at in enumerate(begins):
            inner = _OVERLAP // 2 if number else 0
            whole[at + inner : at + _WINDOW] = found[number][inner:]
        return whole

    def _run(self, pieces: list[list[int]], cases: list[list[int]]) -> Floats:
        """Probability of each label, shape (rows, pieces, labels), for rows of one length."""
        first, last = self._frame
        framed = np.array([[first, *row, last] for row in pieces], dtype=np.int64)
        codes = np.array([[UNTELLING, *row, UNTELLING] for row in cases], dtype=np.int64)
        logits: Any = self._session.run(None, {"pieces": framed, "cases": codes})[0]
        logits = logits[:, 1:-1]
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        chances: Floats = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32, copy=False)
        return chances


def undressed(text: str) -> str:
    """`text` without marks of formatting around its words, of the same length: "*Zebedee*" is read as the name that it is.

    Angle brackets around words are read as round ones; what a platform writes between them (`<@U024BE7LH>`) stays.
    """
    if not _DRESS.search(text):
        return text
    text = _ANGLED.sub(r"(\1)", text)
    return _DRESSED.sub(lambda marks: " " * len(marks[0]), text)


def _by_word(offsets: list[tuple[int, int]], words: list[int | None], chances: Floats) -> Reading:
    """Pieces joined into words: a word is as likely inside as the mean of its pieces, and begins as its first does.

    `offsets`, `words`: where each piece stands, and the number of its word.
    """
    firsts = [place for place, word in enumerate(words) if not place or word != words[place - 1]]
    edges = [*firsts, len(words)]
    places = np.array(firsts, dtype=np.int32)
    starts = np.array([offsets[place][0] for place in firsts], dtype=np.int32)
    ends = np.array([offsets[place - 1][1] for place in edges[1:]], dtype=np.int32)
    inside = chances[:, 1::2] + chances[:, 2::2]
    if len(firsts) < len(words):
        counts = np.array([after - first for first, after in pairwise(edges)], dtype=np.float32)
        inside = np.add.reduceat(inside, places, axis=0) / counts[:, None]
    return Reading(starts, ends, inside, chances[places, 1::2])
