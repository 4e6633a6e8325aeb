"""What a channel does at most so often in a day for one person, over its memos."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ports.memos import Memos
from redaction import RawText

_DAY = timedelta(days=1)


class Daily:
    """`now`: the time."""

    def __init__(self, memos: Memos, channel: str, now: Callable[[], datetime]) -> None:
        self._memos, self._channel, self._now = memos, channel, now

    async def first(self, key: str) -> bool:
        """Whether it is the first time within a day."""
        return await self.up_to(1, key)

    async def up_to(self, most: int, key: str) -> bool:
        """Whether it happened less often than that; it is counted, and a day begins with the last time that it was."""
        kept = await self._memos.read(self._channel, key)
        count = int(kept.expose()) if kept else 0
        if count < most:
            await self._memos.keep(self._channel, key, RawText(str(count + 1)), self._now() + _DAY)
        return count < most
