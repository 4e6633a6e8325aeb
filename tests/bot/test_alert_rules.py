"""How often those who know a person can be alerted, by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.alerting import Alerted, TooMany, too_many

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def sent(*ago: tuple[float, str, str]) -> list[Alerted]:
    """(minutes ago, case, by whom)."""
    return [Alerted(NOW - timedelta(minutes=minutes), case, by) for minutes, case, by in ago]


def test_three_about_one_case_within_a_quarter_of_an_hour_are_enough_whoever_sends_them() -> None:
    known = sent((14, "a", "x"), (5, "a", "y"))
    assert too_many(known, "a", "z", NOW) is None
    known += sent((1, "a", "z"))
    assert too_many(known, "a", "w", NOW) == TooMany("case", 3, NOW + timedelta(minutes=1))
    assert too_many(known, "b", "w", NOW) is None


def test_six_by_one_person_within_the_hour_are_enough_and_nobody_else_is_held_up() -> None:
    known = sent(*((minutes, f"case{minutes}", "x") for minutes in (59, 50, 40, 30, 20, 10)))
    assert too_many(known, "new", "x", NOW) == TooMany("person", 6, NOW + timedelta(minutes=1))
    assert too_many(known, "new", "y", NOW) is None


def test_time_gives_the_next_one_free() -> None:
    known = sent((14, "a", "x"), (5, "a", "x"), (1, "a", "x"))
    bound = too_many(known, "a", "x", NOW)
    assert bound is not None
    assert too_many(known, "a", "x", bound.again_at) is None
