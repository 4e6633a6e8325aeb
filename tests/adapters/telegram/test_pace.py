"""The limiter lets no more through than Telegram publishes, in order, and holds back only whom it must."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Coroutine
from typing import Any

import pytest
from telegram.error import RetryAfter

from adapters.telegram import pace
from adapters.telegram.pace import Pace, Window


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def test_no_span_of_the_period_holds_more_than_its_count() -> None:
    window, turns = Window(3, 0.2), []
    for _ in range(8):
        await window.turn()
        turns.append(time.monotonic())
    assert all(later - earlier >= 0.2 for earlier, later in zip(turns, turns[3:], strict=False))


async def test_turns_are_taken_first_come_first_served() -> None:
    window, order = Window(1, 0.03), []

    async def take(name: int) -> None:
        await window.turn()
        order.append(name)

    await asyncio.gather(*(take(name) for name in range(6)))
    assert order == list(range(6))


async def test_a_cancelled_wait_takes_no_turn() -> None:
    window = Window(1, 5)
    await window.turn()
    waiting = asyncio.create_task(window.turn())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(window._taken) == 1
    assert not window._lock.locked()


class Calls:
    """A limiter with an API behind it that notes when it was called, and can answer 429."""

    def __init__(self, limiter: Pace) -> None:
        self.limiter = limiter
        self.made: list[tuple[str, int]] = []
        self.flood: float | None = None

    def __call__(self, endpoint: str, chat: int) -> Coroutine[Any, Any, Any]:
        return self.limiter.process_request(self._api, (endpoint, chat), {}, endpoint, {"chat_id": chat}, None)

    async def _api(self, endpoint: str, chat: int) -> bool:
        self.made.append((endpoint, chat))
        if self.flood is not None:
            wait, self.flood = self.flood, None
            raise RetryAfter(int(wait))
        return True


async def took(doing: Awaitable[Any]) -> float:
    began = time.monotonic()
    await doing
    return time.monotonic() - began


async def test_a_message_that_is_long_on_its_way_does_not_arrive_on_the_heels_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "PER_CHAT", (1, 0.2))
    limiter, arrived = Pace(), []

    async def api(delay: float) -> bool:
        await asyncio.sleep(delay)
        arrived.append(time.monotonic())
        return True

    def send(delay: float) -> Coroutine[Any, Any, Any]:
        return limiter.process_request(api, (delay,), {}, "sendMessage", {"chat_id": 5}, None)

    await asyncio.gather(send(0.3), send(0.0))
    assert arrived[1] - arrived[0] >= 0.2


async def test_deletes_and_answers_are_not_counted_among_a_groups_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PER_GROUP", (2, 60.0))
    monkeypatch.setattr(pace, "PER_CHAT", (100, 1.0))
    call = Calls(Pace())
    await call("sendMessage", -5)
    await call("sendMessage", -5)
    third = asyncio.create_task(call("sendMessage", -5))
    async with asyncio.timeout(5):
        for _ in range(50):
            await call("deleteMessage", -5)
        await call("answerCallbackQuery", 0)
        await call("sendMessage", -6)
    assert not third.done()
    assert [endpoint for endpoint, _ in call.made].count("deleteMessage") == 50
    third.cancel()


async def test_after_a_429_the_chat_rests_and_the_others_do_not() -> None:
    call = Calls(Pace(paced=False))
    call.flood = 1
    with pytest.raises(RetryAfter):
        await call("sendMessage", -5)
    assert await took(call("sendMessage", -6)) < 0.5
    assert await took(call("deleteMessage", -5)) < 0.5
    assert await took(call("sendMessage", -5)) > 0.3
    assert await took(call("sendMessage", -5)) < 0.5


async def test_a_429_for_a_delete_holds_back_deletes_of_that_chat_only() -> None:
    call = Calls(Pace(paced=False))
    call.flood = 1
    with pytest.raises(RetryAfter):
        await call("deleteMessage", -5)
    assert await took(call("deleteMessage", -6)) < 0.5
    assert await took(call("sendMessage", -5)) < 0.5
    assert await took(call("deleteMessage", -5)) > 0.3


async def test_all_chats_together_keep_to_the_overall_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "OVERALL", (5, 0.5))
    call = Calls(Pace())
    assert await took(asyncio.gather(*(call("sendMessage", chat) for chat in range(1, 12)))) >= 1.0
