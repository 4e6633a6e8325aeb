"""A breach file's states, its deadline and when it is recalled: all of it written out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.breach import NOTIFY_WITHIN, TABLE, Breach, BreachEvent, BreachState, Why, done, found, late, reminders
from redaction.text import RedactedText

FOUND = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
BY = "M-22222"
EXPECTED = {
    "open": {"find": "open", "notify": "notified", "tell_person": "open", "close": "closed"},
    "notified": {"find": "notified", "notify": "notified", "tell_person": "notified", "close": "closed"},
    "closed": {"find": "open"},
}
"""State: event: the state that follows."""


def a_file(within: timedelta = NOTIFY_WITHIN) -> Breach:
    return found(None, "0" * 16, "case", (), Why.NOT_UPHELD, FOUND, within)


def after(hours: float) -> datetime:
    return FOUND + timedelta(hours=hours)


def hours_until(breach: Breach, hours: float) -> list[float]:
    return [(at - FOUND) / timedelta(hours=1) for at in reminders(breach, after(hours))]


@pytest.mark.parametrize("state", BreachState)
@pytest.mark.parametrize("event", BreachEvent)
def test_what_may_follow_in_each_state_is_what_is_written_here(state: BreachState, event: BreachEvent) -> None:
    assert TABLE.get((state, event)) == EXPECTED[state].get(event)


def test_it_is_recalled_after_24_48_and_66_hours_at_the_deadline_and_every_day_after_it() -> None:
    assert hours_until(a_file(), 23.9) == []
    assert hours_until(a_file(), 24) == [24]
    assert hours_until(a_file(), 71.9) == [24, 48, 66]
    assert hours_until(a_file(), 120) == [24, 48, 66, 72, 96, 120]


def test_another_deadline_moves_the_reminders_with_it_and_none_comes_before_the_finding() -> None:
    assert hours_until(a_file(timedelta(hours=96)), 96) == [48, 72, 90, 96]
    assert hours_until(a_file(timedelta(hours=12)), 12) == [6, 12]


def test_only_a_first_notice_after_the_deadline_is_late(said: RedactedText) -> None:
    breach = a_file()
    assert not late(breach, after(72))
    assert late(breach, after(72.1))
    told = done(breach, BreachEvent.NOTIFY, BY, after(70), said)
    assert told is not None
    assert not late(told, after(100))  # article 33(4): what was not known yet follows


def test_a_second_finding_begins_no_second_file_but_opens_a_closed_one_with_a_clock_of_its_own(
    said: RedactedText,
) -> None:
    breach = a_file()
    again = found(breach, "0" * 16, "case", (), Why.CONTEST, after(5), NOTIFY_WITHIN)
    assert (again.due_at, len(again.steps)) == (after(72), 2)
    told = done(breach, BreachEvent.NOTIFY, BY, after(6), said)
    assert told is not None
    closed = done(told, BreachEvent.CLOSE, BY, after(7), said)
    assert closed is not None
    assert not closed.clock_runs
    opened = found(closed, "0" * 16, "case", (), Why.CONTEST, after(200), NOTIFY_WITHIN)
    assert (opened.state, opened.due_at, opened.notified_at) == (BreachState.OPEN, after(272), None)
    assert [step.event for step in opened.steps] == ["find", "notify", "close", "find"]


@pytest.fixture
def said() -> RedactedText:
    from redaction.text import mint_redacted

    return mint_redacted("told under number 12")
