"""Writing a name the one way in which all lists are kept: lower case, no accents, no apostrophe shapes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'", "‘": "'"}
)
_SAINT = re.compile(r"\b(s)(?:ain)?t(e?s?)\b\.?")
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_BREAKS = re.compile(r"[\s'’.-]+")


def fold(text: str) -> str:
    """`text` in lower case without accents: "Zoé" and "ZOE" are one key. Hyphens and apostrophes stay."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.translate(_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def folded_word(word: str) -> str:
    """`fold` for single words, most of which come again and again."""
    return fold(word)


def vocabulary(text: str) -> frozenset[str]:
    """The words of `text`, which are parted by spaces: how the lists of cue words are written down."""
    return frozenset(text.split())


@lru_cache(maxsize=8192)
def place_key(name: str) -> str:
    """The key of a place: as `fold`, with hyphens and apostrophes as spaces and `St`, `Ste` written out."""
    key = fold(name)
    if key.isalpha():  # one word, as most are: the same without the patterns
        return _SAINTS.get(key, key)
    return _BREAKS.sub(" ", _SAINT.sub(r"\1aint\2", key)).strip()
