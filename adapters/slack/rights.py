"""What the workspace gave the bot: scopes, channels, an admin's token. Asked once when it connects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from adapters.slack import faults
from adapters.slack.client import As, SlackClient, SlackFault
from bot.domain.outgoing import Outcome

NEEDED = {
    "channels:history": "cannot read public channels",
    "channels:read": "cannot tell whether it is in a channel",
    "chat:write": "cannot post redacted versions or write to authors",
    "files:read": "cannot read files, nor see whether one left the channel",
    "files:write": "cannot post redacted files, so that pictures and documents are held back",
    "groups:history": "cannot read private channels",
    "groups:read": "cannot tell whether it is in a private channel",
    "im:history": "does not hear what is written to it",
    "im:write": "cannot open direct messages to authors",
    "users:read": "cannot show authors' names",
}
"""Scopes of the bot token, each with what the bot cannot do without it (docs.slack.dev/reference/scopes)."""

ADMIN_NEEDED = ("chat:write", "files:write", "channels:read", "groups:read")
"""Scopes of the admin's token: to remove messages and files, and to see which channels it reaches."""


@dataclass(frozen=True, slots=True)
class Rights:
    """`admin`: whether an admin's token lets the bot remove everybody's messages.

    `troubles`: what is missing, as `code` or `code:channel`. `closed`: guarded channels that the bot cannot read.
    """

    admin: bool
    troubles: tuple[str, ...] = ()
    closed: frozenset[str] = frozenset()

    @property
    def files(self) -> bool:
        """Whether the bot may read files and send some."""
        return not {"no_scope.files_read", "no_scope.files_write"} & set(self.troubles)


async def survey(client: SlackClient, channels: Collection[str], scopes: frozenset[str]) -> Rights:
    """Ask Slack. Raises `SlackFault` only where the platform cannot be reached or the bot's own token is refused."""
    troubles = [f"no_scope.{scope.replace(':', '_')}" for scope in NEEDED if scopes and scope not in scopes]
    admin, admin_troubles = await _admin(client)
    closed = {channel: code for channel in channels if (code := await _closed(client, channel))}
    if admin:
        admin_troubles += [f"admin_not_in_channel:{c}" for c in channels if await _hidden_from_admin(client, c)]
    troubles += admin_troubles + [f"{code}:{channel}" for channel, code in closed.items()]
    return Rights(admin, tuple(troubles), frozenset(closed))


async def _admin(client: SlackClient) -> tuple[bool, list[str]]:
    if not client.has_admin:
        return False, []
    try:
        who, scopes = await client.identify(As.ADMIN)
        user = (await client.read("users.info", {"user": str(who["user_id"])}))["user"]
    except SlackFault as fault:
        if faults.outcome(fault.code) is Outcome.RETRY:
            raise
        return False, [f"admin_token.{fault.code}"]
    missing = [f"no_admin_scope.{scope.replace(':', '_')}" for scope in ADMIN_NEEDED if scopes and scope not in scopes]
    if not any(user.get(key) for key in ("is_admin", "is_owner", "is_primary_owner")):
        return False, ["admin_token.not_an_admin", *missing]
    return "no_admin_scope.chat_write" not in missing, missing


async def _closed(client: SlackClient, channel: str) -> str | None:
    """Why the bot hears nothing in this channel, None if it is a member; a public one it joins by itself."""
    try:
        found = (await client.read("conversations.info", {"channel": channel}))["channel"]
        if found.get("is_member"):
            return None
        await client.do("conversations.join", {"channel": channel})
    except SlackFault as fault:
        if faults.outcome(fault.code) is Outcome.RETRY:
            raise
        return "bot_not_in_channel"
    return None


async def _hidden_from_admin(client: SlackClient, channel: str) -> bool:
    """A private channel whose messages the admin's token cannot remove, since its holder is no member."""
    try:
        await client.read("conversations.info", {"channel": channel}, As.ADMIN)
    except SlackFault as fault:
        return fault.code == "channel_not_found"
    return False
