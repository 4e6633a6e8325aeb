"""Telephone numbers dictated in words, English, French or both, mixed with digits.

"zero six thirty nine ninety eight twelve oh five", "zéro six trente-neuf ...", "oh six, 44 double-one 90",
"07five-one nine-two 4-4", "plus four four seven seven double oh". Sources: voice transcripts; see `numerals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue
from redaction.recognizers.numerals import NUMBER, SAID, digits_in
from redaction.recognizers.phone import PHONE_CUE

_WORD = rf"(?:zeros?|oh|o|nought|hundred|cents?|{NUMBER})(?![a-np-z])"
_TIMES = r"(?:double|triple|treble|deux fois|trois fois|(?:three|two)(?=[a-np-z]))"
_REPEATED = rf"{_TIMES} ?-? ?(?:{_WORD}|\d{{1,2}}+)"
_GLUE = r"(?:[ ,.;:/_()+-]{0,4}(?:(?:et|and|um|euh|uh|non|no|puis|then|oui|pardon|sorry|devant)[ ,.)-]{1,3}){0,3})"
_FIGURES = r"(?:\d{8}|\d{1,7}(?!\d))(?:[oil](?![a-z])|(?![oil](?![a-z])))"
_ATOM = rf"(?:{_REPEATED}|{_WORD}|{_FIGURES})"
"""What is dictated at one go. Each text is read as atoms in one way only: else digits before a letter take for ever."""
_RUN = re.compile(rf"(?<![a-z0-9])(?:(?:plus|\+)[ (]*)?(?:\(?zero devant\)?)?{_ATOM}(?:{_GLUE}{_ATOM})*(?![a-z0-9])")
_STARTS_LIKE_A_NUMBER = re.compile(r"(?:plus|\+|zero|oh|nought|o ?\d|0|\(?zero)")
_DOTS = re.compile(r"[a-z]")
_LEAST = 3
"""Digits of which anything can be said."""
_DICTATED = Cue("number", "numero", "num", "tel", "telephone", "phone", "mobile", "portable", "fixe", "landline", "line", "ring", "call",
                "appel\\w*", "rappel\\w*", "joindre", "joignable", "he's on", "she's on", "hers is", "his is", "whatsapp", "signal", "contact", "mine'?s?", "mob", "wait", "attends", "sur le", "note", "mets", "la suite", "the rest")  # fmt: skip
_PART = Cue("la suite", "the rest", "then", "puis", "finit par", "ends?", "commence par", "starts?")


class SpokenPhoneRecognizer(FormatRecognizer):
    """Finds dictated telephone numbers: from a zero or a plus on, or any long run of digits beside a word for telephone."""

    FAMILY = "PHONE"
    NEEDS = SAID

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _RUN.finditer(folded):
            value = match[0]
            if not _DOTS.search(value):
                continue
            score = self._score(folded, match, digits_in(re.sub(r"(?<=\d)o|o(?=\d)", "0", value)))
            if score:
                yield Found(match.start(), match.end(), score, "dictated telephone number")

    def _score(self, folded: str, match: re.Match[str], digits: int) -> float:
        if digits < _LEAST:
            return 0.0
        starts = _STARTS_LIKE_A_NUMBER.match(match[0]) is not None
        cue = _DICTATED.near(folded, match.start(), match.end(), 50, 20) or PHONE_CUE.before(folded, match.start(), 25)
        if starts and digits >= 8:
            return STRONG
        if cue and digits >= 8:
            return STRONG
        if _PART.before(folded, match.start(), 20) and digits >= 4:
            return GOOD
        return GOOD if starts and cue else 0.0
