"""A Slack channel, from the first word to the last."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, SlackServer

BOT = "Entre Nous"
DETAILS = "Mary Dupont, 67, is in Bergerac, ring her on 06 39 98 14 27"


class Workspace:
    """Sue and Bob, with Margaret as supervisor, in one guarded channel."""

    def __init__(self, platform: SlackServer) -> None:
        self.platform = platform
        self.sue, self.bob = platform.add_user("Sue"), platform.add_user("Bob")
        self.margaret = platform.add_user("Margaret")
        self.channel = platform.add_channel("listeners", self.sue, self.bob, self.margaret)

    def settings(self, *, admin: bool = True) -> dict[str, str]:
        fields = {
            "BASE_URL": self.platform.base_url,
            "BOT_TOKEN": BOT_TOKEN,
            "APP_TOKEN": APP_TOKEN,
            "CHANNELS": json.dumps([self.channel]),
            "SUPERVISORS": json.dumps([self.margaret]),
        }
        if admin:
            self.platform.give_admin_token()
            fields["ADMIN_USER_TOKEN"] = ADMIN_TOKEN
        return {f"ENTRENOUS_SLACK__{name}": value for name, value in fields.items()}

    def direct_channel(self, user: str) -> str:
        return self.platform.world.direct(user, self.platform.bot.id).id

    def bot_says(self) -> list[str]:
        return [seen.text for seen in self.platform.view(self.channel, self.bob) if seen.who == BOT]

    def people_say(self) -> list[str]:
        return [seen.text for seen in self.platform.view(self.channel, self.bob) if seen.who != BOT]

    def private(self, user: str) -> list[str]:
        return [seen.shown for seen in self.platform.direct(user) if seen.who == BOT]


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with SlackServer() as platform:
        yield Workspace(platform)
        platform.check()


async def test_a_name_is_hidden_and_the_answer_in_its_thread_keeps_the_pseudonym(
    workspace: Workspace, bot: Bot
) -> None:
    async with bot(workspace.settings()):
        workspace.platform.say(workspace.sue, workspace.channel, DETAILS)
        await until(workspace.bot_says)
        assert workspace.people_say() == []
        assert "[Person A]" in workspace.bot_says()[0]
        root = workspace.platform.view(workspace.channel, workspace.bob)[0].ts
        workspace.platform.say(workspace.bob, workspace.channel, "shall I ring Mary?", thread=root)
        await until(lambda: len(workspace.bot_says()) == 2)
        assert "shall I ring [Person A]?" in workspace.bot_says()[1]
        await until(lambda: any("I hid" in text for text in workspace.private(workspace.sue)))
        assert not any("Mary" in text for text in workspace.private(workspace.sue))


async def test_without_an_admin_token_the_author_is_told_and_decides(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings(admin=False)) as context:
        ts = workspace.platform.say(workspace.sue, workspace.channel, DETAILS)
        await until(lambda: any("not allowed to remove" in text for text in workspace.private(workspace.sue)))
        assert workspace.people_say() == [DETAILS]
        assert workspace.bot_says() == []
        (note,) = [seen for seen in workspace.platform.direct(workspace.sue) if seen.buttons]
        workspace.platform.press(workspace.sue, workspace.direct_channel(workspace.sue), note.ts, "post_redacted")
        await until(workspace.bot_says)
        await until(lambda: journalled(context, "message_exposed"))
        workspace.platform.delete(workspace.sue, workspace.channel, ts)
        await until(lambda: journalled(context, "exposure_ended"))
        assert workspace.people_say() == []


async def test_what_was_said_while_the_bot_was_away_is_read_back(workspace: Workspace, bot: Bot) -> None:
    settings = workspace.settings() | {"ENTRENOUS_INTAKE__AWAY_AFTER": "0.002"}
    async with bot(settings):
        workspace.platform.say(workspace.sue, workspace.channel, "FOLFOX is hard, Peter Smith says")
        await until(workspace.bot_says)
    await workspace.platform.go_down()
    workspace.platform.say(workspace.sue, workspace.channel, DETAILS)
    workspace.platform.come_back()
    async with bot(settings):
        await until(lambda: not workspace.people_say())
        await until(lambda: any("[phone 1]" in text for text in workspace.bot_says()))
        await until(lambda: any("was away" in text for text in workspace.bot_says()))


async def test_a_file_is_held_and_no_longer_seen_in_the_channel(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()) as context:
        workspace.platform.upload(workspace.sue, workspace.channel, "dupont.pdf", "application/pdf", "Mary Dupont")
        await until(lambda: any("is held" in text for text in workspace.bot_says()))
        await until(lambda: not workspace.platform.visible_files(workspace.channel))
        await until(lambda: any("for you alone" in text for text in workspace.private(workspace.sue)))
        await until(lambda: journalled(context, "message_given_back"))
