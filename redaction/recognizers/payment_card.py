"""Payment card numbers.

Format: 13 to 19 digits, first digit 2 to 6, the last a Luhn check digit (ISO/IEC 7812); written in fours, or 4-6-5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from redaction.recognizers.base import GOOD, STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_CARD_CUE = Cue(
    "cards?", "cartes?", "cb", "visa", "mastercard", "barclaycard", "amex", "carte bleue", "carte bancaire", "opposition"
)  # fmt: skip
_CARD = re.compile(r"(?<![a-z0-9])(?<!\d[ .-])[2-6]\d{3}(?:[ .-]?\d){9,15}(?![ .-]?\d|[a-z0-9])")
_IN_FOURS = re.compile(r"\d{4}([ .-])\d{4}\1\d{4}\1\d{4}")


class PaymentCardRecognizer(FormatRecognizer):
    """Finds card numbers: Luhn holds, or a word for card stands by, or sixteen digits in fours."""

    FAMILY = "ID"
    NEEDS_DIGITS = 12

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _CARD.finditer(folded):
            score = self._score(folded, match)
            if score:
                yield Found(match.start(), match.end(), score, "payment card number", kind="card")

    def _score(self, folded: str, match: re.Match[str]) -> float:
        cue = _CARD_CUE.near(folded, match.start(), match.end(), before=45)
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            return SURE if cue else STRONG
        if cue:
            return STRONG
        return GOOD if _IN_FOURS.fullmatch(match[0]) else 0.0
