"""What a text costs: GSM-7 or UCS-2, and how many segments. Pure.

GSM 03.38 has 160 characters in one message and 153 in each of several; a single letter outside of it makes all of them UCS-2, 70
and 67 (twilio.com/docs/glossary/what-sms-character-limit). French has ê â î ô û ë ï œ ç and the curly apostrophe outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from bot.domain import cutting
from bot.domain.cutting import utf16

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Each takes two places."""

_SIGNS = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "...", "–": "-", "—": "-",
        "‑": "-", "−": "-", "•": "-", "·": ".", "`": "'", "☐": "[ ]", "☑": "[x]", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u200b": "", "\ufeff": "",
    }
)  # fmt: skip
"""Signs that can be written otherwise without a word becoming another."""

_LETTERS = str.maketrans(
    {
        "ç": "c", "ê": "e", "ë": "e", "â": "a", "î": "i", "ï": "i", "ô": "o", "û": "u", "ÿ": "y", "œ": "oe", "Œ": "Oe",
        "À": "A", "Â": "A", "È": "E", "Ê": "E", "Ë": "E", "Î": "I", "Ï": "I", "Ô": "O", "Ù": "U", "Û": "U", "Ÿ": "Y",
    }
)  # fmt: skip
"""Letters without their accent: for sentences of ours alone, of which a test knows that each stays the same word."""


class Alphabet(StrEnum):
    GSM7 = "gsm7"
    UCS2 = "ucs2"


_QUOTED = re.compile("«[ \u00a0\u202f]*|[ \u00a0\u202f]*»")
"""French quotation marks, with the space inside of them."""


def alphabet(text: str) -> Alphabet:
    return Alphabet.GSM7 if all(letter in BASIC or letter in EXTENDED for letter in text) else Alphabet.UCS2


def cost(of: Alphabet) -> Callable[[str], int]:
    """What a letter takes: places in GSM-7, UTF-16 units else."""
    return (lambda letter: 1 + (letter in EXTENDED)) if of is Alphabet.GSM7 else utf16


def segments(text: str) -> int:
    """How many a telephone company counts. A letter of two places is never torn, so the end of a segment may stay empty."""
    of = alphabet(text)
    one, each = (160, 153) if of is Alphabet.GSM7 else (70, 67)
    weigh = cost(of)
    if cutting.length(text, weigh) <= one:
        return 1
    count, used = 1, 0
    for letter in text:
        if used + weigh(letter) > each:
            count, used = count + 1, 0
        used += weigh(letter)
    return count


def ours(text: str) -> str:
    """A sentence of ours as it is sent: within GSM-7 where that leaves every word what it is."""
    plain = _plain(text).translate(_LETTERS)
    return plain if alphabet(plain) is Alphabet.GSM7 else text


def theirs(text: str) -> str:
    """What somebody wrote, redacted: its letters stay as they are; its signs give way where that alone spares UCS-2."""
    plain = _plain(text)
    return plain if alphabet(plain) is Alphabet.GSM7 else text


def _plain(text: str) -> str:
    return _QUOTED.sub('"', text).translate(_SIGNS)


def room(text: str, count: int) -> int:
    """How much of `text`, in its own alphabet, goes into one message of so many segments."""
    return (153 if alphabet(text) is Alphabet.GSM7 else 67) * count
