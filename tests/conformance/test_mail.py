"""The suite on the channel `mail`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_mail import IMPOSSIBLE, on_mail
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestMail(Conformance):
    channel = "mail"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_mail(bot)
