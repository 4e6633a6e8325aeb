"""NHS number (England, Wales) and CHI number (Scotland).

NHS: ten digits, written 3-3-4, the last a modulus-11 check digit.
Source: NHS Data Dictionary, https://www.datadictionary.nhs.uk/attributes/nhs_number.html; check by `stdnum.gb.nhs`.
CHI: ten digits that start with the date of birth DDMMYY. Source: https://www.ndc.scot.nhs.uk (CHI number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.gb import nhs

from redaction.recognizers.base import GOOD, STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_NHS_CUE = Cue("nhs", "nhs (?:no|number|nr)", "chi", "community health index", "health (?:and|&) care number")
_TEN = re.compile(r"(?<![\w+])(?<![\d][ .-])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?![ .-]?\d|\w)")
_CHI = re.compile(r"(?<![\w+])(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d\d[ -]?\d{4}(?!\w)")
_GROUPED = re.compile(r"\d{3}[ -]\d{3}[ -]\d{4}")


class NhsNumberRecognizer(FormatRecognizer):
    """Finds NHS and CHI numbers beside their name, or NHS numbers written 3-3-4 whose check digit holds."""

    FAMILY = "ID"
    NEEDS_DIGITS = 10

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _TEN.finditer(folded):
            score = self._score(folded, match)
            if score:
                yield Found(match.start(), match.end(), score, "ten digits, NHS number", kind="nhs")
        for match in _CHI.finditer(folded):
            if _NHS_CUE.near(folded, match.start(), match.end(), before=25, after=20):
                yield Found(match.start(), match.end(), SURE, "CHI number beside its name", kind="chi")

    def _score(self, folded: str, match: re.Match[str]) -> float:
        valid = nhs.is_valid(match[0].replace(".", ""))
        if _NHS_CUE.near(folded, match.start(), match.end()):
            return SURE if valid else STRONG
        if valid and _GROUPED.fullmatch(match[0]) and not match[0].startswith("0"):
            return GOOD
        return 0.0
