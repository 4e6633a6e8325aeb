"""The suite's stage on the stand-in Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.handlers.context import Context
from tests.conformance.acted import PEOPLE, ActedStage
from tests.conformance.cases import Case, Impossible
from tests.conformance.stage import FIRST, LAST
from tests.e2e.conftest import Bot, until
from tests.platforms.slack.server import SlackServer
from tests.scenarios.on_slack import SlackPlatform
from tests.scenarios.stage import Stage as Scene

LONGEST = 40_000
"""Characters of one message (docs.slack.dev/reference/methods/chat.postMessage#truncating)."""

IMPOSSIBLE = {
    Case.FORGED: Impossible(
        "Slack's events come over a connection that the bot opened with its own token",
        "https://docs.slack.dev/apis/events-api/using-socket-mode",
    )
}


@asynccontextmanager
async def on_slack(bot: Bot) -> AsyncIterator[SlackStage]:
    async with SlackServer() as server:
        platform = SlackPlatform(server, 1)
        async with bot(platform.settings()) as context:
            yield SlackStage(server, platform.stage(0, PEOPLE), context)
        server.check()


class SlackStage(ActedStage):
    """`tests.conformance.stage.Stage`."""

    def __init__(self, server: SlackServer, scene: Scene, context: Context) -> None:
        super().__init__(scene, context)
        self._server = server

    async def says_twice(self, who: str, text: str) -> None:
        before = len(self._server.sockets.envelopes)
        self.scene.says(who, text)
        first = self._server.sockets.envelopes[before]
        await until(lambda: first.acknowledged)
        again = self._server.sockets.hand_out(first.type, first.payload)
        await until(lambda: again.acknowledged)

    async def says_at_length(self, who: str) -> None:
        harmless = "FOLFOX is hard on the fingers. " * (LONGEST // 31)
        self.scene.says(who, f"{FIRST} {harmless[: LONGEST - len(FIRST) - len(LAST) - 2]} {LAST}")

    async def sends_unknown(self) -> None:
        self._server.happen({"type": "never_heard_of", "event_ts": self._server.world.new_ts()})
