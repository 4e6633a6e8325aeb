"""A workspace as plain data: people, channels, messages, files. No network, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.slack.clock import Clock

Message = dict[str, Any]

TEAM = "T0STANDIN"
APP = "A0STANDIN"


@dataclass(slots=True)
class User:
    """A person or the bot's own user."""

    id: str
    name: str
    display: str
    locale: str = "en-GB"
    admin: bool = False
    is_bot: bool = False
    deleted: bool = False

    def payload(self, *, with_locale: bool) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id, "team_id": TEAM, "name": self.name, "deleted": self.deleted, "real_name": self.display,
            "is_admin": self.admin, "is_owner": False, "is_bot": self.is_bot,
            "profile": {"real_name": self.display, "display_name": self.display},
        }  # fmt: skip
        return found | ({"locale": self.locale} if with_locale else {})


@dataclass(slots=True)
class Ephemeral:
    """A message that one person sees, until they reload."""

    user: str
    text: str
    blocks: list[dict[str, Any]]
    thread: str | None = None


@dataclass(slots=True)
class Channel:
    """A channel, a private channel or a direct message with what was said there, oldest first."""

    id: str
    name: str
    kind: str = "channel"
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, dict[str, None]] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    archived: bool = False
    topic: str = ""

    def payload(self, viewer: str) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "is_channel": self.kind == "channel", "is_group": self.kind == "group",
            "is_im": self.kind == "im", "is_private": self.kind != "channel", "is_archived": self.archived,
            "is_member": viewer in self.members, "topic": {"value": self.topic},
        }  # fmt: skip

    def newest_first(self, oldest: str, latest: str, *, inclusive: bool) -> Iterator[Message]:
        """Top-level and broadcast messages between the two timestamps."""
        for ts in reversed(self.messages):
            if ts < oldest or (ts == oldest and not inclusive):
                return
            if ts > latest or (ts == latest and not inclusive):
                continue
            message = self.messages[ts]
            if is_top_level(message):
                yield message

    def replies(self, root: str) -> list[Message]:
        return [self.messages[ts] for ts in self.threads.get(root, {}) if ts in self.messages]


def is_top_level(message: Message) -> bool:
    root = message.get("thread_ts")
    return root is None or root == message["ts"] or message.get("subtype") == "thread_broadcast"


@dataclass(slots=True)
class File:
    """An uploaded file and where it is visible."""

    id: str
    owner: str
    name: str
    mimetype: str
    shares: set[str]
    subtype: str | None = None
    deleted: bool = False
    content: bytes | None = None
    """What is in it; of one that the bot sends, zeros of its length until it has arrived."""

    def payload(self, host: str) -> dict[str, Any]:
        found = {
            "id": self.id, "user": self.owner, "name": self.name, "title": self.name, "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2], "mode": "hosted", "is_external": False,
            "size": len(self.content or b""),
            "url_private": f"{host}/files-pri/{TEAM}-{self.id}/{self.name}",
            "permalink": f"{host}/files/{self.owner}/{self.id}", "channels": sorted(self.shares), "groups": [],
        }  # fmt: skip
        return found | ({"subtype": self.subtype} if self.subtype else {})


class World:
    """Everything that the stand-in remembers. Identifiers count up, timestamps are unique and rise."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.dms: dict[str, str] = {}
        self.reactions: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._count = 0
        self._last_ts = 0

    def new_id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}0STAND{self._count:04d}"

    def new_ts(self) -> str:
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add(self, channel: Channel, message: Message) -> Message:
        """Keep `message` (without `ts`) under a fresh timestamp, in its thread if it names one."""
        message = {"type": "message", "team": TEAM, **message, "ts": self.new_ts()}
        channel.messages[message["ts"]] = message
        root = message.get("thread_ts")
        if root is not None:
            self._count_reply(channel, root, message)
        return message

    def remove(self, channel: Channel, ts: str) -> Message | None:
        """Take a message out; a root that has replies leaves a tombstone, which is returned."""
        message = channel.messages[ts]
        root = message.get("thread_ts")
        if root == ts and channel.replies(ts):
            grave = {key: message[key] for key in ("type", "ts", "thread_ts", "reply_count", "latest_reply", "team")}
            grave |= {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True}
            channel.messages[ts] = grave
            return grave
        del channel.messages[ts]
        if root is not None and root != ts:
            self._uncount_reply(channel, root, ts)
        return None

    def direct(self, user: str, bot: str) -> Channel:
        """The direct-message channel of `user` with the bot; opened on first use."""
        if user not in self.dms:
            channel = Channel(self.new_id("D"), "", kind="im", members={user: None, bot: None})
            self.channels[channel.id] = channel
            self.dms[user] = channel.id
        return self.channels[self.dms[user]]

    def _count_reply(self, channel: Channel, root: str, message: Message) -> None:
        replies = channel.threads.setdefault(root, {})
        replies[message["ts"]] = None
        parent = channel.messages[root]
        message["parent_user_id"] = parent.get("user")
        parent |= {"thread_ts": root, "reply_count": len(replies), "latest_reply": message["ts"]}

    def _uncount_reply(self, channel: Channel, root: str, ts: str) -> None:
        replies = channel.threads[root]
        del replies[ts]
        if root in channel.messages:
            channel.messages[root]["reply_count"] = len(replies)
            channel.messages[root]["latest_reply"] = next(reversed(replies), root)
