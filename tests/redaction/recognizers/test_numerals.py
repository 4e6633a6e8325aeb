"""Numbers in words, English and French."""

from __future__ import annotations

import pytest

from redaction.recognizers.cues import words_in
from redaction.recognizers.numerals import NUMBERS, digits_in, value


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("67", 67),
        ("soixante-sept", 67),
        ("soixante et onze", 71),
        ("quatre-vingt-dix-sept", 97),
        ("quatre vingts", 80),
        ("septante-deux", 72),
        ("seventy four", 74),
        ("nineteen", 19),
        ("twenty-second", 22),
        ("thirty people", None),
        ("", None),
    ],
)
def test_a_number_in_words_has_its_value(words: str, number: int | None) -> None:
    assert value(words) == number


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("zero six thirty nine ninety eight twelve oh five", 10),
        ("zero trois vingt-sept quarante-quatre zero neuf soixante et un", 10),
        ("oh five, fifty five, twenty seven, double four, nineteen", 10),
        ("06 trente-neuf 98", 6),
    ],
)
def test_dictated_digits_are_counted(words: str, count: int) -> None:
    assert digits_in(words) == count


@pytest.mark.parametrize(
    ("line", "holds"), [("au 3", True), ("elle en a deux", True), ("nothing here", False), ("onerous", False)]
)
def test_a_first_look_tells_whether_there_is_a_number(line: str, holds: bool) -> None:
    assert (not NUMBERS.isdisjoint(words_in(line))) is holds
