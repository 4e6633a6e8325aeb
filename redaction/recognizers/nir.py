"""NIR, the French social security number ("numéro de sécu").

Format: sex (1 2; 3 4 7 8 while registration is pending), year 2, month 2 (01-12; 20-42 and 50-99 where unknown),
place of birth 5 (2A/2B in Corsica, 97x/98x overseas, 99 + country abroad), order 3, key 2.
Key = 97 - (number mod 97), with 2A read as 19 and 2B as 18.
Source: INSEE, http://xml.insee.fr/schema/2004/nir.html; key by python-stdnum (`stdnum.fr.nir`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.exceptions import ValidationError
from stdnum.fr import nir as stdnum_nir

from redaction.recognizers.base import GOOD, STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

NIR_CUE = Cue(
    "secu", "securite sociale", "sec[.] ?soc[.]?", "ss", "nir", "ins", "social security", "carte vitale", "vitale",
    "immatriculation", "assuree?", "n° d'assure", "beneficiaire",
)  # fmt: skip

_SEP = r"[ ./-]{0,2}"
_NIR = re.compile(
    rf"(?<![a-z0-9])[123478](?:{_SEP}\d){{4}}{_SEP}(?:\d{_SEP}\d|2{_SEP}[ab])(?:{_SEP}\d){{6}}"
    rf"(?P<key>(?:{_SEP}| ?\(?cle ?:? ?)\d{_SEP}\d)?(?![a-z0-9])"
)
_GROUPED = re.compile(r"[123478][ .-]\d\d[ .-]\d\d[ .-]")
_NOT_DIGITS = re.compile(r"[^0-9ab]|cle")


class NirRecognizer(FormatRecognizer):
    """Finds a NIR with spaces, dots or none, with 15 characters or 13. A wrong key does not save it: people mistype."""

    FAMILY = "ID"
    NEEDS_DIGITS = 12

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _NIR.finditer(folded):
            score, why = self._judge(folded, match)
            if score:
                yield Found(match.start(), match.end(), score, why, kind="nir")

    def _judge(self, folded: str, match: re.Match[str]) -> tuple[float, str]:
        number = _NOT_DIGITS.sub("", match[0])
        if match["key"] and _key_holds(number):
            return SURE, "NIR with its key"
        if NIR_CUE.near(folded, match.start(), match.end()):
            return SURE, "NIR shape beside a word for social security"
        if not _month_is_possible(number):
            return 0.0, ""
        if match["key"] or _GROUPED.match(match[0]):
            return STRONG, "NIR shape, key wrong or missing"
        return GOOD, "13 digits of NIR shape"


def _key_holds(number: str) -> bool:
    try:
        return bool(stdnum_nir.calc_check_digits(number) == number[13:]) and _month_is_possible(number)
    except (ValidationError, ValueError):
        return False


def _month_is_possible(number: str) -> bool:
    month = int(number[3:5])
    return 1 <= month <= 12 or 20 <= month <= 42 or month >= 50
