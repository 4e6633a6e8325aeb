"""A flood of forged requests is told and does not fill the journal; numbers have one form."""

from __future__ import annotations

import pytest

from bot.domain.floods import Flood
from bot.domain.phones import number_in, spoken_at
from tests.fakes.clock import FakeClock


def test_the_first_are_told_one_by_one_the_rest_once_a_minute() -> None:
    clock, flood = FakeClock(), Flood(per_minute=3)
    told = [flood.told("signature", clock.now()) for _ in range(10)]
    assert told == ["signature"] * 3 + ["flood"] + [None] * 6
    clock.pass_time(seconds=61)
    assert flood.told("signature", clock.now()) == "signature"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("33639980001", "+33639980001"),
        ("+33 6 39 98 00 01", "+33639980001"),
        ("0033 6-39.98.00.01", "+33639980001"),
        ("+44 (7700) 900123", "+447700900123"),
        ("0639980001", None),
        ("+33639", None),
        ("FR.ABC123", None),
        ("", None),
        ("+33639980001abc", None),
        ("٣٣٦٣٩٩٨٠٠٠١", None),
    ],
)
def test_a_number_has_one_form(typed: str, number: str | None) -> None:
    assert number_in(typed) == number


def test_a_french_number_is_answered_in_french_until_they_say_otherwise() -> None:
    assert [spoken_at(number) for number in ("+33639980001", "+447700900123", "+262639980001")] == ["fr", "en", "fr"]
