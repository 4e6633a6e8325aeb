"""What people do in the workspace, as methods: write, edit, delete, upload. Tests and the page both use these."""

from __future__ import annotations

import copy
import secrets
import time
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack import events, spec
from tests.platforms.slack.clock import Clock
from tests.platforms.slack.composing import compose
from tests.platforms.slack.sockets import Envelope, Sockets
from tests.platforms.slack.world import APP, Channel, File, Message, User, World


@dataclass(slots=True)
class Exposure:
    """When a message was handed to the bot and when the bot's delete arrived, in seconds of a monotonic clock."""

    handed_out: float
    deleted: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as a person sees it."""

    ts: str
    who: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    thread: str | None = None
    ephemeral: bool = False

    @property
    def shown(self) -> str:
        """What is on the screen: the blocks where there are any, else the text."""
        return "\n".join(_words(list(self.blocks))) if self.blocks else self.text

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> action_id."""
        return {e["text"]["text"]: e["action_id"] for b in self.blocks if b["type"] == "actions" for e in b["elements"]}


class Workspace:
    """People and what they do. Everything that happens is told to the bot over Socket Mode."""

    root: str

    def __init__(self) -> None:
        self.clock = Clock()
        self.world = World(self.clock)
        self.sockets = Sockets(self.clock, self._on_handed_out)
        self.exposures: dict[str, Exposure] = {}
        self.files_linger = False
        """Whether a file stays visible in its channel after the message that brought it was deleted."""
        self.edit_window_closed = False
        """Whether the workspace lets members edit what they wrote no more."""
        self.attachments_stick = False
        """Whether previews of links stay although a change asks for none."""
        self.bot_id = "B0BOT"
        self.bot = self.world.users.setdefault("U0BOT", User("U0BOT", "entrenous", "Entre Nous", is_bot=True))

    # people and places

    def add_user(self, display: str, *, locale: str = "en-GB", admin: bool = False) -> str:
        user = User(self.world.new_id("U"), display.lower().replace(" ", "."), display, locale, admin)
        self.world.users[user.id] = user
        return user.id

    def add_channel(self, name: str, *members: str, private: bool = False, with_bot: bool = True) -> str:
        everyone = dict.fromkeys([*members, *([self.bot.id] if with_bot else [])])
        channel = Channel(self.world.new_id("C"), name, "group" if private else "channel", everyone)
        self.world.channels[channel.id] = channel
        return channel.id

    def join(self, user: str, channel: str) -> None:
        self.world.channels[channel].members[user] = None
        self._happen(channel, {"type": "member_joined_channel", "user": user, "channel": channel, "channel_type": "C"})
        self._say(channel, {"user": user, "subtype": "channel_join", "text": f"<@{user}> has joined the channel"})

    # messages

    def say(self, user: str, channel: str, typed: str, *, thread: str | None = None, broadcast: bool = False) -> str:
        """`user` types something; its timestamp comes back."""
        message = {"user": user, "client_msg_id": secrets.token_hex(8), **compose(typed)}
        if thread:
            message["thread_ts"] = thread
        if broadcast:
            message["subtype"] = "thread_broadcast"
            message["root"] = copy.deepcopy(self.world.channels[channel].messages[str(thread)])
        return self._say(channel, message)

    def me_message(self, user: str, channel: str, typed: str) -> str:
        return self._say(channel, {"user": user, "subtype": "me_message", "text": compose(typed)["text"]})

    def app_says(self, channel: str, name: str, text: str, **more: Any) -> str:
        """Another app's post."""
        return self._say(
            channel, {"subtype": "bot_message", "bot_id": "B0OTHER", "username": name, "text": text, **more}
        )

    def share(self, user: str, channel: str, source: str, ts: str, typed: str = "") -> str:
        """`user` forwards a message; it comes as an attachment."""
        original = self.world.channels[source].messages[ts]
        attachment = {
            "is_msg_unfurl": True, "is_share": True, "channel_id": source, "ts": ts, "author_id": original["user"],
            "author_name": self.world.users[original["user"]].display, "text": original["text"],
            "fallback": f"[message] {original['text']}", "message_blocks": [{"message": {"blocks": original.get("blocks", [])}}],
        }  # fmt: skip
        return self._say(channel, {"user": user, **compose(typed), "attachments": [attachment]})

    def set_topic(self, user: str, channel: str, topic: str) -> str:
        self.world.channels[channel].topic = topic
        text = f"set the channel topic: {topic}"
        return self._say(channel, {"user": user, "subtype": "channel_topic", "text": text, "topic": topic})

    def edit(self, user: str, channel: str, ts: str, typed: str) -> None:
        edited = {"user": user, "ts": self.world.new_ts()}
        self.change(self.world.channels[channel], ts, {**compose(typed), "edited": edited})

    def unfurl(self, channel: str, ts: str, url: str, title: str, text: str) -> None:
        """Slack adds the preview of a link; nobody edited anything."""
        preview = {"from_url": url, "original_url": url, "id": 1, "title": title, "text": text, "fallback": title}
        self.change(self.world.channels[channel], ts, {"attachments": [preview]})

    def delete(self, user: str, channel: str, ts: str) -> None:
        assert self.world.channels[channel].messages[ts]["user"] == user
        self.take_out(self.world.channels[channel], ts)

    def upload(
        self, user: str, channel: str, name: str, mimetype: str, typed: str = "",
        *, thread: str | None = None, subtype: str | None = None, content: bytes | None = None,
    ) -> str:  # fmt: skip
        """`user` shares a file with a few words."""
        file = File(self.world.new_id("F"), user, name, mimetype, {channel}, subtype, content=content)
        self.world.files[file.id] = file
        body = compose(typed) if typed else {"text": ""}
        message = {"user": user, "subtype": "file_share", "upload": False, "files": [file.payload(self.root)], **body}
        return self._say(channel, message | ({"thread_ts": thread} if thread else {}))

    def write_to_bot(self, user: str, typed: str) -> str:
        """`user` writes in the direct messages with the bot."""
        return self.say(user, self.world.direct(user, self.bot.id).id, typed)

    def happen(self, event: dict[str, Any]) -> Envelope:
        """Any event at all, also one that nobody has ever heard of."""
        return self.sockets.hand_out("events_api", self._wrapped(event))

    # what people see

    def view(self, channel: str, user: str) -> list[Seen]:
        """The channel as `user` sees it: everything said, in order of time, and what only they see."""
        place = self.world.channels[channel]
        assert user in place.members, "not a member"
        lines = [self._line(m) for _, m in sorted(place.messages.items())]
        return lines + [Seen("", "Entre Nous", e.text, tuple(e.blocks), e.thread, ephemeral=True)
                        for e in place.ephemerals if e.user == user]  # fmt: skip

    def direct(self, user: str) -> list[Seen]:
        """The direct messages of `user` with the bot."""
        return self.view(self.world.dms[user], user) if user in self.world.dms else []

    def visible_files(self, channel: str) -> list[str]:
        return [f.id for f in self.world.files.values() if channel in f.shares and not f.deleted]

    # used by the Web API too

    def announce_post(self, channel: Channel, message: Message) -> None:
        if self.bot.id in channel.members:
            self._tell(events.posted(channel, message))

    def change(self, channel: Channel, ts: str, fields: Message) -> None:
        previous = copy.deepcopy(channel.messages[ts])
        channel.messages[ts].update(fields)
        if self.bot.id in channel.members:
            self._tell(events.changed(channel, channel.messages[ts], previous, self.world.new_ts()))

    def take_out(self, channel: Channel, ts: str) -> None:
        previous = channel.messages[ts]
        grave = self.world.remove(channel, ts)
        if not self.files_linger:
            for file in previous.get("files", []):
                self.world.files[file["id"]].shares.discard(channel.id)
        if self.bot.id not in channel.members:
            return
        if grave is None:
            self._tell(events.deleted(channel, previous, self.world.new_ts()))
        else:
            self._tell(events.changed(channel, grave, previous, self.world.new_ts()))

    def delete_file(self, file: File) -> None:
        file.deleted = True
        file.shares.clear()
        self._tell({"type": "file_deleted", "file_id": file.id, "event_ts": self.world.new_ts()})

    def record_delete(self, ts: str, arrived: float) -> None:
        if ts in self.exposures:
            self.exposures[ts].deleted = arrived

    def _say(self, channel: str, message: Message) -> str:
        place = self.world.channels[channel]
        kept = self.world.add(place, message)
        self.announce_post(place, kept)
        return str(kept["ts"])

    def _happen(self, channel: str, event: dict[str, Any]) -> None:
        if self.bot.id in self.world.channels[channel].members:
            self._tell({**event, "event_ts": self.world.new_ts()})

    def _tell(self, event: dict[str, Any]) -> None:
        assert event["type"] in spec.event_names(), "Slack documents no such event"
        self.happen(event)

    def _wrapped(self, event: dict[str, Any]) -> dict[str, Any]:
        return events.callback(copy.deepcopy(event), self.world.new_id("Ev"), self.clock.now())

    def _on_handed_out(self, envelope: Envelope) -> None:
        """A bot's own posts are nobody's exposure."""
        event = envelope.payload.get("event", {})
        if event.get("bot_id") == self.bot_id:
            return
        if event.get("type") == "message" and event.get("subtype") not in {"message_changed", "message_deleted"}:
            self.exposures.setdefault(str(event.get("ts")), Exposure(time.perf_counter()))

    def _line(self, message: Message) -> Seen:
        user = self.world.users.get(message.get("user", ""))
        who = user.display if user else str(message.get("username") or message.get("user"))
        blocks = () if message.get("app_id") != APP else tuple(message.get("blocks", []))
        return Seen(message["ts"], who, message["text"], blocks, message.get("thread_ts"))


def _words(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for block in blocks:
        text = block.get("text")
        if isinstance(text, dict):
            found.append(text["text"])
        elif isinstance(text, str):
            found.append(text)
        found += _words([e for e in block.get("elements", []) if block["type"] == "context"])
    return found
