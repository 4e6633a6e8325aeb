"""Telegram's published limits, as a server keeps them (https://core.telegram.org/bots/faq)."""

from __future__ import annotations

import math
import time
from collections import deque

from tests.platforms.telegram.model import ApiError

OVERALL, PER_CHAT, PER_GROUP = (30, 1.0), (1, 1.0), (20, 60.0)


class _Window:
    """At most `count` in any `period` seconds."""

    def __init__(self, count: int, period: float) -> None:
        self.period = period
        self.times: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Seconds until there is room again; 0 if there is."""
        full = len(self.times) == self.times.maxlen
        return max(0.0, self.times[0] + self.period - now) if full else 0.0


class Limits:
    """Counts what a bot sends; deletes and answers to buttons are not counted. Off until `on` is set."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self.refused = 0
        self._overall = _Window(*OVERALL)
        self._chats: dict[int, list[_Window]] = {}

    def count(self, chat: int, messages: int = 1) -> None:
        """Let one request pass, or raise the 429 that the bot gets. A refused request is not counted."""
        if not self.on:
            return
        now = time.monotonic()
        windows = [self._overall, *self._windows(chat)]
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            self.refused += 1
            seconds = max(1, math.ceil(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for window in windows:
            window.times.extend([now] * messages)

    def _windows(self, chat: int) -> list[_Window]:
        if chat not in self._chats:
            self._chats[chat] = [_Window(*PER_CHAT), *([_Window(*PER_GROUP)] if chat < 0 else [])]
        return self._chats[chat]
