"""Parts of telephone numbers: "it starts 06 33 71", "finit par 45 12", and the halves of one split over two messages.

Not a format: people dictate, lose signal and go on. A part needs a word that says so, a line of its own, or the pairs
of a French number from its zero on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found
from redaction.recognizers.cues import Cue
from redaction.recognizers.phone import HELP_LINES, PHONE_CUE, digits_of

_PART_CUE = Cue(
    "starts?", "starting", "start of it", "begins?", "beginning", "commence\\w*", "debute?", "ends?", "ending", "end of it'?s?",
    "finit", "finissant", "se termine", "last (?:bit|part|digits|two|four)", "the rest", "rest of (?:it|the number)", "la suite", "suite",
    "la fin", "derniers chiffres", "first (?:bit|part|half|digits)", "then", "puis",
)  # fmt: skip
_PAIRS = r"\d{2,4}(?:[ .-]{1,4}\d{2,3}){0,4}"
_AFTER_WORD = re.compile(
    rf"(?<![\w.,/+])(?:\+\d{{2}} ?|00 ?\d\d ?)?{_PAIRS}(?![\d€%]|[/,:]\d| ?(?:€|euros?|km|mg|ans|years?|h\b|h\d|am\b|pm\b|min))"
)
_FROM_ZERO = re.compile(r"(?<![\w.,/+:-])0[1-79](?:[ .]{1,4}\d\d){2,3}(?![\d€%]|[/,:.]\d|[ .]\d| ?(?:€|euros?))")
_ALONE = re.compile(
    r"\s*(?:(?:et|and|then|puis|la suite|suite|rest|the rest)[ :,]*)?(\d\d(?:[ .-]\d\d){1,3})(?=\s*(?:$|[.!?(]|sorry|oops|pardon|desole|c'?est|voila))"
)
_EXTENSION = re.compile(r"(?<![a-z])(?:poste|ext|extn|extension)[. :]{1,2}(?P<n>\d{3,5})(?!\w)")
_CODE_PREFIX = re.compile(
    r"(?<![\w+])(?:\+|00) ?(?:33|44|353|32|31|49)[ .]?\d{1,2}[ .]?\d{2,5}(?:[ .]\d{2,3})?(?![\d]|[ .]\d)"
)


class PhoneFragmentRecognizer(FormatRecognizer):
    """Finds parts of a telephone number when words or the shape of the message say that they are one."""

    FAMILY = "PHONE"
    NEEDS_DIGITS = 3

    def find(self, folded: str, text: str) -> Iterator[Found]:
        for match in _FROM_ZERO.finditer(folded):
            yield Found(match.start(), match.end(), GOOD, "the first pairs of a French number")
        for match in _CODE_PREFIX.finditer(folded):
            yield Found(match.start(), match.end(), GOOD, "the start of an international number")
        for match in _AFTER_WORD.finditer(folded):
            if self._said_to_be_a_part(folded, match):
                yield Found(match.start(), match.end(), GOOD, "digits that are said to be part of a number")
        for match in _EXTENSION.finditer(folded):
            yield Found(match.start("n"), match.end("n"), GOOD, "extension")
        alone = _ALONE.match(folded)
        if alone and digits_of(alone[1]) not in HELP_LINES:
            yield Found(alone.start(1), alone.end(1), STRONG, "a message that is pairs of digits")

    def _said_to_be_a_part(self, folded: str, match: re.Match[str]) -> bool:
        digits = digits_of(match[0])
        if len(digits) < 4 or digits in HELP_LINES or re.fullmatch(r"(?:19|20)\d\d", match[0]):
            return False
        alone = re.search(r"[.!?:\"] ?\"?$", folded[max(0, match.start() - 3) : match.start()]) and re.match(
            r"[.!\"]", folded[match.end() :]
        )
        if not _PART_CUE.before(folded, match.start(), 60 if alone and "rest" in folded else 22):
            return False
        return (
            PHONE_CUE.near(folded, match.start(), match.end(), 60, 40) or re.search(r"\d[ .-]\d", match[0]) is not None
        )
