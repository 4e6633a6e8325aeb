"""IBAN, and the French RIB (bank 5, branch 5, account 11, key 2) that stands inside it.

Format: country, two check digits (mod 97), then a national number of fixed length.
Source: ISO 13616, lengths of the SWIFT IBAN registry; check by `stdnum.iban`. RIB: Banque de France.
Written in fours, in RIB groups, with dots, in lower case: only the count of characters tells where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban

from redaction.recognizers.base import GOOD, STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_LENGTHS = {
    "ad": 24, "at": 20, "be": 16, "bg": 22, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20, "es": 24,
    "fi": 18, "fr": 27, "gb": 22, "gi": 23, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "is": 26, "it": 27, "li": 21,
    "lt": 20, "lu": 20, "lv": 21, "ma": 28, "mc": 27, "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25, "ro": 24,
    "se": 24, "si": 19, "sk": 24, "sm": 27, "sn": 28, "tn": 24, "tr": 26, "ua": 29,
}  # fmt: skip

_HEAD = re.compile(r"(?<![a-z0-9])([a-z]{2})[ .-]{0,2}\d[ .-]?\d")
_BANK_CUE = Cue("iban", "rib", "ribs", "compte", "comptes", "account", "virement", "bank", "banque", "transfer")
_RIB = re.compile(r"(?<![a-z0-9])\d{5}[ .-]{0,2}\d{5}[ .-]{0,2}[a-z0-9]{11}[ .-]{0,2}\d{2}(?![a-z0-9])")
_SEPARATORS = " .-"


class IbanNumberRecognizer(FormatRecognizer):
    """Finds IBANs of European and neighbouring countries however grouped, and RIBs; a wrong check does not save them."""

    FAMILY = "ID"
    NEEDS_DIGITS = 8

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _HEAD.finditer(folded):
            length = _LENGTHS.get(match[1])
            end = _end_after(folded, match.start(), length) if length else None
            if end is not None and _digits(folded[match.start() : end]) >= 8:
                valid = iban.is_valid(folded[match.start() : end].translate({ord(c): None for c in ".- "}))
                if not valid and _has_words(folded[match.end() : end]):
                    continue  # "is 06 39 98 12 34 and her daughter": Iceland's code is a word, and so is Belgium's
                yield Found(match.start(), end, SURE if valid else STRONG, "IBAN of its country's length", kind="iban")
        for match in _RIB.finditer(folded):
            cue = _BANK_CUE.near(folded, match.start(), match.end())
            yield Found(match.start(), match.end(), SURE if cue else GOOD, "RIB groups", kind="rib")


def _end_after(folded: str, start: int, count: int) -> int | None:
    """The offset after `count` letters and digits from `start`, if they are grouped like one number and end there."""
    position, gap = start, 0
    while count:
        if position >= len(folded):
            return None
        char = folded[position]
        if char.isascii() and char.isalnum():
            count, gap = count - 1, 0
        elif char not in _SEPARATORS or gap == 2:
            return None
        else:
            gap += 1
        position += 1
    if position < len(folded) and folded[position].isalnum():
        return None
    return position


def _has_words(national: str) -> bool:
    """Whether letters stand in it other than the bank's four at its head (GB, NL, IE)."""
    return bool(re.search(r"[a-z]{3}", re.sub(r"^[ .-]*[a-z]{4}(?![a-z])", "", national)))


def _digits(value: str) -> int:
    return sum(map(str.isdigit, value))
