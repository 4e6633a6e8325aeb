"""Runs the redaction layer in threads of the bot's own process.

A thread cannot be stopped, so a hanging detection costs its thread; when all threads hang, whatever follows is withheld
until the bot is restarted. It fails closed; `pool.py` recovers by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from adapters.detection.limits import QUEUE_SECONDS, seconds_for, strike_long_numbers
from bot.ports.detector import DetectionFailed
from redaction import CaseMemory, HiddenSpan, Keep, RawText, RedactedText, Redaction, Redactor

T = TypeVar("T")


class ThreadedDetector:
    """`bot.ports.detector.Detector` over one `Redactor`. `timeout`: seconds for a short message."""

    def __init__(self, redactor: Redactor, timeout: float = 5.0, threads: int = 2) -> None:
        self._redactor = redactor
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="redaction")

    async def redact(
        self, text: RawText, memory: CaseMemory, keep: Keep, hidden: Sequence[HiddenSpan] = ()
    ) -> tuple[Redaction, CaseMemory]:
        own = CaseMemory.load(memory.dump())

        def work() -> tuple[Redaction, CaseMemory]:
            return self._redactor.redact(text, own, keep=keep, hidden=hidden), own

        return await self._bounded(work, seconds_for(text, self._timeout))

    async def strike_ids(self, text: RawText) -> RawText:
        try:
            return await self._bounded(lambda: self._redactor.strike_ids(text), seconds_for(text, self._timeout))
        except DetectionFailed:
            return strike_long_numbers(text)

    def byline(self, name: RawText) -> RedactedText:
        return Redactor.byline(name)

    async def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _bounded(self, work: Callable[[], T], limit: float) -> T:
        loop = asyncio.get_running_loop()
        begun = asyncio.Event()

        def run() -> T:
            loop.call_soon_threadsafe(begun.set)
            return work()

        future = loop.run_in_executor(self._threads, run)
        try:
            await asyncio.wait_for(begun.wait(), QUEUE_SECONDS)
            return await asyncio.wait_for(future, limit)
        except TimeoutError:
            future.cancel()
            raise DetectionFailed("timeout") from None
        except Exception as error:  # noqa: BLE001 - whatever broke, the message is withheld
            raise DetectionFailed(type(error).__name__) from None
