"""National Insurance number (United Kingdom).

Format: two letters, six digits, a suffix A to D that is often left out. No D F I Q U V in either letter, no O second,
and not BG GB KN NK NT TN ZZ.
Source: HMRC manual NIM39110, https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, SURE, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_NI_CUE = Cue("ni", "nino", "national insurance", "nat(?:ional)? ins", "insurance number")
_SHAPE = re.compile(
    r"(?<![a-z0-9])[a-z][ .-]?[a-z][ .-]{0,2}(?:\d{2}[ .-]{0,2}){2}\d{2}(?:[ .-]{0,2}[a-d])?(?![a-z0-9])"
)
_LETTERS = re.compile(r"(?!bg|gb|kn|nk|nt|tn|zz)[abceghj-prstw-z][abceghj-nprstw-z]")


class NinoRecognizer(FormatRecognizer):
    """Finds a National Insurance number, also with letters that HMRC does not give out when its name stands by."""

    FAMILY = "ID"
    NEEDS_DIGITS = 6

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _SHAPE.finditer(folded):
            compact = re.sub(r"[ .-]", "", match[0])
            has_suffix = compact[-1].isalpha()
            if _NI_CUE.near(folded, match.start(), match.end(), before=45):
                score = SURE if has_suffix else STRONG
            elif has_suffix and _LETTERS.match(compact):
                score = STRONG if text[match.start()].isupper() else GOOD
            else:
                continue
            yield Found(match.start(), match.end(), score, "National Insurance number", kind="nino")
