"""Dates of birth: a date beside a word for birth, or one so long ago that nothing else is likely, and birthdays.

Beside the calendar's forms (`dates`), births come as 120351 and 19690228 (after DDN or DOB), with months in Roman
numerals (7.VII.1979), as a feast ("Christmas Day 1947"), dictated in bare numbers, and with the age turned ("70 on the 3rd").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.folding import vocabulary
from redaction.recognizers.base import GOOD, STRONG, SURE, Found
from redaction.recognizers.cues import Cue, matches, words_in
from redaction.recognizers.dates import MONTH, DateSpan, DateSpanRecognizer
from redaction.recognizers.numerals import DIGITS, EN_NUMBER, EN_ORDINAL, FR_NUMBER, IN_WORDS, NUMBERS

_BORN = Cue(
    "born", "b[.]", "b :", "b:", "d[.]?o[.]?b[.]?", "d[.]?d[.]?n[.]?", "dn", "date de naissance", "date of birth", "naissance", "naiss", "birth", "nee?(?:\\(e\\))?",
    "birthdate", "nes", "nees",
)  # fmt: skip
_BIRTHDAY = Cue(
    "birthdays?", "b'?day", "bday", "anniv(?:ersaire)?s?", "bougies", "turns", "turned", "turning", "fete ses"
)
_OTHER_EVENT = re.compile(
    r"\b(?:marie\w*|married|decede\w*|died|mort|rip|rdv|opere\w*|depuis|expire\w*|jusqu|surgery|scan|chemo|chimio|seen)\b|[.;] [a-z]{3,}.{0,40}[.;]"
)
_LONG_AGO = 1999

_COMPACT = re.compile(
    r"(?<![\w.,/-])(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)?\d\d))(?![\w-])"
)
_ROMAN = re.compile(r"(?<![\w/.-])\d{1,2}[ ./-](?:xii|xi|ix|iv|v?i{1,3}|v|x)[ ./-](?:(?:19|20)\d\d|\d\d)(?!\w)")
_ODD = re.compile(r"(?<![\w/.-])(?:\d{1,2}|\?|o\d|\do)[ ./-](?:\d{1,2}|o\d)[ ./-](?:(?:19|20)\d[\do]|\d\d)(?![\w/])")
_A_SAINT = r"(?:st|saint|sainte)[- ][a-z]+"
_FEAST = re.compile(
    rf"(?<!\w)(?:christmas(?: day| eve)?|xmas(?: day| eve)?|boxing day|new year'?s (?:day|eve)|valentine'?s? day|hallowe'?en|guy fawkes|bonfire night|"
    rf"all (?:souls|saints)'?|easter (?:sunday|monday)|april fool'?s(?: day)?|noel|toussaint|la {_A_SAINT}|st [a-z]+'?s day)(?:,? (?:19|20)?\d\d)?(?!\w)"
)
_SPACED = re.compile(r"(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) 19\d\d(?!\w)")
_LAST_DAY = re.compile(rf"(?<!\w)(?:last|first) day of {MONTH}(?: (?:19|20)?\d\d)?(?!\w)")
_EXPLAINED = re.compile(rf"(?<!\w)\d{{1,2}} \([a-z -]+\) {MONTH} (?:19|20)?\d\d(?!\w)")
_LISTED = re.compile(
    rf"(?<![a-z0-9])(?:{EN_ORDINAL}, {EN_ORDINAL}, (?:{EN_NUMBER})|(?:^|(?<=\n)|(?<=[:\"] ))(?:{EN_NUMBER}), (?:{EN_NUMBER}), (?:thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]{EN_NUMBER})?)(?![a-z])"
)
_LONG_AGO_AFTER_A_SPACE = re.compile(r" 19\d\d")
_ANOTHER_NUMBER = re.compile(rf", {EN_NUMBER}")
_FEASTS = vocabulary(
    "christmas xmas boxing year years valentine valentines hallowe halloween fawkes bonfire souls saints easter fool fools noel"
    " toussaint st saint sainte"
)
"""Words of which `_FEAST` needs one."""
_YEAR_IN_BRACKETS = re.compile(r" \((?:[a-z]+ )?(?:19|20)\d\d\)")
_DICTATED = re.compile(
    rf"(?<![a-z0-9])(?:zero |oh )?(?:{EN_ORDINAL}|{EN_NUMBER}|{FR_NUMBER})(?:,? (?:of the |du )?(?:zero |oh )?(?:{EN_ORDINAL}|{EN_NUMBER}|{FR_NUMBER}))"
    rf"(?:,? (?:zero |oh )?(?:(?:mille|mil|nineteen)(?: neuf)?(?: cents?)? ?)?(?:{EN_NUMBER}|{FR_NUMBER}))(?![a-z0-9])"
)
_YEAR_ONLY = re.compile(r"(?<!\w)(?:born|nee?)(?:\(e\))? (?:in|en) (?P<year>(?:19|20)\d\d)(?![\w/-])")
_FORMS = (
    (_COMPACT, re.compile(r"\d{6}")),
    (_ROMAN, re.compile(r"\d[ ./-][ivx]")),
    (_ODD, re.compile(r"[ ./-](?:\d{1,2}|o\d)[ ./-]\d")),
    (_DICTATED, IN_WORDS),
    (_LAST_DAY, frozenset({"day"})),
    (_EXPLAINED, re.compile(r"\d \(")),
)
"""The other ways of writing a birth, and the words or digits of which each needs one."""
_AGE = rf"(?:\d{{1,3}}|{FR_NUMBER}|{EN_NUMBER}|{EN_ORDINAL})(?:th|st|nd|rd)?"
_TURNED = re.compile(
    rf"(?<![\w€£.,/-])(?P<age>{_AGE})(?: ?(?:ans|years old|yrs|bougies))? (?P<joint>(?:on|le|is|the|on the|bougies)?(?: the)? ?)$"
)
_TURNING = Cue("turns?", "turned", "turning", "is", "he's", "she's", "will be", "'ll be", "be", "are", "fete", "fait", "faire", "aura", "a eu", "ont eu", "ses", "her", "his", "[a-z]+'s", "prend", "anniv", "bougies", "anniversaire", "celebrates")  # fmt: skip
_AFTER_TURNED = re.compile(
    r",? ?(?:il|elle|he|she)(?:'ll| will| prend| aura| fait)? ?(?:be )?(?P<age>\d{1,3})(?: ans)?(?!\w)"
)


class BirthDateRecognizer(DateSpanRecognizer):
    """Finds dates of birth and birthdays told with the age turned."""

    FAMILY = "DOB"
    NEEDS = NUMBERS | _FEASTS

    def among(self, dates: list[DateSpan], folded: str) -> Iterator[Found]:
        for span in dates:
            score, why = self._judge(folded, span.start, span.end, span.year)
            start, end = _with_age_turned(folded, span.start, span.end)
            if score or (start, end) != (span.start, span.end):
                bracket = _YEAR_IN_BRACKETS.match(folded, end)
                yield Found(
                    start, bracket.end() if bracket else end, score or GOOD, why or "a birthday with the age turned"
                )
        words = words_in(folded)
        if not _FEASTS.isdisjoint(words):
            yield from self._feasts(folded)
        if not NUMBERS.isdisjoint(words):
            yield from self._other_forms(folded, words)

    def _other_forms(self, folded: str, words: frozenset[str]) -> Iterator[Found]:
        for pattern, needs in _FORMS:
            for match in matches(pattern, folded, words, needs):
                if _born_near(folded, match.start(), match.end()):
                    yield Found(match.start(), match.end(), SURE, "beside a word for birth")
                elif _is_form_style(match[0]):
                    yield Found(match.start(), match.end(), GOOD, "written as births are on forms")
        for pattern, needs in ((_SPACED, _LONG_AGO_AFTER_A_SPACE), (_LISTED, _ANOTHER_NUMBER)):
            for match in matches(pattern, folded, words, needs):
                yield Found(match.start(), match.end(), GOOD, "day, month and year of long ago")
        for match in matches(_YEAR_ONLY, folded, words, DIGITS):
            yield Found(match.start("year"), match.end("year"), GOOD, "year of birth")

    def _feasts(self, folded: str) -> Iterator[Found]:
        for match in _FEAST.finditer(folded):
            start, end = _with_age_turned(folded, match.start(), match.end())
            cue = _born_near(folded, start, end) or _BIRTHDAY.before(folded, start, 25)
            if cue or (start, end) != match.span():
                yield Found(start, end, STRONG, "a feast beside a word for birth")

    def _judge(self, folded: str, start: int, end: int, year: int | None) -> tuple[float, str]:
        if _born_near(folded, start, end):
            return SURE, "a date beside a word for birth"
        if _BIRTHDAY.near(folded, start, end, before=25, after=15):
            return STRONG, "a date beside a word for birthday"
        if year is not None and year <= _LONG_AGO:
            return GOOD, "a date so long ago that it is a birth"
        return 0.0, ""


def _born_near(folded: str, start: int, end: int) -> bool:
    low = max(0, start - 45)
    if _BORN.before(folded, start, 45) and not _OTHER_EVENT.search(folded, low, start):
        return True
    return (
        re.match(
            r"[ (),=:;-]{1,3}(?:(?:is|est|c'?est|est|sa|her|his|la|the) ){0,3}(?:d[.]?o[.]?b|ddn|date de naissance|date of birth|birthday|bday|anniv)",
            folded[end : end + 40],
        )
        is not None
    )


def _with_age_turned(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to the age that is turned on that day ("70 on the 3rd"), if one is told."""
    low = max(0, start - 40)
    before = _TURNED.search(folded[low:start])
    if before and _TURNING.near(folded, low + before.start(), start, before=14, after=0):
        start = low + before.start("age")
    after = _AFTER_TURNED.match(folded, end)
    return start, after.end() if after else end


def _is_form_style(value: str) -> bool:
    """19690228, or a month in Roman numerals between dots, hyphens or slashes."""
    return re.fullmatch(r"19\d{6}|\d{1,2}[./-][ivx]+[./-]\d{2,4}", value) is not None
