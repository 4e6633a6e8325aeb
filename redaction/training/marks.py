"""Reading annotated messages: `conversation | language | channel | text` with marks `[[TYPE#key|words]]` in the text."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NEUTRAL = "?"
"""The type of what may be hidden or not."""

_MARK = re.compile(r"\[\[([A-Z]+|\?)(?:#([\w.-]+))?\|(.+?)\]\]", re.DOTALL)
_CHAT = Path(__file__).parent / "chat"
_OURS = ("a_", "b_", "c_", "d_", "e_", "k_", "l_", "m_", "n_", "o_")
"""Files that no rule was chosen by. Only they can show how well anything does."""

Part = Literal["train", "calibrate", "held"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of a message: of one type, or of none. `key` tells which person or thing, within a conversation."""

    text: str
    type: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """One annotated message as segments in order, which together are its text."""

    id: str
    conv: str
    lang: str
    channel: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    def corpus_line(self) -> str:
        """The message as a line of a corpus file (see `redaction/evaluate.py`)."""
        spans = []
        end = 0
        for segment in self.segments:
            start, end = end, end + len(segment.text)
            if segment.type:
                spans.append({"start": start, "end": end, "type": segment.type, "entity": segment.key})
        row = {"id": self.id, "conv": self.conv, "lang": self.lang, "text": self.text, "spans": spans}
        return json.dumps(row, ensure_ascii=False)


def read_marked(lines: Iterable[str], source: str) -> Iterator[Marked]:
    """The messages of one file; `source` begins their ids. Raises `ValueError` naming a line that is none."""
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\n")
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(" | ", 3)
        if len(parts) != 4:
            raise ValueError(f"{source}, line {number}: no annotated message")
        conv, lang, channel, text = parts
        yield Marked(
            f"{source}.{conv}.{number}", f"{source}.{conv}", lang, channel, tuple(_segments(text.replace("\\n", "\n")))
        )


def _segments(text: str) -> Iterator[Segment]:
    place = 0
    for mark in _MARK.finditer(text):
        if mark.start() > place:
            yield Segment(text[place : mark.start()])
        yield Segment(mark[3], mark[1], mark[2])
        place = mark.end()
    if place < len(text):
        yield Segment(text[place:])


def chat(part: Part, folder: Path = _CHAT) -> list[Marked]:
    """Our own messages of one part. Whole conversations belong to a part; a fixed checksum decides which."""
    messages: list[Marked] = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8") as lines:
            messages += [one for one in read_marked(lines, path.stem) if part_of(one.conv) == part]
    return messages


def part_of(conv: str) -> Part:
    """Of the files that no rule was chosen by a fifth is held out and a quarter calibrates the decision; the rest is for training."""
    if not conv.startswith(_OURS):
        return "train"
    place = zlib.crc32(conv.encode()) % 100
    return "held" if place < 20 else "calibrate" if place < 45 else "train"


if __name__ == "__main__":
    import sys

    for one in chat("held" if sys.argv[1:] == ["held"] else "calibrate"):
        print(one.corpus_line())
