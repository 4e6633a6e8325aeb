"""Ages, dates and births, blurred so far that they still help advice: `[in their 60s]`, `[mid-March]`, `[born in the 1950s]`."""

from __future__ import annotations

import re

from redaction import wording
from redaction.folding import fold
from redaction.recognizers.numerals import value as number_of
from redaction.result import Lang

_NUMBER = re.compile(r"\d{1,3}(?!\d)")
_BABY = re.compile(r"\b(?:months?|mois|weeks?|wks?|semaines?|days?|jours?|mths?)\b")
_UNIT = re.compile(
    r"(?<![- ])[- ]*+\b(?:years?|yrs?|yo|y/o|ans?|old|of|age|aged|age(?:e?s?)|de|a|in|the|his|her|my|th|st|nd|rd|y|e|eme|x|les)\b\.?"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?:((?:19|20)\d\d)\d{4}|\d{4}((?:19|20)\d\d))(?!\d)")
_PART = r"(?>\s*[/.-]\s*|[^\S ]*+ \s*)"
"""A mark or a blank between two numbers with any white space around it; atomic, since a blank is both."""
_SHORT_YEAR = re.compile(
    rf"\d{{1,2}}{_PART}(?:\d{{1,2}}|[ivx]{{1,4}}){_PART}(\d\d)(?!\d)"
    r"|'(\d\d)(?!\d)|[a-z][.]?\s*(\d\d)$"
    r"|(?<!\d)\d{4}(\d\d)$"
)
_THIS_YEAR = 26
"""Two digits of the year when this was written; the layer has no clock."""
_LETTER_ZERO = re.compile(r"(?<=[\d/.-])o|\bo(?=\d)")
_TURNED = re.compile(r"((?:\d{1,3}|[a-z-]+(?: [a-z-]+)?)(?:th|st|nd|rd)?) ?(?:ans|on|le|is|bougies)\b")
_NINETEEN = re.compile(r"(?:nineteen|dix[- ]neuf cents?|mil(?:le)? neuf cents?)[- ]+(?:and )?([a-z][a-z -]{0,40})$")
_ORDINAL = re.compile(r"(?:th|first|second|third)$")
_LAST_DAY = 31
_OF_THE = re.compile(r"^(?=.+$)(.+?)\b(?:of the|du)\b(.+)$")
_ISO = re.compile(r"(?<!\d)(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}}){_PART}(\d{{1,2}})(?:{_PART}(\d{{4}}|\d\d))?(?!\d)")
_MONTH_STEMS = (
    ("jan",), ("feb", "fev"), ("mar",), ("apr", "avr"), ("may", "mai"), ("jun", "juin"), ("jul", "juil"),
    ("aug", "aou"), ("sep",), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
_MONTH = re.compile(r"\b(?:jan|feb|fev|mar(?!di)|apr|avr|may|mai|jun|jui[nl]|jul|aug|aou|sep|oct|nov|dec)[a-z]*")
_WORD_DAY = re.compile(r"[a-z]+(?:[- ][a-z]+)*")
_DROPPED = re.compile(r"\b(?:the|of|le|du|de|on|au|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[a-z]+di|dimanche)\b")
_OLDEST = 100


def age(value: str, lang: Lang) -> str:
    """An exact age as a span of years; children under 20 in fives. `[age]` where no number can be read."""
    folded = fold(value)
    years = 0 if _BABY.search(folded) else _years(folded)
    if years is None:
        return wording.PLAIN_AGE[lang]
    if years < 5:
        return "[moins de 5 ans]" if lang == "fr" else "[under 5]"
    if years >= _OLDEST:
        return "[plus de 100 ans]" if lang == "fr" else "[over 100]"
    step = 5 if years < 20 else 10
    low = years // step * step
    if lang == "fr":
        return f"[{low}-{low + step - 1} ans]"
    return f"[{low}-{low + step - 1}]" if step == 5 else f"[in their {low}s]"


def _years(folded: str) -> int | None:
    if digits := _NUMBER.search(folded):
        return int(digits[0])
    return number_of(_UNIT.sub(" ", folded).strip(" -.,'"))


def birth(value: str, lang: Lang) -> str:
    """A date of birth as its decade; a birthday with the age turned as that age; else `[date of birth]`."""
    folded = _LETTER_ZERO.sub("0", fold(value))
    year = _birth_year(folded)
    if year is not None:
        decade = year // 10 * 10
        return f"[né(e) dans les années {decade}]" if lang == "fr" else f"[born in the {decade}s]"
    if turned := _TURNED.match(folded):
        return age(turned[1], lang)
    return wording.PLAIN_BIRTH[lang]


def _birth_year(folded: str) -> int | None:
    if year := _YEAR.search(folded):
        return int(year[0])
    if compact := _COMPACT.search(folded):
        return int(compact[1] or compact[2])
    if short := _SHORT_YEAR.search(folded):
        return _century(int(next(group for group in short.groups() if group)))
    return _spoken_year(folded)


def _century(two: int) -> int:
    """Two digits of a year of birth: nobody is born in the future, hardly anybody is over a hundred."""
    return (1900 if two > _THIS_YEAR else 2000) + two


def _spoken_year(folded: str) -> int | None:
    """Years as they are said: "nineteen fifty eight", "mille neuf cent quarante-sept", "… mars quatre vingt onze"."""
    if whole := _NINETEEN.search(folded):
        tail = number_of(whole[1])
        return 1900 + tail if tail is not None else None
    words = re.findall(r"[a-z]+", folded)
    for start in range(max(2, len(words) - 4), len(words)):
        tail = number_of(" ".join(words[start:]))
        if tail is not None and tail > _LAST_DAY and not _ORDINAL.search(words[start]):
            return 1900 + tail
    return None


def date(value: str, lang: Lang) -> str:
    """A date as a third of its month, with the year if it had one; without a month, as a third of the month."""
    parsed = _date(fold(value))
    if parsed is None:
        return wording.PLAIN_DATE[lang]
    day, month, year = parsed
    third = 0 if day <= 10 else 1 if day <= 20 else 2
    if month is None:
        return f"[{wording.THIRDS[lang][third]}]"
    return f"[{wording.PARTS[lang][third]}{wording.MONTHS[lang][month - 1]}{f' {year}' if year else ''}]"


_Date = tuple[int, int | None, int | None]


def _date(folded: str) -> _Date | None:
    """Day, month and four-digit year, as far as they can be read; None without a day."""
    if iso := _ISO.search(folded):
        year, month, day = (int(part) for part in iso.groups())
        return _checked(day, month, year)
    if month_word := _MONTH.search(folded):
        rest = f"{folded[: month_word.start()]} {folded[month_word.end() :]}"
        named = _YEAR.search(rest)
        return _checked(_day(_YEAR.sub(" ", rest)), _month(month_word[0]), int(named[0]) if named else None)
    if numeric := _NUMERIC.search(folded):
        return _from_numbers(int(numeric[1]), int(numeric[2]), numeric[3] or "")
    if (spoken := _OF_THE.search(folded)) and (month_number := number_of(spoken[2])):
        return _checked(_day(spoken[1]), month_number, None)
    return _checked(_day(folded), None, None)


def _from_numbers(first: int, second: int, year: str) -> _Date | None:
    """Day before month, as both countries write, unless that cannot be."""
    day, month = (second, first) if second > 12 >= first else (first, second)
    return _checked(day, month, int(year) + (2000 if len(year) == 2 else 0) if year else None)


def _checked(day: int, month: int | None, year: int | None) -> _Date | None:
    return (day, month, year) if 1 <= day <= 31 and (month is None or 1 <= month <= 12) else None


def _month(word: str) -> int:
    return next(number for number, stems in enumerate(_MONTH_STEMS, 1) if word.startswith(stems))


def _day(rest: str) -> int:
    """The day in what stands around a month; 0 where there is none."""
    if digits := re.search(r"\d{1,2}", rest):
        return int(digits[0])
    words = _DROPPED.sub(" ", rest.replace("premier", "un"))
    return next((day for found in _WORD_DAY.findall(words) if (day := number_of(found))), 0)
