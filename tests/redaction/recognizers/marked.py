"""Lines of the tables: what must be hidden stands between ⟦ and ⟧, all the rest must stay."""

from __future__ import annotations

import re
from functools import cache

from redaction.recognizers.base import FormatRecognizer
from redaction.recognizers.identifiers import identifier_recognizers

OPERATING_POINT = 0.5
_MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)


@cache
def recognizers() -> tuple[FormatRecognizer, ...]:
    return tuple(identifier_recognizers())


def plain(line: str) -> str:
    return line.replace("⟦", "").replace("⟧", "")


def marks(line: str) -> list[str]:
    return _MARK.findall(line)


def covered(text: str, family: str | None = None) -> list[bool]:
    """For each character of `text`, whether a recognizer (of `family`) hides it at the default operating point."""
    hit = [False] * len(text)
    for recognizer in recognizers():
        for result in recognizer.analyze(text, []):
            if result.score >= OPERATING_POINT and family in (None, result.entity_type):
                hit[result.start : result.end] = [True] * (result.end - result.start)
    return hit


def left_open(line: str, family: str) -> str:
    """The letters and digits inside the marks of `line` that no recognizer of `family` hides."""
    text, hit, position, missed = plain(line), covered(plain(line), family), 0, ""
    for inside, piece in _pieces(line):
        for offset, char in enumerate(piece):
            if inside and char.isalnum() and not hit[position + offset]:
                missed += text[position + offset]
        position += len(piece)
    return missed


def hidden_outside(line: str) -> str:
    """The letters and digits outside the marks of `line` that some recognizer hides all the same."""
    hit, position, taken = covered(plain(line)), 0, ""
    for inside, piece in _pieces(line):
        for offset, char in enumerate(piece):
            if not inside and char.isalnum() and hit[position + offset]:
                taken += char
        position += len(piece)
    return taken


def _pieces(line: str) -> list[tuple[bool, str]]:
    return [(index % 2 == 1, piece) for index, piece in enumerate(_MARK.split(line))]
