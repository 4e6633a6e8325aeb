"""Keeps to Telegram's published limits without letting one chat's wait stop the others.

1 message a second in a chat, 20 a minute in a group, 30 a second overall (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

The SDK's `AIORateLimiter` counts deletes among a group's 20, halts every request after a single 429, and, being a leaky
bucket, lets 40 through in a group's first minute. So this is a limiter of our own on the same seam (`BaseRateLimiter`):
deletes and answers to buttons go at once, and a 429 holds back its own chat only, sends and deletes apart.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from adapters.telegram.errors import seconds

PER_CHAT, PER_GROUP, OVERALL = (1, 1.0), (20, 60.0), (30, 1.0)
"""(messages, seconds) in any such span of time."""

_MARGIN = 0.05
"""Seconds more than the limit asks for: the network does not keep our distances."""


class Window:
    """At most `count` in any `period` seconds, first come first served."""

    def __init__(self, count: int, period: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._period = period + _MARGIN
        self._taken: deque[float] = deque(maxlen=count)
        self._clock = clock
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for room, and take it."""
        async with self._lock:
            await self.room()
            self.take()

    async def room(self) -> None:
        """Wait for room, for one who holds back everybody else meanwhile."""
        if len(self._taken) == self._taken.maxlen:
            await asyncio.sleep(max(0.0, self._taken[0] + self._period - self._clock()))

    def take(self) -> None:
        self._taken.append(self._clock())


class _Chat:
    """One chat's limits. Its messages go one after the other, each counted when it has been answered.

    Counted when it leaves, one that is long on its way would arrive too close to the next.
    """

    def __init__(self, chat: int) -> None:
        self.lock = asyncio.Lock()
        self.windows = [Window(*limit) for limit in ((PER_GROUP, PER_CHAT) if chat < 0 else (PER_CHAT,))]


class Pace(BaseRateLimiter[int]):
    """The limiter for `ExtBot`. With `paced` off only 429s are honoured, for a Bot API server without limits."""

    def __init__(self, *, paced: bool = True) -> None:
        self._paced = paced
        self._chats: dict[int, _Chat] = {}
        self._overall = Window(*OVERALL)
        self._free_at: dict[tuple[int, bool], float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Wait for this request's turn, make it, and remember a 429. Never repeats: the workflows do that."""
        sends = endpoint.startswith(("send", "copy", "forward"))
        lane = (int(data.get("chat_id", 0)), sends)

        async def request() -> Any:
            await self._until_free(lane)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._free_at[lane] = time.monotonic() + seconds(error)
                raise

        return await (self._in_turn(lane[0], request) if sends and self._paced else request())

    async def _until_free(self, lane: tuple[int, bool]) -> None:
        """Wait out a 429 of this chat. The one that ran into it is told to come back; those behind it wait here."""
        if lane in self._free_at:
            await asyncio.sleep(max(0.0, self._free_at[lane] + _MARGIN - time.monotonic()))
            self._free_at.pop(lane, None)

    async def _in_turn(self, number: int, request: Callable[[], Awaitable[Any]]) -> Any:
        chat = self._chats.setdefault(number, _Chat(number))
        async with chat.lock:
            for window in chat.windows:
                await window.room()
            await self._overall.turn()
            try:
                return await request()
            finally:
                for window in chat.windows:
                    window.take()
