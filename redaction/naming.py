"""One way of writing a person's name, taken apart so that it can be compared with others.

"Mary Dupont", "DUPONT Mary", "w h i t l o c k", "J-P", "Le Goff" and "legoff".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from redaction.folding import fold

PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "vom",
        "zu",
        "ter",
        "ten",
        "la",
        "le",
        "les",
        "l",
        "d",
        "el",
        "al",
        "ben",
        "bin",
        "ibn",
        "st",
        "ste",
        "saint",
        "sainte",
        "mac",
        "mc",
        "o",
        "y",
        "e",
        "et",
        "and",
    ]
)
_APOSTROPHE = re.compile(r"(?<=[a-z])'s?(?=\W|$)")
_WORD = re.compile(r"[^\W\d_]+")
_SPELLED = 3


@dataclass(frozen=True, slots=True)
class Name:
    """`words`: the telling words, folded. `compact`: all its letters. `initials`: whether only initials are left."""

    words: tuple[str, ...]
    compact: str
    initials: bool
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Lore:
    """What is known about names at large, handed in so that linking stays free of files.

    `nicknames`: folded nickname -> folded full names. `gender`: "m", "f" or None for a folded given name.
    `area`: a commune's département, None if unknown or ambiguous. `given`: whether a folded word is a given name.
    """

    nicknames: Mapping[str, Collection[str]] = field(default_factory=dict)
    gender: Callable[[str], str | None] = lambda _: None
    area: Callable[[str], str | None] = lambda _: None
    given: Callable[[str], bool] = lambda _: False


def parse(surface: str) -> Name:
    """`surface` as it stands in a text, without honorific."""
    folded = _APOSTROPHE.sub("", fold(surface)).replace("'", "")
    words = _WORD.findall(folded)
    compact = "".join(words)
    if len(words) >= _SPELLED and all(len(word) == 1 for word in words):
        return Name((compact,), compact, False)
    telling = [word for word in words if word not in PARTICLES] or words
    if len(telling) == 1 and _is_initials(surface, telling[0], words):
        return Name(tuple(telling[0]), compact, True)
    return Name(tuple(telling), compact, all(len(word) == 1 for word in telling))


def _is_initials(surface: str, word: str, words: list[str]) -> bool:
    """Two or three letters without a vowel between them, or two capitals: "JP", "jp", "MC"."""
    if len(words) != 1 or not 2 <= len(word) <= 3:
        return False
    return not re.search(r"[aeiouy]", word) or (surface.isupper() and len(word) == 2)


def likeness(a: str, b: str, lore: Lore) -> float:
    """How surely two single words are one name: 1 same, .9 nickname, .8 slip of the pen, .6 initial, 0 not."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.6 if a[0] == b[0] else 0.0
    if _nicknamed(a, b, lore):
        return 0.9
    return 0.8 if _slip(a, b, lore) else 0.0


def _nicknamed(a: str, b: str, lore: Lore) -> bool:
    full_a, full_b = lore.nicknames.get(a, ()), lore.nicknames.get(b, ())
    if b in full_a or a in full_b or bool(set(full_a) & set(full_b)):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and long.startswith(short) and len(long) - len(short) >= 2 and not lore.given(short)


def _slip(a: str, b: str, lore: Lore) -> bool:
    """A typo or another spelling. Two different names that both exist (Claire, Clara) are no slip."""
    if sounds(a) == sounds(b):
        return True
    if lore.given(a) and lore.given(b):
        return False
    allowed = 1 if max(len(a), len(b)) < 8 else 2
    return min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=allowed) <= allowed


_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=.)h"), ""),
    (re.compile(r"ck|q|c(?![eiy])"), "k"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ie$|ey$|y|ee$"), "i"),
    (re.compile(r"eau[xlt]?$|au[xlt]?$"), "o"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"(?<=..)[est]$"), ""),
)


def sounds(word: str) -> str:
    """A rough key of how a name sounds in either language: "mary" and "marie", "catherine" and "kathryn"."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
