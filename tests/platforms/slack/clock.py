"""A wall clock that tests may push forward, so that a five-minute retry needs no five minutes."""

from __future__ import annotations

import asyncio
import contextlib
import time


class Clock:
    """Real time plus what `advance` added."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Push the clock; whoever sleeps until then wakes."""
        self._ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        until = self.now() + seconds
        while (rest := until - self.now()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), timeout=rest)
