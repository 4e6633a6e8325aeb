"""Messages written otherwise, with their marks in the right place: as people type them, and as an attacker would.

Every change gives one piece of text for each character that stood there, empty or of any length; so a mark's new ends
follow from its old ones. Random choices depend on the seed and the message's id only: a sample of a corpus is changed as
the whole would be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from redaction.evaluate import NEUTRAL, Annotated
from redaction.families import DIRECT

Vary = Callable[[Annotated, int], Annotated]
"""A message and a seed in, the message as it would then be written out."""
Attack = Callable[[str], list[str]]
"""The text of one mark in, one piece for each of its characters out."""

ERRORS = 0.05
"""The share of letters that are mistyped."""

_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_NOT_DECOMPOSED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"}
    | {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"}
)
"""Letters that Unicode does not take apart, as people write them on a keyboard that lacks them."""


def rewritten(message: Annotated, pieces: Sequence[str]) -> Annotated:
    """`message` with `pieces[i]` in place of its character i. Raises `ValueError` unless there is one for each."""
    if len(pieces) != len(message.text):
        raise ValueError("one piece is needed for each character")
    places = [0, *accumulate(map(len, pieces))]
    marks = tuple({**mark, "start": places[mark["start"]], "end": places[mark["end"]]} for mark in message.marks)
    return replace(message, text="".join(pieces), marks=marks)


def lower(message: Annotated, _: int) -> Annotated:
    return rewritten(message, [_same_length(char.lower(), char) for char in message.text])


def capitals(message: Annotated, _: int) -> Annotated:
    return rewritten(message, [_same_length(char.upper(), char) for char in message.text])


def without_accents(message: Annotated, _: int) -> Annotated:
    return rewritten(message, [unaccented(char) for char in message.text])


def with_errors(message: Annotated, seed: int) -> Annotated:
    """5 % of the letters swapped with the next, left out, doubled, or hit on the key beside.

    Two letters are swapped, or one left out, only within a word and within a mark: nothing moves from a mark into the
    text around it, and no mark is left empty. Digits stay, since another number is no misspelt one.
    """
    random = Random(f"{seed} {message.id}")
    text, marked = message.text, _marked(message)
    pieces = list(text)
    place = 0
    while place < len(text):
        letter, pair = text[place], text[place : place + 2]
        if letter.isalpha() and random.random() < ERRORS:
            together = pair[1:].isalpha() and marked[place] == marked[place + 1]
            if together and random.random() < 0.5:
                pieces[place : place + 2] = random.choice((_swapped, _left_out))(pair)
                place += 1
            else:
                pieces[place] = random.choice((letter * 2, _beside(letter, message.lang, random)))
        place += 1
    return rewritten(message, pieces)


VARIATIONS: dict[str, Vary] = {
    "lower case": lower,
    "capitals": capitals,
    "without accents": without_accents,
    "5 % typing errors": with_errors,
}


def attacked(message: Annotated, attack: Attack) -> tuple[Annotated, Annotated]:
    """(as written, attacked). What the attack cannot change, such as a number without letters, is neutral in both."""
    pieces = list(message.text)
    marks = []
    for mark in message.marks:
        start, end = mark["start"], mark["end"]
        if mark["type"] in DIRECT:
            pieces[start:end] = attack(message.text[start:end])
        same = mark["type"] in DIRECT and "".join(pieces[start:end]) == message.text[start:end]
        marks.append({**mark, "type": NEUTRAL} if same else mark)
    written = replace(message, marks=tuple(marks))
    return written, rewritten(written, pieces)


def _between(inserts: str) -> Attack:
    """One of `inserts` in turn between any two letters or digits that stand side by side."""

    def attack(surface: str) -> list[str]:
        pairs = zip(surface, surface[1:] + " ", strict=True)
        return [
            char + (inserts[place % len(inserts)] if char.isalnum() and after.isalnum() else "")
            for place, (char, after) in enumerate(pairs)
        ]

    return attack


def _replacing(table: dict[str, str]) -> Attack:
    return lambda surface: [table.get(char, char) for char in surface]


def _decomposed(surface: str) -> list[str]:
    return [unicodedata.normalize("NFD", char) for char in surface]


_LOOKALIKES = dict(
    zip(
        "aceiopsxyhjABCEHIKMOPTXYZNvu",
        "асеіорѕхуһјАВСЕНІКМОРТХУΖΝνυ",
        strict=True,
    )
)
"""Latin letters and those of Cyrillic and Greek that nobody can tell from them."""
_FULLWIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_LEET = dict(zip("aeiostAEIOST01", "43105743105" + "7ol", strict=True))

ATTACKS: dict[str, Attack] = {
    "zero-width characters": _between("\u200d\u200b\u200c\u2060\ufeff"),
    "soft hyphens": _between("\u00ad"),
    "marks of direction": _between("\u200e\u200f\u202a\u202c"),
    "spaces": _between(" "),
    "emoji": _between("🙂❤🌸"),
    "look-alike letters": _replacing(_LOOKALIKES),
    "fullwidth": _replacing(_FULLWIDTH),
    "decomposed accents": _decomposed,
    "leetspeak": _replacing(_LEET),
}


def _same_length(changed: str, char: str) -> str:
    """A character whose other case is two (ß, İ) stays as it is."""
    return changed if len(changed) == 1 else char


def unaccented(text: str) -> str:
    """`text` as it is typed on a keyboard without accents: `Lefevre`, `Nguyen`, `Lodz`."""
    parts = unicodedata.normalize("NFD", text.translate(_NOT_DECOMPOSED))
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def _marked(message: Annotated) -> list[int]:
    """For each character the number of its mark, -1 where there is none; marks are never nested."""
    marked = [-1] * len(message.text)
    for number, mark in enumerate(message.marks):
        marked[mark["start"] : mark["end"]] = [number] * (mark["end"] - mark["start"])
    return marked


def _swapped(pair: str) -> list[str]:
    """Capitals stay in their place: `Du` becomes `Ud`, as when the shift key was held for the first."""
    return [_cased(pair[1], pair[0]), _cased(pair[0], pair[1])]


def _left_out(pair: str) -> list[str]:
    return ["", pair[1]]


def _beside(letter: str, lang: str, random: Random) -> str:
    """A key beside `letter` on a French keyboard or an English one; the letter twice if it has none."""
    plain = unaccented(letter).lower()
    row = next((row for row in (_AZERTY if lang == "fr" else _QWERTY) if plain in row), "")
    if not row:
        return letter * 2
    place = row.index(plain)
    return _cased(random.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2]), letter)


def _cased(letter: str, like: str) -> str:
    return _same_length(letter.upper() if like.isupper() else letter.lower(), letter)
