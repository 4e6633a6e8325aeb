"""The suite on the channel `whatsapp`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from tests.conformance.on_whatsapp import IMPOSSIBLE, on_whatsapp
from tests.conformance.stage import Stage
from tests.conformance.suite import Conformance
from tests.e2e.conftest import Bot


class TestWhatsApp(Conformance):
    channel = "whatsapp"
    impossible = IMPOSSIBLE

    def opens(self, bot: Bot) -> AbstractAsyncContextManager[Stage]:
        return on_whatsapp(bot)
