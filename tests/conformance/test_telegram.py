"""The suite on the channel `telegram`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_telegram import IMPOSSIBLE, on_telegram
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestTelegram(Conformance):
    channel = "telegram"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_telegram(bot)
