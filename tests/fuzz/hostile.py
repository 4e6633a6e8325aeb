"""Texts that make a backtracking matcher work: made from the pattern itself, and kept by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

LENGTH = 40_000
"""Characters of a hostile text."""

PLAIN = (
    *("1 ", "0", "12/", "06 ", "+33 ", "1.", "1-", "24500 ", "le 1 ", "a", "a ", "a.", "a-", "a_", "a@", "A", "Aa ", "Aa, ", "A1-", "é "),
    *("(", " ", "\n", "-", ".", "_", "@", "'", ",", "[", "<", "&", "|", " \n", "\u200b", "e\u0301", "🙂", "[Person A] ", "<tel:0|", "&#1"),
    *("rue ", "rue de la ", "3 rue de ", "appt 3, ", "Le Bois, ", "AB12 ", "fr76 ", "dossier ", "n° ", "né le ", "she is 6, ", "the second "),
    *("zero ", "double ", "quatre vingt ", "x dot ", "x at ", "www.", "http://", "o ", "de la ", "d'", "Mrs ", "M. de ", "J.-", "hi all "),
    "Mary, 67, née le 3 mai 1947, 06 39 98 12 05. ",
)  # fmt: skip
"""Units that each recognizer and each pattern meets, repeated."""

_SRE: Any = import_module("re._parser")
_ALPHABET = "aexzAEXZ059é _-.,;:!?()'\n\t/@#%€"
_NESTED = frozenset({"SUBPATTERN", "ATOMIC_GROUP"})
_BODIES = 4
"""Ways in which what a repetition repeats is tried: a class has more characters than one."""
_MOST = 6
"""Times that a repetition is followed when a sample is made; a pump repeats it until the text is full."""
_LED = 200
"""Characters of what leads to a repetition, at most."""
_ENDS = ("", "\x00", "a", " 1")


@dataclass(frozen=True, slots=True)
class Shape:
    """A text of any length: `start`, then `unit` again and again, then `end`."""

    unit: str
    start: str = ""
    end: str = ""

    def text(self, length: int = LENGTH) -> str:
        """`length` characters of it."""
        room = length - len(self.start) - len(self.end)
        return self.start + (self.unit * (room // len(self.unit) + 1))[:room] + self.end


def shapes(pattern: re.Pattern[str], rng: random.Random, samples: int = 2, most: int = 200) -> list[Shape]:
    """Matches of `pattern` in a row, nearly matches, and each of its repetitions pumped.

    Texts over a pattern's own letters are where it backtracks: what nearly matches is tried from every place.
    """
    tree = _SRE.parse(pattern.pattern, pattern.flags)
    found = list(dict.fromkeys(shape for _ in range(samples) for shape in _shapes(tree, rng)))
    return rng.sample(found, min(len(found), most))


def _shapes(tree: Any, rng: random.Random) -> Iterator[Shape]:
    whole = _sample(tree, rng)
    yield from (Shape(unit) for unit in (whole, whole[:-1], whole[: len(whole) // 2]) if unit)
    for before, body in _pumps(tree, "", rng):
        yield from (Shape(body, before[-_LED:], end) for end in _ENDS)
        if before:
            yield Shape(before[-_LED:] + body * rng.randint(1, _MOST))


def _sample(node: Any, rng: random.Random) -> str:
    """One text that a parsed pattern matches, as far as look-arounds and anchors let it."""
    return "".join(_one(str(op), value, rng) for op, value in node)


def _one(op: str, value: Any, rng: random.Random) -> str:
    if op.endswith("REPEAT"):
        least, most, body = value
        times = rng.randint(least, min(int(most), max(_MOST, least)))
        return "".join(_sample(body, rng) for _ in range(times))
    if op == "BRANCH":
        return _sample(rng.choice(value[1]), rng)
    if op in _NESTED:
        return _sample(value[-1] if op == "SUBPATTERN" else value, rng)
    return _character(op, value, rng)


def _character(op: str, value: Any, rng: random.Random) -> str:
    """A character that a literal or a class takes; nothing for anchors and look-arounds."""
    match op:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return rng.choice(_ALPHABET.replace(chr(value), ""))
        case "ANY":
            return rng.choice(_ALPHABET)
        case "IN":
            return rng.choice([char for char in _letters(value) if _member(value, char)])
        case _:
            return ""


def _letters(choices: Any) -> str:
    """Characters worth a try for a class: those it names, and a few of every kind."""
    named = "".join(chr(value) for op, value in choices if str(op) == "LITERAL")
    ends = "".join(chr(edge) for op, value in choices if str(op) == "RANGE" for edge in value)
    return named + ends + _ALPHABET


def _member(choices: Any, char: str) -> bool:
    """Whether `char` is of a class."""
    inside = any(
        value == ord(char)
        if str(op) == "LITERAL"
        else value[0] <= ord(char) <= value[1]
        if str(op) == "RANGE"
        else str(op) == "CATEGORY" and _of(str(value), char)
        for op, value in choices
    )
    return inside is not (str(choices[0][0]) == "NEGATE")


def _of(category: str, char: str) -> bool:
    """Whether `char` is of a category: `CATEGORY_NOT_WORD`."""
    kind = category.removeprefix("CATEGORY_").removeprefix("NOT_")
    return _KINDS[kind](char) is not category.startswith("CATEGORY_NOT_")


_KINDS: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdigit,
    "SPACE": str.isspace,
    "WORD": lambda char: char.isalnum() or char == "_",
}


def _pumps(node: Any, before: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Every repetition of a parsed pattern: what leads to it, and once what it repeats."""
    for op, value in node:
        for inner in _inside(str(op), value):
            yield from _pumps(inner, before, rng)
        if str(op).endswith("REPEAT"):
            bodies = {_sample(value[2], rng) for _ in range(_BODIES)} - {""}
            yield from ((before, body) for body in sorted(bodies))
        before += _one(str(op), value, rng)


def _inside(op: str, value: Any) -> list[Any]:
    match op:
        case "BRANCH":
            return list(value[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [value[2]]
        case "SUBPATTERN":
            return [value[-1]]
        case "ATOMIC_GROUP":
            return [value]
        case "ASSERT" | "ASSERT_NOT":
            return [value[1]]
        case _:
            return []
