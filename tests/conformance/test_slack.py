"""The suite on the channel `slack`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_slack import IMPOSSIBLE, on_slack
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestSlack(Conformance):
    channel = "slack"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_slack(bot)
