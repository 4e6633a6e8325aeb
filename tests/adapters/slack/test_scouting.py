"""What an app that is being set up finds by itself."""

from __future__ import annotations

import pytest

from adapters.slack import scouting
from adapters.slack.client import SlackFault
from adapters.slack.settings import SlackSettings
from tests.platforms.slack import SlackServer
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN


def settings(slack: SlackServer, app_token: str = APP_TOKEN) -> SlackSettings:
    return SlackSettings.model_validate({"bot_token": BOT_TOKEN, "app_token": app_token, "base_url": slack.base_url})


async def test_channels_come_with_those_first_that_the_bot_is_in_and_private_ones_only_if_invited() -> None:
    async with SlackServer() as slack:
        sue = slack.add_user("Sue Martin")
        slack.add_channel("hidden", sue, private=True, with_bot=False)
        slack.add_channel("alpha", sue, with_bot=False)
        slack.add_channel("zulu", sue, private=True)
        async with scouting.connected(settings(slack)) as client:
            found = await scouting.channels(client)
        assert [(channel.name, channel.inside) for channel in found] == [("#zulu", True), ("#alpha", False)]
        slack.check()


async def test_members_are_people_by_name_on_however_many_pages() -> None:
    async with SlackServer() as slack:
        for number in range(205):
            slack.add_user(f"Listener {number:03}")
        gone = slack.add_user("Gone")
        slack.world.users[gone].deleted = True
        async with scouting.connected(settings(slack)) as client:
            found = await scouting.members(client)
        assert [person.name for person in found] == [f"Listener {number:03}" for number in range(205)]
        assert "Listener" not in repr(found)
        slack.check()


async def test_an_app_token_is_tried_without_opening_a_socket() -> None:
    async with SlackServer() as slack:
        async with scouting.connected(settings(slack)) as client:
            await scouting.opens_sockets(client)
        assert slack.sockets.connections == 0
        async with scouting.connected(settings(slack, "xapp-of-another-app")) as client:
            with pytest.raises(SlackFault, match="invalid_auth"):
                await scouting.opens_sockets(client)
        slack.check()
