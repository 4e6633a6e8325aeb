"""Reading back what was said while nobody listened: Socket Mode keeps nothing for a bot that is away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from adapters.slack.client import SlackClient

THREADS_BACK = timedelta(days=30)
"""How far back a thread may have begun whose new answers are read, and a message be whose edit is."""

Message = Mapping[str, Any]
Take = Callable[[Message, str], Awaitable[None]]


class Backlog:
    """Reads a channel's history and hands each message to `take`, oldest first. Raises `SlackFault`."""

    def __init__(self, client: SlackClient, take: Take) -> None:
        self._client = client
        self._take = take

    async def newest(self, channel: str, since: str) -> str:
        """What came after timestamp `since`, answers to it included; the timestamp of the last one (or `since`)."""
        found = {str(message["ts"]): message async for message in self._history(channel, since)}
        for root in [ts for ts, message in found.items() if message.get("reply_count")]:
            found |= await self._replies(channel, root, since)
        await self._hand_over(channel, found)
        return max([since, *found])

    async def older(self, channel: str, since: str) -> None:
        """What changed after `since` in what is older: answers in its threads, and edits."""
        seconds = float(since) - THREADS_BACK.total_seconds()
        found: dict[str, Message] = {}
        async for message in self._history(channel, f"{max(seconds, 0):.6f}", since):
            if str((message.get("edited") or {}).get("ts") or "") > since:
                found[str(message["ts"])] = message
            if str(message.get("latest_reply") or "") > since:
                found |= await self._replies(channel, str(message["ts"]), since)
        await self._hand_over(channel, found)

    async def _hand_over(self, channel: str, found: Mapping[str, Message]) -> None:
        for ts in sorted(found):
            await self._take(found[ts], channel)

    def _history(self, channel: str, oldest: str, latest: str | None = None) -> Any:
        window: dict[str, str | int | bool] = {"channel": channel, "oldest": oldest}
        if latest:
            window |= {"latest": latest, "inclusive": True}
        return self._client.pages("conversations.history", "messages", window)

    async def _replies(self, channel: str, root: str, since: str) -> dict[str, Message]:
        """The answers after `since`; Slack gives the root along, which is not among them."""
        pages = self._client.pages(
            "conversations.replies", "messages", {"channel": channel, "ts": root, "oldest": since}
        )
        return {str(reply["ts"]): reply async for reply in pages if reply["ts"] != root and str(reply["ts"]) > since}
