"""In which guarded channels somebody is, and what these are called."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Collection, Mapping

import structlog

from adapters.slack.client import Fields, SlackClient, SlackFault
from adapters.slack.parse import NAME
from bot.domain.messages import ConversationRef, PersonRef

KEPT = 180.0
"""Seconds for which an answer of Slack's is good: whoever was let into a channel need not wait long for it."""
MOST = 2000


class Places:
    """A small cache over `users.conversations`, which lists a member's channels as far as the bot is in them too."""

    def __init__(self, client: SlackClient, guarded: Collection[str]) -> None:
        self._client = client
        self._guarded = tuple(guarded)
        self._known: OrderedDict[str, tuple[tuple[str, ...], float]] = OrderedDict()
        self._names: dict[str, str] = {}

    @property
    def names(self) -> Mapping[str, str]:
        """Channel id -> its name, of those that were seen so far."""
        return self._names

    async def of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        """In the order of the settings; what was known last, else none, where Slack cannot be asked."""
        found = self._known.get(person.account)
        if found is None or found[1] < time.monotonic():
            try:
                found = self._keep(person.account, await self._asked(person.account))
            except SlackFault as fault:
                structlog.get_logger("adapters.slack").warning(
                    "slack.places_unknown", account=person.account, code=fault.code
                )
        return tuple(ConversationRef(NAME, channel) for channel in (found[0] if found else ()))

    def forget(self, account: str) -> None:
        """They joined or left a channel."""
        self._known.pop(account, None)

    async def _asked(self, account: str) -> tuple[str, ...]:
        wanted: Fields = {"user": account, "types": "public_channel,private_channel", "exclude_archived": True}
        mine: set[str] = set()
        async for channel in self._client.pages("users.conversations", "channels", wanted):
            if channel["id"] in self._guarded:
                mine.add(str(channel["id"]))
                self._names[str(channel["id"])] = str(channel.get("name") or channel["id"])
        return tuple(channel for channel in self._guarded if channel in mine)

    def _keep(self, account: str, channels: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
        self._known[account] = (channels, time.monotonic() + KEPT)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return self._known[account]
