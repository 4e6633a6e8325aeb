"""Telephone numbers as the address book knows them: "+33639980001"."""

from __future__ import annotations

import re

from redaction import Lang

_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015\u00a0\u202f]+")
_FRENCH = ("+33", "+32", "+41", "+352", "+377", "+262", "+590", "+594", "+596", "+508", "+687", "+689")


def number_in(text: str) -> str | None:
    """The number in E.164 (itu.int/rec/T-REC-E.164): "+33639980001"; None for what is none.

    Written as platforms give it ("33639980001"), or as people type it with its country ("+33 6 39 98 00 01", "0033…").
    """
    digits = _BETWEEN.sub("", text[:40])
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    digits = digits if digits.startswith("+") else f"+{digits}"
    return digits if _E164.fullmatch(digits) else None


def spoken_at(number: str) -> Lang:
    """The language to begin with: French where the number's country speaks it, until they say otherwise."""
    return "fr" if number.startswith(_FRENCH) else "en"
