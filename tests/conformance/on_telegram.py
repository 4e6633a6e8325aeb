"""The suite's stage on the stand-in Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.handlers.context import Context
from tests.conformance.acted import PEOPLE, ActedStage
from tests.conformance.cases import Case, Impossible
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot, until
from tests.platforms.telegram.server import StandIn
from tests.scenarios.on_telegram import TelegramPlatform
from tests.scenarios.stage import Stage as Scene

LONGEST = 4096
"""UTF-16 units of one message (https://core.telegram.org/bots/api#message)."""

IMPOSSIBLE = {
    Case.DELETE: Impossible(
        "Telegram tells no bot that somebody deleted a message",
        "https://core.telegram.org/bots/api#update",
        "telegram.limit_deletions",
    ),
    Case.FORGED: Impossible(
        "the bot asks Telegram for its updates; nobody calls it",
        "https://core.telegram.org/bots/api#getupdates",
    ),
}


@asynccontextmanager
async def on_telegram(bot: Bot) -> AsyncIterator[TelegramStage]:
    async with StandIn() as server:
        platform = TelegramPlatform(server, 1)
        async with bot(platform.settings()) as context:
            yield TelegramStage(server, platform.stage(0, PEOPLE), context)
        assert server.violations == []


class TelegramStage(ActedStage):
    """`tests.conformance.stage.Stage`."""

    def __init__(self, server: StandIn, scene: Scene, context: Context) -> None:
        super().__init__(scene, context)
        self._server = server

    async def says_twice(self, who: str, text: str) -> None:
        """Handed out a second time, as after a poll whose answer got lost."""
        self.scene.says(who, text)
        update = self._server.world.updates[-1]
        await until(lambda: not self._server.world.updates and self._server.polled)
        self._server.world.updates.append(update)
        self._server.world.on_update()

    async def says_at_length(self, who: str) -> None:
        harmless = "FOLFOX is hard on the fingers. " * (LONGEST // 31)
        self.scene.says(who, f"{FIRST} {harmless[: LONGEST - len(FIRST) - len(LAST) - 2]} {LAST}")

    async def sends_unknown(self) -> None:
        self._server.world.raw({"never_heard_of": {"id": 1}})
