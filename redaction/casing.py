"""How each word of a text is written, for a tagger whose vocabulary knows no capitals.

The codes go in where BERT has its segment numbers. In a text that uses no capitals, or a line in nothing but capitals,
a word's case tells nothing, and its code says so: so such texts are read exactly as if case did not exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

UNTELLING, LOWER, CAPITAL, OPENING, UPPER = range(5)
"""Case tells nothing here; lower case; a capital where none is due; a capital that opens a sentence; all capitals."""

CODES = 5

_REPEATED = tuple(bytes((code,)) for code in range(CODES))
_WORD = re.compile(r"[^\W\d_]+")
_LONGER = re.compile(r"[^\W\d_]{2,}")
_OPENS = re.compile(r"(?:^|[.!?…:;*•>\n]|--|\s-\s|[\u2600-\u27bf\U0001f300-\U0001faff])[\s\"'«“(>*_-]*$")
_BEFORE = 12


def case_codes(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """One code for each span of `text`, a span being a word or a piece of one; a piece has the code of its word."""
    codes = _by_character(text)
    return [codes[start] if start < end else UNTELLING for start, end in spans]


def _by_character(text: str) -> bytearray:
    codes = bytearray(len(text))  # zeros: UNTELLING
    if is_flat(text):
        return codes
    start = 0
    for line in text.splitlines(keepends=True):
        if not is_shouted(line):
            for word in _WORD.finditer(line):
                first, last = word.span()
                code = _code(text, start + first, word[0])
                codes[start + first : start + last] = _REPEATED[code] * (last - first)
        start += len(line)
    return codes


def _code(text: str, start: int, word: str) -> int:
    if not word[0].isupper():
        return LOWER
    if len(word) > 1 and word.isupper():
        return UPPER
    return OPENING if _OPENS.search(text[max(0, start - _BEFORE) : start]) else CAPITAL


def is_flat(text: str) -> bool:
    """Whether next to no word begins with a capital: three words of a hundred, single letters and acronyms aside."""
    words: list[str] = _LONGER.findall(text)
    return sum(word[0].isupper() and not word.isupper() for word in words) <= 0.03 * len(words)


def is_shouted(line: str) -> bool:
    """Whether a line of several words is in capitals: nine letters of ten."""
    capitals = sum(map(str.isupper, line))
    if capitals < 9:
        return False
    letters = sum(map(str.isalpha, line))
    return letters > 9 and " " in line.strip() and capitals > 0.85 * letters
