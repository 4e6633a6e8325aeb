"""Telephone numbers in digits.

French: 0, [1-9], eight more; +33, 0033, +33 (0); overseas +262 +590 +594 +596 +508 +687 +689. Source: Arcep, numbering
plan (décision 2022-1583). British and international: Google's libphonenumber through `phonenumbers`.
Separators in the wild: space, dot, hyphen, underscore, slash, none, any grouping; letters o, O for 0 and I, l for 1.
Left alone: emergency and help lines, and special-service numbers (08.., of firms and bodies, never of a person).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from redaction.recognizers.base import GOOD, STRONG, WEAK, FormatRecognizer, Found
from redaction.recognizers.cues import Cue

PHONE_CUE = Cue(
    "tel", "tels", "telephone", "phone", "phones", "mob", "mobile", "portable", "porto?", "cell", "gsm", "fixe", "landline",
    "numero", "num", "number", "numbers", "nos?", "n°", "ring", "rings", "rang", "call", "calls", "called", "appel\\w*", "rappel\\w*",
    "joindre", "joignable", "joign\\w*", "text", "texto", "texts", "sms", "whatsapp", "signal", "contact", "line", "ligne",
    "dial", "reach\\w*", "poste", "ext",
)  # fmt: skip

HELP_LINES = frozenset(
    [
        "15",
        "17",
        "18",
        "112",
        "114",
        "115",
        "116117",
        "119",
        "999",
        "111",
        "3114",
        "3115",
        "3117",
        "3422",
        "3624",
        "3646",
        "3919",
        "3966",
        "3975",
        "3977",
        "3939",
        "1340",
        "116000",
        "116006",
        "116123",
    ]
)
"""Emergency and help lines, never hidden. Source: Arcep short numbers; ofcom.org.uk for 111, 116 123, 999."""

_D = r"[\doil]"
_S = r"(?: ?[/_-] ?|//| [.] |[.]| {1,2})?"
_NATIONAL = re.compile(
    rf"(?<![\w+])(?:\(0\) ?|[0o]{_S})(?:(?<=\) )|(?<=\))|(?=[1-9il])){_D}(?:{_S}{_D}){{8,9}}(?:(?<=[ .]\d\d) \d\d(?= ?[.]))?(?![\d])"
)
_INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?:\(?\+ ?|[0o]{_S}[0o]{_S})\(?[1-9il]{_D}{{0,2}}\)?{_S}(?:\(0\)|\({_D}{{3}}\))?(?:{_S}{_D}){{6,13}}(?![\d])"
)
_TRUNK_IN_BRACKETS = re.compile(rf"(?<![\w+])(?:33|44) ?\(0\)(?:{_S}{_D}){{9,10}}(?!\d)")
_AMERICAN = re.compile(r"(?<![\w+])\(\d{3}\) ?\d{3}[ -]\d{4}(?!\d)")
_WITHOUT_ZERO = re.compile(rf"(?<![\w+.,/-])[1-9](?:{_S}\d){{8,10}}(?![\d])")
_TO_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})
_DATE_INSIDE = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_MORE_DIGITS = re.compile(r"[ ./-]?\d")


class PhoneNumberRecognizer(FormatRecognizer):
    """Finds telephone numbers in digits, however grouped, French, British and international."""

    FAMILY = "PHONE"
    NEEDS_DIGITS = 4

    def find(self, folded: str, text: str) -> Iterator[Found]:
        yield from self._international(folded)
        for pattern in (_NATIONAL, _TRUNK_IN_BRACKETS, _AMERICAN):
            for match in pattern.finditer(folded):
                score = _national_score(folded, match)
                if score > WEAK:
                    yield Found(match.start(), match.end(), score, "telephone number of ten or eleven digits")
        for match in _WITHOUT_ZERO.finditer(folded):
            if _without_zero(folded, match):
                yield Found(match.start(), match.end(), GOOD, "digits beside a word for telephone")

    def _international(self, folded: str) -> Iterator[Found]:
        for match in _INTERNATIONAL.finditer(folded):
            end = _international_end(match)
            if end:
                yield Found(match.start(), end, STRONG, "international telephone number")


def digits_of(value: str) -> str:
    """The digits of a number as typed, with o, i and l read as 0 and 1. `value` is folded."""
    return re.sub(r"\D", "", value.translate(_TO_DIGITS))


def _international_end(match: re.Match[str]) -> int | None:
    """Where the longest possible number ends that begins here; None if there is none."""
    value = match[0]
    while True:
        digits = digits_of(value.replace("(0)", ""))
        if _long_enough_elsewhere(digits, value):
            return match.start() + len(value)
        if _is_possible("+" + digits.removeprefix("00") if not value.startswith(("+", "(")) else "+" + digits):
            return match.start() + len(value)
        shorter = re.sub(r"(?<![ ./_-])[ ./_-]+[\doil]+$", "", value)
        if shorter == value or len(digits) < 9:
            return None
        value = shorter


def _long_enough_elsewhere(digits: str, value: str) -> bool:
    """Outside France, where lengths vary, a mistyped number is hidden whole rather than cut."""
    digits = digits.removeprefix("00")
    return not digits.startswith("33") and 11 <= len(digits) <= 13 and " " in value


def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _national_score(folded: str, match: re.Match[str]) -> float:
    digits = digits_of(match[0])
    if digits.startswith("08") or _DATE_INSIDE.search(match[0]) or sum(map(str.isdigit, match[0])) < 7:
        return 0.0
    cue = PHONE_CUE.before(folded, match.start())
    if _continues(folded, match) and not cue:
        return WEAK
    return STRONG if cue or len(digits) == 10 or digits.startswith("07") else GOOD


def _continues(folded: str, match: re.Match[str]) -> bool:
    """Whether the digits are only a part of a longer number (an IBAN, a NIR, a card)."""
    before = folded[max(0, match.start() - 6) : match.start()]
    return bool(re.search(r"\d{3}[ .-]$|\d[ .-]\d{1,3}[ .-]$", before)) or bool(
        re.match(r" ?\d{3,}(?!\d? ?(?:[a-z]|\())", folded[match.end() : match.end() + 6])
    )


def _without_zero(folded: str, match: re.Match[str]) -> bool:
    """A French or British number whose zero was forgotten, or with 33/44 and no plus: only beside its keyword."""
    digits = digits_of(match[0])
    if _DATE_INSIDE.search(match[0]) or _MORE_DIGITS.match(folded, match.end()):
        return False
    if digits.startswith(("33", "44", "353", "32", "31")) and len(digits) >= 11:
        return PHONE_CUE.before(folded, match.start(), 25)
    forgotten = Cue("zero", "forgot", "oublie", "at the end").after(folded, match.end(), 30)
    telephone = Cue(
        "tel", "phone", "mob", "mobile", "portable", "fixe", "landline", "ring", "call", "appeler", "whatsapp"
    ).before(folded, match.start(), 15)
    return len(digits) in (9, 10) and digits[0] in "1234567" and (forgotten or telephone)
