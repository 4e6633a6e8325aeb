"""The grammar of calendar dates in English and French, in digits and words, shared by DATE and DOB.

Day first, as in both countries. A date here has a day: bare months, years and weekdays are not hidden (corpus guide).
Fractions, scores, doses, blood pressure and times look like dates: they are told apart by what stands around.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redaction.folding import vocabulary
from redaction.recognizers.base import GOOD, STRONG, FormatRecognizer, Found, shared
from redaction.recognizers.cues import Cue, fold, matches, words_in
from redaction.recognizers.numerals import EN_NUMBER, EN_ORDINAL, FR_NUMBER, NUMBERS, value


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One date in a folded line; `year` is None where none is given."""

    start: int
    end: int
    score: float
    why: str
    year: int | None = None


MONTH = (
    r"(?:jan(?:vier|uary|v)?|fev(?:rier|r)?|feb(?:ruary|r)?|mars|march|mar|avr(?:il)?|apr(?:il)?|mai|may|juin|june|jun|juillet|july|"
    r"juil|jul|aout|august|aug|septembre|september|sept|sep|octobre|october|oct|novembre|november|nov|decembre|december|dec)"
    r"(?![a-z])[.]?"
)
_WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|weds?|thurs?|thu|fri|sat|sun|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)(?![a-z])"
)
_WD = rf"(?:{_WEEKDAY}[.,]{{0,2}} ?(?:the |le )?)?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|ere?|er|eme)?"
_SUFFIXED = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er)"
_DAY_WORDS = rf"(?:{EN_ORDINAL}|premier|{FR_NUMBER}|{EN_NUMBER})"
_YEAR_WORDS = (
    rf"(?:(?:mille|mil|nineteen|dix-neuf)(?: neuf)? ?(?:cents?|hundred)?(?: and)?[ -]{_DAY_WORDS}|"
    rf"(?:deux mille|two thousand)(?: and| et)?(?: {_DAY_WORDS})?|{_DAY_WORDS})"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|['(]?\d\d)(?![\dh:]| ?h\d| ?h\b| ?(?:ans|mg|€|am|pm)\b|[.:]\d)\)?"

_WITH_MONTH = re.compile(
    rf"(?<![\w.,/+-]){_WD}(?:{_DAY} ?(?:au|to|-|a|et|and|&|/) ?(?:the |le )?)?{_DAY}(?: ?of ?| de | |-)?(?:the )?{MONTH}(?:[ ,/-]{{1,2}}{_YEAR})?(?!\w)"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_WD}{MONTH} (?:the )?(?P<day>{_DAY})(?:,? {_YEAR})?(?![\w:/€%]|[.,]\d| ?(?:%|€|mg|ml|ans|mois|fois|x\b|weeks?|months?|years?|days?|times|hours?|sessions?|cycles?|min))"
)
_MONTH_FIRST_WORDS = re.compile(rf"(?<!\w){MONTH} the {_DAY_WORDS}(?: {_YEAR})?(?!\w)")
_IN_WORDS = re.compile(
    rf"(?<![a-z0-9-]){_WD}{_DAY_WORDS}(?: of(?: the)?)? {MONTH}(?: (?P<words>{_YEAR_WORDS})| {_YEAR})?(?![a-z0-9])"
)
_OF_THE = re.compile(
    rf"(?<![a-z0-9])(?:{_DAY}|{_DAY_WORDS}) (?:of the|du) (?:(?:1[0-2]|0?[1-9])(?:st|nd|rd|th)?|{_DAY_WORDS})(?: (?P<words>{_YEAR_WORDS})| {_YEAR})?(?![a-z0-9])"
)
_NUMERIC = re.compile(
    rf"(?<![\w+.,/-]){_WD}(?:3[01]|[12]\d|0?[1-9])(?:er)?(?P<sep>[./-])(?:1[0-2]|0?[1-9]|[ivx]{{1,4}})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/]|[.,-]\d)"
)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?:1[0-2]|0[1-9])-(?:3[01]|[12]\d|0[1-9])(?![\w-])")
_TWO_PART = re.compile(
    rf"(?<![\w+.,/-])(?P<wd>{_WEEKDAY}[.,]{{0,2}} ?)?(?P<d>3[01]|[12]\d|0?[1-9])(?P<sep>[./-])(?P<m>1[0-2]|0?[1-9])(?![\w/%+:€-]|[.,]\d| ?(?:mg|ml|mm|cm|g/|€|%|h\b|kg|euros?|am\b|pm\b|nodes?|ganglions?|points?|stars?|match|hours?|jours|days|fractions?))"
)
_WEEKDAY_NUMBER = re.compile(
    rf"(?<![a-z0-9]){_WEEKDAY}[.,]{{0,2}} (?:the |le )?(?:{_DAY}|{_DAY_WORDS})(?![\wh:/€%-]|[.,:]\d| ?(?:h\b|h\d|am\b|pm\b|o'?clock|heures?|mg|fois|ans\b|people|personnes|of us|minutes|min\b|to\b))"
)
_RANGE = re.compile(
    rf"(?<![a-z0-9])(?:du|entre le|(?:from|between) the) (?P<a>{_DAY}) (?:au|to|and|et)(?: the| le)? (?P<b>{_DAY})"
    r"(?! ?(?:ans|mois|h\b|h\d|€|%|mg|jours|km|heures|euros|fois|weeks|days|years|months|/|am\b|pm\b))(?![\w.,:/-]*\d)"
)

_ENDS = r"\s*(?:$|[^\w\s%€/°-]|- |-$|\n)"
_FOLLOW = (
    rf"(?=(?!\d|[.,]\d)(?:{_ENDS}|\s*(?:\d{{1,2}}(?:h|:|[.]\d)|(?:at|in|for|and|to|if|with|w|so|but|until|till|then|on|she|he|they|we|i|it|because|pls|please|was|after|before|from|by|"
    r"all|chez|a|au|aux|en|et|ou|pour|pr|si|mais|donc|avec|av|car|je|tu|il|elle|ca|pas|sur|vers|matin|soir|midi|prochain|qui|que|quand|j'ai|j'|le|la|dans|without|when|not|still|"
    r"there'?s|that'?s|here|again|x|his|her|entre|parce|est|sont|puis|alors|normalement)(?![a-z]))))"
)
_NOT_A_DAY = (
    r"(?! ?(?:floor|time|cycle|session|dose|day|week|year|month|round|line|opinion|one|chemo|cure|child|birthday|century|grade|photo|visit|appointment|scan|letter|arrondissement|"
    r"edition|person|husband|wife|son|daughter|in (?:line|a row)|of (?:the|his|her|their|my|our|four|five|six)|and (?:last|final)|anniversary|attempt|operation|generation)s?\b)(?![\w])"
)
_NTH = re.compile(rf"(?<![a-z0-9])(?:the |{_WEEKDAY}[.,]{{0,2}} )(?P<day>{_SUFFIXED}){_FOLLOW}")
_BARE_NTH = re.compile(rf"(?<![a-z0-9])(?P<day>(?:3[01]|[12]\d|[4-9])th|(?:2|3)1st|22nd|23rd){_FOLLOW}")
_ON_NTH = re.compile(
    rf"(?<![a-z0-9])(?:on|until|till|by|since|dated|for) the (?P<day>{_SUFFIXED}|{EN_ORDINAL}){_NOT_A_DAY}"
)
_NTH_WORDS = re.compile(rf"(?<![a-z0-9])(?:from|before|between|after|and|until|by) the (?P<day>{EN_ORDINAL}){_FOLLOW}")
_NTH_OF_NEXT = re.compile(
    rf"(?<![a-z0-9])(?P<day>(?:{EN_ORDINAL}|{_SUFFIXED}) of (?:next|this|the) month|(?:{_DAY}|{_DAY_WORDS}) (?:du|de ce) mois(?: prochain| courant)?)(?![a-z])"
)
_FOR_THE = re.compile(rf"(?<![a-z0-9])(?:for|on|until|till|by|since) the (?P<day>3[01]|[12]\d|[4-9]){_FOLLOW}")
_LE = re.compile(
    rf"(?<![a-z0-9'])(?P<head>le|du|jusqu'? ?au|jusquau|depuis le|avant le|(?:resilie|reporte|decale|deplace|repousse|avance|fixe|prevu)e?s? au) "
    rf"(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:er)?|{_DAY_WORDS}(?![a-z-])){_FOLLOW}"
)
_DAY_ONE_FOLLOW = re.compile(r"\s*(?:[,.;!?)]|$|a \d|at \d|\d{1,2}h)")
_NUMERO = Cue("appel\\w*", "compose\\w*", "faire", "faites", "fais", "ring", "call", "told her", "samu", "numero", "dial", "grade", "stade", "stage", "numero", "n°", "bus", "ligne", "chambre", "le lit", "score", "page", "question", "module")  # fmt: skip
_DATE_CUE = Cue(
    "le", "du", "au", "on", "by", "until", "till", "rdv", "date", "dated", "avant", "depuis", "from", "since", "before", "appt", "booked", "expires?", "for",
    "the", "appointment", "scan", "irm", "mri", "op", "start\\w*", "sort", "next", "deadline", "obseques", "funeral", "pose", "sang", "ambu", "jusqu'?au", "was", "is", "partir", "bcg", "psa", "results?", "planned", "runs out", "annonce", "c[1-9]", "and", "et", "mastectomy",
)  # fmt: skip
_SCORE = Cue(
    "gleason", "nodes?", "ganglions?", "bp", "tension", "ta", "ecog", "mms", "mmse", "eva", "pain", "douleur", "out of", "score", "sur", "note", "grade", "apgar", "karnofsky",
    "brca1", "match", "hla", "page", "loi", "article", "fraction", "dose", "glasgow", "moral", "mood", "rated?", "a solid",
)  # fmt: skip
_PRESSURE = Cue("tension", "hypertension", "blood pressure", "bp", "ta")
_FRACTIONS = frozenset(
    {
        "1/2",
        "1/3",
        "2/3",
        "1/4",
        "3/4",
        "24/7",
        "7/7",
        "10/10",
        "1/1",
        "1/5",
        "1/10",
        "9/10",
        "8/10",
        "6/10",
        "7/10",
        "5/10",
        "2/10",
        "4/10",
        "3/10",
    }
)
_AMBIGUOUS_MONTH = re.compile(r"(?:mars?|mai|may|march|sept)[. ]")


def find_dates(folded: str) -> list[DateSpan]:
    """Every date with a day in a folded line, the longest reading of each, in order."""
    words = words_in(folded)
    if NUMBERS.isdisjoint(words):
        return []
    found = sorted(_candidates(folded, words), key=lambda span: (span.start - span.end, span.start))
    kept: list[DateSpan] = []
    found = [span for span in found if not _IN_A_LAW.search(folded[max(0, span.start - 30) : span.start])]
    taken = bytearray(len(folded))
    for span in found:
        if not any(taken[span.start : span.end]):
            kept.append(span)
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return sorted(kept, key=lambda span: span.start)


class DateSpanRecognizer(FormatRecognizer):
    """Base of the recognizers that judge the dates of a line: subclasses say `FAMILY` and `among`."""

    def look(self, text: str, nlp_artifacts: Any) -> Iterator[Found]:
        folded = shared(fold, text, nlp_artifacts)
        return self.among(shared(find_dates, folded, nlp_artifacts), folded)

    def find(self, folded: str, text: str) -> Iterator[Found]:
        return self.among(find_dates(folded), folded)

    @abstractmethod
    def among(self, dates: list[DateSpan], folded: str) -> Iterator[Found]:
        """The details of this family in a folded line that has these dates."""


def _candidates(folded: str, words: frozenset[str]) -> Iterator[DateSpan]:
    """Every reading of every date. `words`: see `words_in`; patterns whose words are not among them need not look."""
    for pattern, needs, score, why in _WITHOUT_DOUBT:
        for match in matches(pattern, folded, words, needs):
            yield DateSpan(match.start(), _rstrip(match), score, why, _year_of(match))
    for pattern, needs, score, why, is_date in _IF_SO:
        for match in matches(pattern, folded, words, needs):
            if is_date(folded, match):
                yield DateSpan(match.start(), match.end(), score, why, _year_of(match))
    for match in matches(_RANGE, folded, words, _FROM_DAY):
        yield DateSpan(match.start("a"), match.end("b"), GOOD, "range of days")
    yield from _days_alone(folded, words)


def _month_first_is_date(_: str, match: re.Match[str]) -> bool:
    """Whether "may 4" is a day: May, March, mai, mars and sept are other words too, and want "4th"."""
    ambiguous = _AMBIGUOUS_MONTH.match(_LEADING_WEEKDAY.sub("", match[0]))
    return not ambiguous or not match["day"][-1].isdigit()


def _is_day_of_month(_: str, match: re.Match[str]) -> bool:
    """Whether "the ninth of the sixth" names a month from one to twelve."""
    day, _, month = re.sub(r" (?:of the|du) ", "|", match[0]).partition("|")
    number = value(re.sub(r"(?<=\d)(?:st|nd|rd|th|er)", "", month.split(" ", maxsplit=1)[0]))
    return number is not None and 1 <= number <= 12 and not day.startswith(("un", "une", "one"))


def _days_alone(folded: str, words: frozenset[str]) -> Iterator[DateSpan]:
    for pattern, needs in _AS_ORDINAL:
        for match in matches(pattern, folded, words, needs):
            yield DateSpan(match.start("day"), match.end("day"), GOOD, "the day alone, as an ordinal")
    for match in matches(_ON_NTH, folded, words, _THE_NTH):
        if (value(re.sub(r"(?<=\d)(?:st|nd|rd|th|er)", "", match["day"])) or 0) > 3 or re.match(
            _FOLLOW, folded[match.end() :]
        ):
            yield DateSpan(match.start("day"), match.end("day"), GOOD, "on such a day")
    for match in matches(_LE, folded, words, _LE_DAY):
        if _le_is_date(folded, match):
            yield DateSpan(match.start("day"), match.end("day"), GOOD, "the day alone, after le")


def _le_is_date(folded: str, match: re.Match[str]) -> bool:
    """Whether "le 22", "du dix-neuf" is a day: not a help line ("faites le 15"), not "le premier qui", not "du six"."""
    day = 1 if match["day"] == "premier" else value(match["day"].removesuffix("er"))
    if day is None or not 1 <= day <= 31 or _NUMERO.before(folded, match.start(), 14):
        return False
    if day == 1:
        return _DAY_ONE_FOLLOW.match(folded, match.end()) is not None
    return match["day"][0].isdigit() or day > 2


def _two_part_is_date(folded: str, match: re.Match[str]) -> bool:
    """Whether "6/06" or "28.02" is a date: not a fraction, a score, a dose, a blood pressure, a time or a price."""
    if match["wd"]:
        return True
    if (
        match[0] in _FRACTIONS
        or _SCORE.before(folded, match.start(), 14)
        or _PRESSURE.near(folded, match.start(), match.end(), 30, 25)
    ):
        return match[0] in _FRACTIONS and _on_a_day(folded, match.start())
    padded = (len(match["m"]) == 2 and match["m"][0] == "0") or (len(match["d"]) == 2 and match["d"][0] == "0")
    cue = _DATE_CUE.before(folded, match.start(), 14)
    if match["sep"] == "/":
        return padded or cue or (len(match["d"]) == 2 and len(match["m"]) == 2)
    if re.search(r"(?:\bat|\ba|@|€|£|\$|v|version|x) ?$", folded[max(0, match.start() - 9) : match.start()]):
        return False
    if match["sep"] == ".":
        return (
            (padded and len(match["m"]) == 2 and (cue or len(match["d"]) == 2))
            or _on_a_day(folded, match.start())
            or (len(match["m"]) == 2 and cue and len(match["d"]) == 2)
        )
    return padded and len(match["d"]) == 2 and len(match["m"]) == 2


def _on_a_day(folded: str, start: int) -> bool:
    return (
        re.search(r"(?:\ble|\bdu|\bon|jusqu'?au|\bfuneral|\bstart|\bs'arrete le) $", folded[max(0, start - 12) : start])
        is not None
    )


def _rstrip(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip(" .,-"))


def _year_of(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    digits = re.sub(r"\D", "", groups.get("year") or "")
    if digits:
        return int(digits) if len(digits) == 4 else _century(int(digits))
    words = groups.get("words")
    return _year_in_words(words) if words else None


def _century(short: int) -> int:
    """A two-digit year: up to 29 is this century."""
    return short + (2000 if short < 30 else 1900)


def _year_in_words(words: str) -> int | None:
    if re.match(r"deux mille|two thousand", words):
        return 2000
    tail = (
        value(
            re.sub(r"^(?:mille|mil|nineteen|dix-neuf)(?: neuf)? ?(?:cents?|hundred)?(?: and)?", "", words).strip(" -")
        )
        or 0
    )
    return 1900 + tail if re.match(r"mil|nineteen|dix-neuf", words) else _century(tail)


_IN_A_LAW = re.compile(
    r"\b(?:loi|lois|decret|arrete|circulaire|ordonnance n°|act)(?: n° ?[\w-]+)? (?:du|of) (?:the )?$"
)
_LEADING_WEEKDAY = re.compile(rf"^{_WEEKDAY}[., ]+")
_MONTHS = vocabulary(
    "jan janv janvier january fev fevr fevrier feb febr february mar mars march avr avril apr april mai may juin june jun juillet"
    " july juil jul aout august aug septembre september sept sep octobre october oct novembre november nov decembre december dec"
)
_MONTH_WORDS = frozenset(
    f"{suffix}{joint}{month}"
    for month in _MONTHS
    for suffix in ("", "st", "nd", "rd", "th", "er", "ere", "eme")
    for joint in ("", "of")
)
"""Months, also where they are typed without a space after the day ("3rdmarch")."""
_WEEKDAYS = vocabulary(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"
)
_FROM_DAY = re.compile(r" (?:au|to|and|et) (?:the |le )?\d")
_THE_NTH = re.compile(rf" the (?:\d|{EN_ORDINAL})")
_NTH_IN_DIGITS = re.compile(r"\d(?:st|nd|rd|th|er)")
_OF_MONTH = re.compile(rf" (?:of the|du) (?:\d|{_DAY_WORDS})")
_PARTED_BY_A_MARK = re.compile(r"\d(?:er)?[./-][\divx]")
_LE_DAY = re.compile(rf"(?:le|du|au) (?:\d|{_DAY_WORDS})")
_WITHOUT_DOUBT = (
    (_WITH_MONTH, _MONTH_WORDS, STRONG, "day and month"),
    (_IN_WORDS, _MONTH_WORDS, STRONG, "day and month in words"),
    (_NUMERIC, _PARTED_BY_A_MARK, STRONG, "date in digits"),
    (_ISO, _PARTED_BY_A_MARK, STRONG, "ISO date"),
    (_MONTH_FIRST_WORDS, _MONTH_WORDS, STRONG, "month and day in words"),
    (_WEEKDAY_NUMBER, _WEEKDAYS, STRONG, "weekday and day"),
)
_IF_SO = (
    (_MONTH_FIRST, _MONTH_WORDS, STRONG, "month and day", _month_first_is_date),
    (_OF_THE, _OF_MONTH, GOOD, "day of the month-th", _is_day_of_month),
    (_TWO_PART, _PARTED_BY_A_MARK, GOOD, "day and month in digits", _two_part_is_date),
)
_AS_ORDINAL = (
    (_NTH, _NTH_IN_DIGITS),
    (_BARE_NTH, _NTH_IN_DIGITS),
    (_NTH_WORDS, _THE_NTH),
    (_NTH_OF_NEXT, re.compile(r" (?:of (?:next|this|the) month|(?:du|de ce) mois)")),
    (_FOR_THE, _THE_NTH),
)
