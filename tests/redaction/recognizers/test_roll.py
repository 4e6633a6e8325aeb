"""What is asked before a recognizer or a dear pattern looks: never does it keep one from what it would find."""

from __future__ import annotations

import re
from functools import cache

import pytest

from redaction.engine import Votes
from redaction.lore import standard_recognizers
from redaction.recognizers import age, birth_date, dates
from redaction.recognizers.cues import Needs, fold, words_in
from redaction.recognizers.nir import NirRecognizer
from redaction.recognizers.phone import PhoneNumberRecognizer
from redaction.recognizers.roll import Roll
from redaction.recognizers.tagged import TaggedRecognizer
from redaction.training.marks import chat

_PAIRS: dict[str, tuple[re.Pattern[str], Needs]] = {
    **{row[3]: (row[0], row[1]) for row in (*dates._WITHOUT_DOUBT, *dates._IF_SO)},
    **{pattern.pattern[:40]: (pattern, needs) for pattern, needs in (*dates._AS_ORDINAL, *birth_date._FORMS)},
    "a range of days": (dates._RANGE, dates._FROM_DAY),
    "on the 14th": (dates._ON_NTH, dates._THE_NTH),
    "le 14": (dates._LE, dates._LE_DAY),
    "a birth with spaces": (birth_date._SPACED, birth_date._LONG_AGO_AFTER_A_SPACE),
    "a birth as a list": (birth_date._LISTED, birth_date._ANOTHER_NUMBER),
    "years old": (age._OF_AGE, age._UNITS_OF_AGE),
    "years": (age._OF_TIME, age._UNITS_OF_TIME),
    "Rita is 70": (age._NAME_IS, age._IS_OR_EQUALS),
    "her 70th": (age._TURNED, age._ORDINAL),
}


@cache
def _lines() -> list[str]:
    return [fold(message.text) for part in ("held", "calibrate") for message in chat(part)]


@pytest.mark.parametrize("name", _PAIRS)
def test_where_a_pattern_finds_something_the_piece_that_it_needs_is_there(name: str) -> None:
    pattern, needs = _PAIRS[name]
    found = [line for line in _lines() if pattern.search(line)]
    assert [line for line in found if not _there(needs, line)] == []


def test_a_recognizer_that_is_not_due_finds_nothing() -> None:
    recognizers = standard_recognizers()
    roll = Roll(recognizers)
    for message in chat("held"):
        artifacts = Votes(message.text, [])
        idle = {type(one).__name__ for one in recognizers} - {
            type(one).__name__ for one in roll.due(message.text, artifacts)
        }
        found = {type(one).__name__ for one in recognizers if one.analyze(message.text, [], artifacts)}
        assert found & idle == set(), message.id


def test_due_are_those_whose_words_and_digits_are_there_in_their_order() -> None:
    tagged, nir, phone = TaggedRecognizer(), NirRecognizer(), PhoneNumberRecognizer()
    roll = Roll((phone, tagged, nir))
    assert roll.due("no digit at all", None) == [tagged]
    assert roll.due("ring 06 39", None) == [phone, tagged]
    assert roll.due("06 39 98 14 27 06 39 98", None) == [phone, tagged, nir]


def _there(needs: Needs, line: str) -> bool:
    return bool(needs.search(line)) if isinstance(needs, re.Pattern) else not needs.isdisjoint(words_in(line))
