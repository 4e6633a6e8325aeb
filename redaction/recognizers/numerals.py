"""Numbers in words, English and French, as regular expressions over folded text and as values.

Voice notes and typed transcripts say ages, days, years and telephone numbers in words, both languages in one breath.
"""

from __future__ import annotations

import re

_FR_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
}  # fmt: skip
_FR_TEENS = {
    "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_FR_TENS = {
    "quatre-vingts": 80, "quatre-vingt": 80, "soixante": 60, "cinquante": 50, "quarante": 40, "trente": 30,
    "vingts": 20, "vingt": 20, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_EN_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_EN_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_EN_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip


def _any(words: dict[str, int]) -> str:
    """An alternation, longest first, in which a hyphen may also be a space."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(word.replace("-", "[- ]") for word in ordered) + ")"


def _french(alone: dict[str, int]) -> str:
    """French numbers of 1 to 99, with these units where no ten stands before them."""
    return (
        rf"(?:{_any(_FR_TENS)}(?:(?:[- ]et)?[- ](?:{_any(_FR_TEENS)}|{_any(_FR_UNITS)})\b)?"
        rf"|{_any(_FR_TEENS)}|{_any(alone)})"
    )


FR_NUMBER = _french(_FR_UNITS)
"""A French number of 1 to 99."""

EN_NUMBER = rf"(?:{_any(_EN_TENS)}(?:[- ]{_any(_EN_UNITS)}\b)?|{_any(_EN_TEENS)}|{_any(_EN_UNITS)})"
"""An English number of 1 to 99."""

NUMBER = rf"(?:{EN_NUMBER}|{_french({word: _FR_UNITS[word] for word in _FR_UNITS if word not in _EN_UNITS})})"
"""A number of 1 to 99 in either language; "six", which is both, can be read in one way only."""

EN_ORDINAL = (
    rf"(?:{_any(_EN_TENS)}[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|{_any(_EN_ORDINALS)})"
)
"""An English ordinal of 1 to 99."""


DIGITS = frozenset("0123456789")

NUMBERS = DIGITS | frozenset(
    part
    for words in (_FR_UNITS, _FR_TEENS, _FR_TENS, _EN_UNITS, _EN_TEENS, _EN_TENS, _EN_ORDINALS, ("premier",))
    for word in words
    for part in word.split("-")
)
"""Digits and number words, of which a line must hold one (see `cues.words_in`) for the rules that need a number."""


ORDINALS = frozenset(_EN_ORDINALS)
"""English ordinals in words: every one ends in one of these."""

SEVERAL = NUMBERS - ORDINALS - {"un", "une", "one", "premier"}
"""What a line must hold for a number of two and more, written in digits or words."""

IN_WORDS = NUMBERS - DIGITS
"""The same for numbers in words alone."""

SAID = NUMBERS | frozenset({"zero", "zeros", "oh", "o", "nought", "hundred", "cent", "cents", "mille"})
"""The same for numbers that are dictated digit by digit."""

_VALUES = {
    **_FR_UNITS, **_FR_TEENS, **_FR_TENS, **_EN_UNITS, **_EN_TEENS, **_EN_TENS, **_EN_ORDINALS,
    "zero": 0, "zeros": 0, "oh": 0, "o": 0, "nought": 0,
}  # fmt: skip
_TOKEN = re.compile(r"quatre[- ]vingts?|dix[- ](?:sept|huit|neuf)\b|[a-z]+|\d+")


def value(words: str) -> int | None:
    """The value of a number of up to 99 in words or digits ("soixante-dix-sept", "seventy four", "67").

    None if it is not a number. `words` is folded.
    """
    total = 0
    seen = False
    for word in _TOKEN.findall(words):
        if word in ("et", "and"):
            continue
        number = int(word[:9]) if word.isdigit() else _VALUES.get(word.replace(" ", "-"))
        if number is None:
            return None
        total += number
        seen = True
    return total if seen else None


def digits_in(words: str) -> int:
    """How many digits somebody has dictated, near enough: "zero six trente-neuf" is four.

    Tens followed by a unit, and teens, count two; "double four" counts two, "hundred" two.
    """
    count = 0
    pending_ten = False
    repeat = 1
    for word in _TOKEN.findall(words):
        if word.isdigit():
            count, pending_ten, repeat = count + len(word) * repeat, False, 1
        elif word in ("double", "triple", "treble"):
            repeat = 2 if word == "double" else 3
        elif word in ("hundred", "cent", "cents"):
            count, pending_ten = count + 2, False
        else:
            count, pending_ten, repeat = _count_word(word, count, pending_ten, repeat)
    return count


def _count_word(word: str, count: int, pending_ten: bool, repeat: int) -> tuple[int, bool, int]:
    number = _VALUES.get(word.replace(" ", "-"))
    if number is None:
        return count, pending_ten and word == "et", repeat
    if number >= 20:
        return count + 2, True, 1
    if pending_ten and number > 0:
        return count, False, 1
    return count + (2 if number >= 10 else repeat), False, 1
