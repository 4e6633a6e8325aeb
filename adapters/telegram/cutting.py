"""A text in parts that Telegram takes, never cut inside of a pseudonym. Pure."""

from __future__ import annotations

import re

LIMIT = 4096
"""UTF-16 units of one message (https://core.telegram.org/bots/api#sendmessage)."""

_UNSPLIT = re.compile(r"\[[^\[\]\n]{1,200}\]")
_LONGEST = 202


def units(text: str) -> int:
    """Length of `text` as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def split(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """`text` in parts of at most `limit` UTF-16 units, cut at a line, else at a space, never inside `[a pseudonym]`.

    The parts joined are `text`. Brackets around more than 200 characters are not taken for a pseudonym.
    """
    parts: list[str] = []
    while units(text) > limit:
        cut = _cut_point(text, limit)
        parts.append(text[:cut])
        text = text[cut:]
    return (*parts, text)


def _cut_point(text: str, limit: int) -> int:
    """Where to cut: after the last line or space of the second half that fits, else as late as possible."""
    end = _outside(text, _fitting(text, limit))
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


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` UTF-16 units."""
    used = 0
    for point, letter in enumerate(text):
        used += 1 + (letter > "\uffff")
        if used > limit:
            return point
    return len(text)


def shortened(text: str, limit: int) -> str:
    """`text`, cut to fit into `limit` UTF-16 units."""
    return text if units(text) <= limit else split(text, limit - 1)[0].rstrip() + "…"
