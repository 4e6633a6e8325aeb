"""Exact ages, in digits and words: "67", "67yo", "53 years old", "20 months", "soixante-sept ans", "he's 59".

Not ages: durations ("depuis 5 ans", "for 3 years", "20 months of treatment"), limits ("under 5", "plus de 65 ans"),
decades ("in her sixties"), doses, scores, counts and amounts (corpus guide). What tells them apart: `age_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.folding import vocabulary
from redaction.gazetteer import is_everyday, is_given
from redaction.recognizers.age_rules import (
    CLOSED,
    COUNTED,
    GOES_ON,
    HALF,
    KIN,
    NEVER_AFTER,
    NEVER_BEFORE,
    NOT_NAMES,
    OF_AGE,
    OF_TIME,
    SCORES,
    N,
)
from redaction.recognizers.base import GOOD, STRONG, Found, WordyRecognizer
from redaction.recognizers.cues import matches
from redaction.recognizers.numerals import EN_ORDINAL, NUMBERS, ORDINALS, SEVERAL, value

_OF_AGE = re.compile(rf"(?<![\w.,/€£+-])(?P<n>{N}){HALF}{OF_AGE}{HALF}(?![a-z])")
_OF_TIME = re.compile(rf"(?<![\w.,/€£+-])(?P<n>{N}){HALF}(?P<unit>{OF_TIME}){HALF}(?![a-z])")
_TURNED = re.compile(
    rf"(?<![a-z0-9])(?:her|his|my|their|happy|the big|mum's|dad's|a|la)(?: big)? (?P<n>(?:1[01]\d|[1-9]\d)(?:th|st|nd|rd)|{EN_ORDINAL}|(?:four|five|six|seven|eight|nine)-oh)(?: birthday)?"
    r"(?= (?:on|to|party|this|next|in|bash|and|with|is)\b| *[!.,?]| *$)"
)
_SOMEBODY_IS = re.compile(
    rf"(?<![a-z0-9])(?:(?:s?he|who|lad|mum|dad|patient|baby|boy|girl|man|lady|client)(?:'s|s)|i'?m|(?:i am|s?he is|who is|s?he was|(?:s?he|i|who|they)(?:'ll| will| would|'d) be|s?he turned|they're|they are|both(?: are)?)|"
    rf"(?:aged?|ages)(?: of)?|agee?s?(?: de)?|turn(?:ed|s|ing)|s?he (?:is )?(?:now|only|just|already)|(?:il|elle|lui|qui|papou) (?:a|avait|aura|fait)|j'?ai|jai|kids of|(?:lady|woman|man|gentleman|chap|lad|girl|boy|nephew|niece|twins|remission|patient|dame|remarried) (?:of|at)|two of|petits of)"
    rf"(?: (?:only|just|now|already|a|at|still|about to be|um|uh|euh|er))? (?P<n>{N}{HALF})(?![\w/%€£-]|[.,:]\d)"
)
_NAME_IS = re.compile(
    rf"(?<![^\W\d_])(?P<name>[^\W\d_]{{2,40}}),?(?: is(?: only| just| now)?| was| turned| turns| =| has just turned|, age| age)(?: a)? (?P<n>{N}{HALF})(?![\w/%€£-]|[.,:]\d)"
)
_AFTER_NAME = re.compile(
    rf"(?<![^\W\d_])(?P<name>[^\W\d_]{{1,40}}(?:['’][^\W\d_]{{0,40}})?\.?)['\".]?\)?(?P<gap>,|;| -|:| –|!|\n|)(?P<open> ?\(| )(?P<n>{N}{HALF})(?![\w/%€£]|[.,:]\d|-\d)"
)
_BETWEEN = re.compile(rf"[a-z!?)\"'.], (?P<n>{N}{HALF})(?=, [a-z])")
_BRACKETED = re.compile(
    rf"(?<=[a-z] )\((?:[a-z' ]+ and )?(?P<n>{N}{HALF})(?=[,)]| at the time)|(?<=[a-z] and )(?P<m>{N})(?=\))"
)
_FRAGMENT = re.compile(
    rf"(?:^|(?<=[.!?] )|(?<=\n)|(?<=\n- )|(?<=; ))(?P<n>{N}{HALF})(?=[,.!?]|$| and (?:never|not|still|bought|counting)| going on| on the dot| on paper|\n)"
)
_NUMBERED_LINE = re.compile(r"\. ?\S")
_CORRECTED = re.compile(
    rf"(?: ans)?,? (?:enfin|or is it|or maybe|non|no|pardon)(?: c'est)? (?P<n>{N}(?: ans)?)(?![a-z0-9])"
)
_SO = re.compile(rf"(?<![a-z])(?:so|in her head,|donc) (?P<n>{N})(?=\n|$|[.,!)]| on paper)|turned (?P<m>{N}) donc")
_LIST_MORE = re.compile(rf"(?:,| and| et|, and) (?P<n>{N})(?=[,.)!?]| and | et |$| her | his )")
_NAME_MORE = re.compile(r"(?:,| and| et| &|, and) [A-ZÀ-Ý][\w'’-]{1,30} (?P<n>[1-9]\d?)(?![\w/%€£-]|[.,:]\d)")
_MONTHS_OF_PERSON = re.compile(
    r"(?:\b(?:baby|bebe|jumeaux|twins|fille|fils|petite?|garcon|he's|she's|elle a|il a|he is|she is|son|daughter|am|et)(?: de| d')?|[(,]|(?<![^\W\d_])[^\W\d_]{2,} \() ?\(?$"
)
_AT_A_PLACE = re.compile(r" [aà] [A-ZÀ-Ý]")
_BABY = re.compile(r"\b(?:bebe|baby|jumeaux|twins|il a|elle a) (?:de )?$")
_AFTER_A_STOP = re.compile(r"[,.(] ?$|^$|\. $")
_CAPITAL_IS = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+ (?:is|was) $")
_YEARS_OF_PERSON = re.compile(r"(?:\b(?:am|i have|she is|he is|she's|he's|and|is)|[(,]|^|\n) ?$")
_UNITS_OF_AGE = vocabulary("old yo y balais piges printemps jaar anos")
_UNITS_OF_TIME = vocabulary("ans year years yr yrs month months mois a")
_IS_OR_EQUALS = re.compile(r" (?:is|was|turn|=|has|age)")
_BESIDE = re.compile(rf"[ (](?:(?<=[(]){N}|(?!(?:1|une?|one)(?![a-z\d])){N})")
"""A number where it may be an age beside a name; a mere one is none without a bracket."""
_ORDINAL = ORDINALS | {"st", "nd", "rd", "th", "oh"}
_HALVES = re.compile(r" ?½| 1/2| and a half| et demie?| ans")


class AgeRecognizer(WordyRecognizer):
    """Finds exact ages with a unit, after a person or a verb, in apposition, or as a fragment of their own."""

    FAMILY = "AGE"
    NEEDS = NUMBERS

    def within(self, folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
        for found in self._first(folded, text, words):
            yield found
            again = _CORRECTED.match(folded, found.end)
            if again:
                yield Found(again.start("n"), again.end("n"), GOOD, "an age put right")

    def _first(self, folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
        yield from _with_unit(folded, text, words)
        yield from _said_of_somebody(folded, text, words)
        yield from _beside_a_name(folded, text, words)
        if not SEVERAL.isdisjoint(words):
            yield from _by_punctuation(folded)


def _with_unit(folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
    for match in matches(_OF_AGE, folded, words, _UNITS_OF_AGE):
        if not re.search(r"\b(?:under|over|than) $", folded[max(0, match.start() - 6) : match.start()]):
            yield Found(match.start(), match.end(), STRONG, "number and a unit of age")
    for match in matches(_OF_TIME, folded, words, _UNITS_OF_TIME):
        if _is_age_with_time(folded, text, match):
            yield Found(match.start(), match.end(), GOOD, "years or months of a person")


def _is_age_with_time(folded: str, text: str, match: re.Match[str]) -> bool:
    """Whether "5 ans" or "3 months" is how old somebody is rather than how long something lasts."""
    before = folded[max(0, match.start() - 36) : match.start()]
    if NEVER_BEFORE.search(before) or NEVER_AFTER.match(folded, match.end()) or _AT_A_PLACE.match(text, match.end()):
        return False
    unit, number = match["unit"].strip(), _number(match["n"])
    if unit.startswith("an"):
        return True
    closed = CLOSED.match(folded, match.end()) is not None
    person = _person_before(folded, text, match.start())
    if unit.startswith("m"):
        baby = _BABY.search(before) or _CAPITAL_IS.search(text[max(0, match.start() - 24) : match.start()])
        return number >= 2 and (person or bool(baby) or (closed and _MONTHS_OF_PERSON.search(before) is not None))
    if unit.startswith("y"):
        return number >= 3 and closed and (person or _YEARS_OF_PERSON.search(before) is not None)
    return number >= 16 and closed and _AFTER_A_STOP.search(before) is not None


def _said_of_somebody(folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
    for match in matches(_SOMEBODY_IS, folded, words, SEVERAL):
        if _said_age(folded, match):
            yield Found(match.start("n"), match.end("n"), GOOD, "a number that somebody is")
            yield from _more_of_a_list(folded, match.end("n"))
    for match in matches(_NAME_IS, folded, words, _IS_OR_EQUALS):
        named = text[match.start("name")].isupper() and match["name"] not in NOT_NAMES and match["name"] != "it"
        if (
            named
            and _closed(folded, match.end("n"))
            and not COUNTED.match(folded, match.end("n"))
            and not SCORES.before(folded, match.start("n"), 14)
        ):
            yield Found(match.start("n"), match.end("n"), GOOD, "a number that somebody named is")
    for match in matches(_TURNED, folded, words, _ORDINAL):
        number = _number(re.sub(r"(?:th|st|nd|rd|-oh)$", "", match["n"]))
        if number >= 18 or match["n"].endswith("-oh") or "birthday" in match[0]:
            yield Found(match.start("n"), match.end("n"), GOOD, "the age turned, as an ordinal")


def _said_age(folded: str, match: re.Match[str]) -> bool:
    number = _number(match["n"])
    if number > 110 or COUNTED.match(folded, match.end("n")) or NEVER_AFTER.match(folded, match.end("n")):
        return False
    lead = match[0][: match.start("n") - match.start()]
    if re.match(r"(?:il|elle|lui|qui|papou|j)", lead):
        return number >= 13 and CLOSED.match(folded, match.end("n")) is not None
    return number >= 2 and (number >= 13 or _closed(folded, match.end("n")))


def _more_of_a_list(folded: str, end: int) -> Iterator[Found]:
    """The ages that follow one: "kids of 4 and 7", "six and three"."""
    more = _LIST_MORE.match(folded, end)
    if more and _number(more["n"]) <= 110:
        yield Found(more.start("n"), more.end("n"), GOOD, "one more age of a list")


def _beside_a_name(folded: str, text: str, words: frozenset[str]) -> Iterator[Found]:
    for match in matches(_AFTER_NAME, folded, words, _BESIDE):
        if _apposed(folded, text, match):
            yield Found(match.start("n"), match.end("n"), GOOD, "a number beside a person")
            yield from _more_names(folded, text, match.end("n"))


def _more_names(folded: str, text: str, end: int) -> Iterator[Found]:
    """Once one of a list is a person, so are the others: "Tyler 14, Jayden 11 and Ruby 5"."""
    while (more := _NAME_MORE.match(text, end)) and not COUNTED.match(folded, more.end()):
        yield Found(more.start("n"), more.end("n"), GOOD, "one more person's age")
        end = more.end()


def _apposed(folded: str, text: str, match: re.Match[str]) -> bool:
    number = _number(match["n"]) if match["name"] not in NOT_NAMES else 0
    if not 1 <= number <= 110 or COUNTED.match(folded, match.end("n")) or SCORES.before(folded, match.start("n"), 12):
        return False
    person = _person_before(folded, text, match.start("n"))
    bracket = "(" in match["open"]
    if not match["gap"] and not bracket:
        given = _is_known_name(match["name"], text[match.start("name")].isupper()) or KIN.search(
            folded[max(0, match.start("n") - 32) : match.start("n")].rstrip(" (")
        )
        return (
            bool(given)
            and (number >= 3)
            and (
                CLOSED.match(folded, match.end("n")) is not None
                or (number >= 13 and GOES_ON.match(folded, match.end("n")) is not None)
            )
        )
    if not person:
        return False
    closed = _closed(folded, match.end("n"))
    return closed and (number >= 3 or bracket) and (match["gap"] != "\n" or number >= 18)


def _by_punctuation(folded: str) -> Iterator[Found]:
    for pattern, least in ((_BETWEEN, 18), (_BRACKETED, 3), (_FRAGMENT, 19), (_SO, 18)):
        for match in pattern.finditer(folded):
            group = "n" if match["n"] else "m"
            number = _number(match[group])
            listed = pattern is _FRAGMENT and _NUMBERED_LINE.match(folded, match.end(group)) and number < 30
            if (
                least <= number <= 110
                and not listed
                and not SCORES.before(folded, match.start(group), 16)
                and not COUNTED.match(folded, match.end(group))
            ):
                yield Found(match.start(group), match.end(group), GOOD, "a number that stands alone as ages do")


def _person_before(folded: str, text: str, start: int) -> bool:
    """Whether the words just before `start` are a person: a name with a capital, a known given name, a word of kinship."""
    lead = re.search(r"(?<![^\W\d_])([^\W\d_]+\.?)['\".)»]*[,;:(– !\n-]*$", text[max(0, start - 32) : start])
    if not lead:
        return False
    if KIN.search(folded[max(0, start - 32) : start].rstrip(" ,;:(-\n")):
        return True
    word = lead[1].rstrip(".")
    return word.lower() not in NOT_NAMES and (word[0].isupper() or _is_known_name(word, False))


def _is_known_name(word: str, capital: bool) -> bool:
    return word not in NOT_NAMES and len(word) > 2 and is_given(word) and (capital or not is_everyday(word))


def _closed(folded: str, end: int) -> bool:
    return CLOSED.match(folded, end) is not None or GOES_ON.match(folded, end) is not None


def _number(words: str) -> int:
    """The number in words or digits, its half left out; 0 if it is none."""
    return value(_HALVES.sub("", words)) or 0
