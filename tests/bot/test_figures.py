"""Figures by month from the journal, and the interval of a sampled rate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.audit.figures import by_month, interval
from bot.domain.journal import MessageRedacted
from bot.domain.mending_entries import DetailReported, SampleReviewed
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

OCTOBER = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)


async def test_months_are_counted_apart(story: Story) -> None:
    async with story.context.store.begin() as unit:
        for at in (OCTOBER, OCTOBER + timedelta(hours=1), OCTOBER + timedelta(hours=2)):
            await unit.journal.append(MessageRedacted(at=at, entry="e", case="c", channel="fake", families="PERSON:1"))
        await unit.journal.append(DetailReported(at=OCTOBER, entry="e", by="M-ABCDE"))
        for missed in (1, 0):
            await unit.journal.append(SampleReviewed(at=OCTOBER, read=20, missed=missed))
        links = await unit.journal.links()  # type: ignore[attr-defined]
    months = by_month(links)
    assert list(months) == ["2026-10", "2026-11"]
    assert months["2026-10"].counts == {"message_redacted": 1, "detail_reported": 1}
    assert months["2026-11"].counts == {"message_redacted": 2}
    assert (months["2026-10"].read, months["2026-10"].missed) == (40, 1)


@pytest.mark.parametrize(
    ("missed", "read", "low", "high"),
    [(0, 20, 0.0, 0.161), (1, 40, 0.0044, 0.129), (20, 20, 0.839, 1.0), (5, 100, 0.0215, 0.1118), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilsons(missed: int, read: int, low: float, high: float) -> None:
    assert list(interval(missed, read)) == pytest.approx([low, high], abs=5e-4)


async def test_three_redactions_in_a_week_bring_one_hint(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    for number in range(5):
        await story.say(f"Mary Dupont rang {number} times")
        clock.pass_time(hours=1)
    hints = [note for note in channel.told["sue"] if note.line.key == "note.hint"]
    assert len(hints) == 1
    clock.pass_time(hours=24 * 9)
    await story.say("Mary Dupont rang")
    assert [note for note in channel.told["sue"] if note.line.key == "note.hint"] == hints
