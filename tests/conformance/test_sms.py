"""The suite on the channel `sms`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_sms import IMPOSSIBLE, on_sms
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestSms(Conformance):
    channel = "sms"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_sms(bot)
