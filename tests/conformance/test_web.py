"""The suite on the channel `web`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_web import IMPOSSIBLE, on_web
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestWeb(Conformance):
    channel = "web"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_web(bot)
