"""Runs the redaction layer in threads of its own, with a time limit for each message.

A thread cannot be stopped, so a hanging detection costs its thread; the message is withheld, and when all threads hang
whatever follows is withheld too, until the bot is restarted. Failing closed is the point.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.ports.detector import DetectionFailed
from redaction import CaseMemory, Keep, RawText, RedactedText, Redaction, Redactor

T = TypeVar("T")
_LONG_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){6,}")
_CHARACTERS_PER_SECOND = 4000
_QUEUE_SECONDS = 30.0


class ThreadedDetector:
    """`bot.ports.detector.Detector` over one `Redactor`.

    `timeout`: seconds that a short message may take once its turn has come; one more for each 4,000 characters.
    """

    def __init__(self, redactor: Redactor, timeout: float = 5.0, threads: int = 2) -> None:
        self._redactor = redactor
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="redaction")

    async def redact(self, text: RawText, memory: CaseMemory, keep: Keep) -> Redaction:
        limit = self._timeout + len(text) / _CHARACTERS_PER_SECOND
        return await self._bounded(lambda: self._redactor.redact(text, memory, keep=keep), limit)

    async def strike_ids(self, text: RawText) -> RawText:
        try:
            return await self._bounded(lambda: self._redactor.strike_ids(text), self._timeout)
        except DetectionFailed:
            return strike_long_numbers(text)

    def byline(self, name: RawText) -> RedactedText:
        return self._redactor.byline(name)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _bounded(self, work: Callable[[], T], limit: float) -> T:
        loop = asyncio.get_running_loop()
        begun = asyncio.Event()

        def run() -> T:
            loop.call_soon_threadsafe(begun.set)
            return work()

        future = loop.run_in_executor(self._threads, run)
        try:
            await asyncio.wait_for(begun.wait(), _QUEUE_SECONDS)
            return await asyncio.wait_for(future, limit)
        except TimeoutError:
            future.cancel()
            raise DetectionFailed("timeout") from None
        except Exception as error:  # noqa: BLE001 - whatever broke, the message is withheld
            raise DetectionFailed(type(error).__name__) from None


def strike_long_numbers(text: RawText) -> RawText:
    """`text` with every run of seven or more digits struck: what is left when no detector runs."""
    return RawText(_LONG_NUMBER.sub("[…]", text.expose()))
