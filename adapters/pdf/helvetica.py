"""Helvetica as every PDF reader has it: how wide its letters are, and their bytes in WinAnsiEncoding.

Widths: Adobe's font metrics of the standard 14 fonts, in thousandths of the size. A letter with an accent is as wide as the
letter without.
"""

from __future__ import annotations

import unicodedata

_FIRST = 32
_PLAIN = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_OTHER = {
    "Œ": 1000,
    "œ": 944,
    "Æ": 1000,
    "æ": 889,
    "’": 222,
    "‘": 222,
    "“": 333,
    "”": 333,
    "–": 556,
    "—": 1000,
    "…": 1000,
}
_OTHER |= {"•": 350, "€": 556, "«": 556, "»": 556, "°": 400, "\u00a0": 278, "ß": 611, "·": 278, "™": 1000}
_USUAL = 556
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u2010": "-", "\u2212": "-"})
"""Letters that Windows-1252 lacks, and their next of kin there."""


def printable(text: str) -> str:
    """`text` in the letters that the font has; one that it lacks becomes the letter without its accent, else `?`."""
    text = unicodedata.normalize("NFC", text).translate(_SPACES)
    return "".join(_nearest(letter) for letter in text)


def encoded(text: str) -> bytes:
    """The bytes of `printable` text."""
    return text.encode("cp1252", "replace")


def width(text: str, size: float, *, bold: bool) -> float:
    """Of `printable` text, in points, at a size in points."""
    return sum(_width(letter, _BOLD if bold else _PLAIN) for letter in text) * size / 1000


def _width(letter: str, table: tuple[int, ...]) -> int:
    if letter in _OTHER:
        return _OTHER[letter]
    place = ord(unicodedata.normalize("NFD", letter)[0]) - _FIRST
    return table[place] if 0 <= place < len(table) else _USUAL


def _nearest(letter: str) -> str:
    for written in (letter, unicodedata.normalize("NFD", letter)[0]):
        try:
            written.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return written
    return "?"
