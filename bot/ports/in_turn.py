"""What a channel does for many people at once: for each of them in order, and answers after the platform has its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

import structlog

log = structlog.get_logger(__name__)


class InTurn:
    """Keeps the order of each key. Bounded: a turn is forgotten when nobody waits for it."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    def turn(self, key: str) -> asyncio.Lock:
        """What one person does is done in the order in which they did it."""
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        return turn

    def later(self, account: str, saying: Callable[[], Awaitable[None]]) -> None:
        """Answer somebody in the background, after what they were answered before. Lost in a crash, they write again."""
        task = asyncio.create_task(self._said(account, saying))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, within: float) -> None:
        """Let answers in hand end; what takes longer than `within` seconds is given up."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in self._tasks:
            task.cancel()

    async def _said(self, account: str, saying: Callable[[], Awaitable[None]]) -> None:
        async with self.turn(f"say/{account}"):
            try:
                await saying()
            except Exception as error:  # noqa: BLE001, whatever went wrong, the platform has its answer already
                log.error("an answer could not be given", error=type(error).__name__)
