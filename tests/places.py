"""One group of invented people on a stand-in platform, the same for both platforms: for load and for crash tests."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.model import Chat, Person
from tests.platforms.telegram.server import TOKEN, StandIn

BOT = "Entre Nous"


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Place(Protocol):
    """Groups in which people write. `spans`: seconds from handing a message out to receiving its delete."""

    environ: dict[str, str]
    finds_own_posts: bool

    def write(self, number: int, text: str) -> None:
        """The `number`-th message, by one of the people, in one of the groups."""

    def standing(self, *, ours: bool) -> list[str]:
        """Texts that stand in the groups: the bot's, or people's."""

    def spans(self) -> list[float]: ...

    def violations(self) -> list[str]:
        """Requests that the platform's published description does not allow."""


class TelegramPlace:
    finds_own_posts = False

    def __init__(self, platform: StandIn, people: list[Person], chats: list[Chat], *, paced: bool) -> None:
        self._platform, self.people, self.chats = platform, people, chats
        self.world = platform.world
        self.environ = {
            "ENTRENOUS_TELEGRAM__TOKEN": TOKEN,
            "ENTRENOUS_TELEGRAM__BASE_URL": platform.url,
            "ENTRENOUS_TELEGRAM__GROUPS": json.dumps([chat.id for chat in chats]),
            "ENTRENOUS_TELEGRAM__PACED": json.dumps(paced),
        }

    def write(self, number: int, text: str) -> None:
        person, chat = self.people[number % len(self.people)], self.chats[number % len(self.chats)]
        self.world.says(person, chat, text)

    def standing(self, *, ours: bool) -> list[str]:
        seen = [seen for chat in self.chats for seen in self.world.view(chat)]
        return [line.text for line in seen if (line.author == BOT) is ours]

    def spans(self) -> list[float]:
        return [trace.exposed for trace in self.world.exposures if trace.exposed is not None]

    def violations(self) -> list[str]:
        return self._platform.violations


class SlackPlace:
    finds_own_posts = True

    def __init__(self, platform: SlackServer, people: list[str], channels: list[str]) -> None:
        self.platform, self.people, self.channels = platform, people, channels
        self.environ = {
            "ENTRENOUS_SLACK__BASE_URL": platform.base_url,
            "ENTRENOUS_SLACK__BOT_TOKEN": BOT_TOKEN,
            "ENTRENOUS_SLACK__APP_TOKEN": APP_TOKEN,
            "ENTRENOUS_SLACK__ADMIN_USER_TOKEN": ADMIN_TOKEN,
            "ENTRENOUS_SLACK__CHANNELS": json.dumps(channels),
        }

    def write(self, number: int, text: str) -> None:
        person = self.people[number % len(self.people)]
        self.platform.say(person, self.channels[number % len(self.channels)], text)

    def standing(self, *, ours: bool) -> list[str]:
        seen = [seen for channel in self.channels for seen in self.platform.view(channel, self.people[0])]
        return [line.text for line in seen if (line.who == BOT) is ours]

    def spans(self) -> list[float]:
        exposures = self.platform.exposures.values()
        return [one.deleted - one.handed_out for one in exposures if one.deleted is not None]

    def violations(self) -> list[str]:
        return self.platform.violations


@asynccontextmanager
async def place(platform: str, *, groups: int = 1, limits: bool = False) -> AsyncIterator[Place]:
    """A stand-in "telegram" or "slack" with four people in `groups` groups; `limits`: the published rate limits hold."""
    if platform == "telegram":
        async with StandIn(limits=limits) as telegram:
            people = [telegram.world.person(f"Listener {n}") for n in range(4)]
            chats = [telegram.world.group(f"Group {n}", people) for n in range(groups)]
            for person in people:
                telegram.world.starts(person)
            yield TelegramPlace(telegram, people, chats, paced=limits)
    else:
        async with SlackServer(limits=limits) as slack:
            users = [slack.add_user(f"Listener {n}") for n in range(4)]
            channels = [slack.add_channel(f"group-{n}", *users) for n in range(groups)]
            slack.give_admin_token()
            yield SlackPlace(slack, users, channels)
