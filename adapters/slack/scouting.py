"""What a new app finds by itself while it is being set up: the workspace's channels and members."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.slack.client import As, Fields, SlackClient
from adapters.slack.people import shown_name
from adapters.slack.settings import SlackSettings

_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Found:
    """A channel or a member: Slack's id, and how people call it. `inside`: the bot is a member of the channel."""

    id: str
    name: str = field(repr=False)
    inside: bool = True


@asynccontextmanager
async def connected(settings: SlackSettings) -> AsyncIterator[SlackClient]:
    """A client with the tokens of `settings`, which has not asked anything yet."""
    client = SlackClient(settings)
    try:
        yield client
    finally:
        await client.close()


async def opens_sockets(client: SlackClient) -> None:
    """Whether the app-level token works: Slack hands out an address, which is not used. Raises `SlackFault`."""
    await client.do("apps.connections.open", {}, As.APP)


async def channels(client: SlackClient) -> list[Found]:
    """Channels that the bot sees, those that it is in first: all public ones, and private ones that it was invited to."""
    wanted: Fields = {"types": "public_channel,private_channel", "exclude_archived": True}
    found = [
        Found(str(channel["id"]), f"#{channel.get('name', '')}", bool(channel.get("is_member")))
        async for channel in client.pages("conversations.list", "channels", wanted)
    ]
    return sorted(found, key=lambda channel: (not channel.inside, channel.name))


async def members(client: SlackClient) -> list[Found]:
    """People of the workspace by name, without apps and those who left."""
    found = [
        Found(str(user["id"]), shown_name(user))
        async for user in client.pages("users.list", "members", {})
        if not (user.get("deleted") or user.get("is_bot") or user["id"] == _SLACKBOT)
    ]
    return sorted(found, key=lambda person: person.name.casefold())


async def say(client: SlackClient, channel: str, text: str) -> None:
    """A line of ours into a channel. Raises `SlackFault`."""
    await client.do("chat.postMessage", {"channel": channel, "text": text})
