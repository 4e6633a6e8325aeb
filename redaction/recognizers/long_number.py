"""Numbers and codes that identify by their mere length, whatever they are called.

Nothing a colleague needs (dose, count, amount, protocol) has seven digits in a row or five digits among letters and
hyphens; trial registrations (NCT) and error codes are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

_SOLID = re.compile(r"(?<![a-z0-9+.,/-])(?<!\d )\d{7,24}(?: \d{4,8})?(?![a-z0-9*%]|[.,]\d| ?€| ?euros?)")
_MIXED = re.compile(
    r"(?<![a-z0-9@._/-])(?=[a-z0-9/-]{6,40}(?![a-z0-9@/-]))(?=[0-9/-]*[a-z]|[0-9]{6,8}[-/][0-9])[a-z0-9]+(?:[/-][a-z0-9]+)*(?![a-z0-9@*]|[./][a-z0-9])"
)
_SHORT_REF = re.compile(r"(?:n°|\bno[.]|\bref[.]?) ?:? ?([a-z]{1,6}-\d{2,}(?:-[a-z0-9]+)*)(?![a-z0-9])")
_NOT_PERSONAL = re.compile(
    r"nct\d|0x|v\d|https?|(?:19|20)\d\d-\d\d-\d\d$|(?:19|20)\d\d-(?:19|20)?\d\d$|[a-z]+\d{4}-(?:19|20)\d\d"
)
_TECHNICAL = Cue(
    "error", "erreur", "version", "trial", "essai", "etude", "study", "protocole", "cerfa", "code postal", "siret"
)


class LongNumberRecognizer(FormatRecognizer):
    """Finds runs of seven digits and more, and codes of letters, hyphens and at least five digits."""

    FAMILY = "ID"
    NEEDS_DIGITS = 2

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for pattern, group in ((_SOLID, 0), (_MIXED, 0), (_SHORT_REF, 1)):
            for match in pattern.finditer(folded):
                if self._identifies(folded, match, group, 5 if pattern is _MIXED else 2):
                    yield Found(match.start(group), match.end(group), GOOD, "too long for anything else", kind="number")

    def _identifies(self, folded: str, match: re.Match[str], group: int, least: int) -> bool:
        value = match[group]
        if sum(map(str.isdigit, value)) < least or _NOT_PERSONAL.match(value):
            return False
        return not _TECHNICAL.before(folded, match.start(), 20)
