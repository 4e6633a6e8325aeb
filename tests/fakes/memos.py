"""Memos in memory."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.ports.clock import Clock
from redaction import RawText


class FakeMemos:
    """`bot.ports.memos.Memos` over a dictionary. Each call lets others run meanwhile, as a database does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[str, datetime | None]] = {}

    async def keep(self, channel: str, key: str, value: RawText, until: datetime | None) -> None:
        await asyncio.sleep(0)
        self._kept[channel, key] = (value.expose(), until)

    async def read(self, channel: str, key: str) -> RawText | None:
        kept = self._kept.get((channel, key))
        await asyncio.sleep(0)
        return RawText(kept[0]) if kept and self._in_time(kept[1]) else None

    async def drop(self, channel: str, key: str) -> None:
        self._kept.pop((channel, key), None)

    async def keys(self, channel: str, beginning: str, limit: int = 500) -> tuple[str, ...]:
        found = [key for (on, key), (_, until) in self._kept.items() if on == channel and self._in_time(until)]
        return tuple(key for key in found if key.startswith(beginning))[:limit]

    def _in_time(self, until: datetime | None) -> bool:
        return until is None or until > self._clock.now()
