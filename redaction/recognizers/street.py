"""Streets without a number: a small area, so a LOCATION rather than an ADDRESS (corpus guide).

Source of the kinds of ways: `address_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.folding import vocabulary
from redaction.recognizers.address_parts import NAME, extend
from redaction.recognizers.base import GOOD, FormatRecognizer, Found

_WAY = re.compile(
    rf"(?<![a-z0-9'-])(?:rue|avenue|boulevard|bd|impasse|allee|allees|venelle|ruelle|quai|faubourg|esplanade|square|chemin|route|place|montee|cours|rond-point|grand'?rue|grande rue|lotissement) {NAME}(?![a-z])"
)
_SURE = re.compile(r"(?:rue|avenue|boulevard|impasse|venelle|ruelle) ")
_A_THING = re.compile(
    r"place de (?!la |l')|cours (?!de la |de l'|du |des )|route (?!de |d'|du |des )|(?:la )?place en "
)
_NUMBER_BEFORE = re.compile(r"\d(?: ?(?:bis|ter|[a-d]))?,? $")


class StreetRecognizer(FormatRecognizer):
    """Finds named streets without a number."""

    FAMILY = "LOCATION"
    NEEDS = vocabulary(
        "rue avenue boulevard bd impasse allee allees venelle ruelle quai faubourg esplanade square chemin route place montee cours"
        " rond grand grandrue grande lotissement"
    )

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _WAY.finditer(folded):
            end = extend(text, match.end())
            named = re.search(r"[ '’](?=[A-ZÀ-Ý])", text[match.start() : end])
            if _NUMBER_BEFORE.search(folded[max(0, match.start() - 8) : match.start()]):
                continue
            if (named and not _A_THING.match(match[0])) or _SURE.match(match[0]):
                yield Found(match.start(), end, GOOD, "a street without a number")
