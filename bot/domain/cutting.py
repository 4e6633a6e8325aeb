"""A text in parts that a platform takes, never cut inside of a pseudonym."""

from __future__ import annotations

import re
from collections.abc import Callable

Cost = Callable[[str], int]
"""What one letter takes of a platform's limit."""

_UNSPLIT = re.compile(r"\[[^\[\]\n]{1,200}\]")
_LONGEST = 202


def utf16(letter: str) -> int:
    """UTF-16 units of a letter."""
    return 1 + (letter > "\uffff")


def length(text: str, cost: Cost) -> int:
    return sum(map(cost, text))


def split(text: str, limit: int, cost: Cost) -> tuple[str, ...]:
    """`text` in parts of at most `limit`, cut at a line, else at a space, never inside `[a pseudonym]`.

    The parts joined are `text`. Brackets around more than 200 characters are not taken for a pseudonym.
    """
    parts: list[str] = []
    left = length(text, cost)
    while left > limit:
        cut = _cut_point(text, limit, cost)
        parts.append(text[:cut])
        left -= length(parts[-1], cost)
        text = text[cut:]
    return (*parts, text)


def shortened(text: str, limit: int, cost: Cost) -> str:
    """`text`, cut with "…" at its end to fit into `limit`."""
    if length(text, cost) <= limit:
        return text
    return split(text, limit - cost("…"), cost)[0].rstrip() + "…"


def _cut_point(text: str, limit: int, cost: Cost) -> int:
    """Where to cut: after the last line or space of the second half that fits, else as late as possible."""
    end = _outside(text, _fitting(text, limit, cost))
    for separator in ("\n", " "):
        found = text.rfind(separator, end // 2, end) + 1
        if found and _outside(text, found) == found:
            return found
    return end


def _outside(text: str, point: int) -> int:
    """`point`, or the start of the pseudonym that a cut at `point` would cut."""
    window = max(0, point - _LONGEST)
    for bracketed in _UNSPLIT.finditer(text[window : point + _LONGEST]):
        start, end = bracketed.start() + window, bracketed.end() + window
        if 0 < start < point < end:
            return start
    return point


def _fitting(text: str, limit: int, cost: Cost) -> int:
    """How many characters of `text` fit; one at least."""
    used = 0
    for point, letter in enumerate(text):
        used += cost(letter)
        if used > limit:
            return max(point, 1)
    return len(text)
