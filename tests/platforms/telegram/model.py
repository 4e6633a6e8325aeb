"""What stands in the stand-in: people, chats, messages, updates."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

Json = dict[str, Any]

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class ApiError(Exception):
    """An answer of the Bot API that is not ok. `parameters` are its ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Clock:
    """The time of the platform, which a test may move."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()


@dataclass(slots=True)
class Person:
    """Somebody with an account. `started`: has pressed Start in the bot's private chat."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    started: bool = False
    blocked: bool = False
    alerts: list[tuple[str, str | None]] = field(default_factory=list)
    """Answers to buttons that this person pressed: text and link."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def json(self) -> Json:
        found: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return found | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Message:
    """One message of a chat: its JSON as bots get it, and whether it still stands."""

    chat: int
    json: Json
    sent: float
    by_bot: bool = False
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.json["message_id"])

    @property
    def text(self) -> str:
        """What people read; of a poll all its parts, one a line."""
        if poll := self.json.get("poll"):
            options = [f"- {option['text']}" for option in poll["options"]]
            said = [poll.get("description"), poll["question"], *options, poll.get("explanation")]
            return "\n".join(filter(None, said))
        if added := self.json.get("poll_option_added"):
            return str(added["option_text"])
        return str(self.json.get("text", self.json.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """Those of its text; of a poll, those of its description."""
        return list(self.json.get("poll", {}).get("description_entities") or self.json.get("entities") or ())


@dataclass(slots=True)
class Chat:
    """A group, a supergroup, a channel or the private chat of one person with the bot."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    people: dict[int, Person] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    bot: Json = field(default_factory=lambda: {"status": "left"})
    """The bot's own ChatMember here, without `user`."""
    messages: dict[int, Message] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    last_id: int = 0
    became: int | None = None

    def json(self) -> Json:
        if self.type == "private":
            person = next(iter(self.people.values()))
            return {"id": self.id, "type": "private", "first_name": person.first_name}
        return {"id": self.id, "type": self.type, "title": self.title} | ({"is_forum": True} if self.forum else {})

    @property
    def bot_is_in(self) -> bool:
        return self.bot["status"] in ("administrator", "member")

    @property
    def bot_may_delete(self) -> bool:
        return self.bot["status"] == "administrator" and bool(self.bot["can_delete_messages"])


@dataclass(slots=True)
class Trace:
    """How one update fared, in `time.monotonic()` seconds: made, first handed to the bot, its message removed by it."""

    update: int
    chat: int
    message: int
    made: float
    handed_out: float | None = None
    deleted: float | None = None

    @property
    def exposed(self) -> float | None:
        """Seconds between the two, which the exposure benchmark reads."""
        if self.handed_out is None or self.deleted is None:
            return None
        return self.deleted - self.handed_out


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as people see it in a chat."""

    id: int
    author: str
    text: str
    buttons: tuple[str, ...] = ()
    reply_to: int | None = None
    kind: str = "text"
    topic: int | None = None


def admin_rights(*, deletes: bool) -> Json:
    """A ChatMemberAdministrator with all that it must have (https://core.telegram.org/bots/api#chatmemberadministrator)."""
    others = (
        *("can_be_edited", "is_anonymous", "can_manage_chat", "can_manage_video_chats", "can_restrict_members"),
        *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
        "can_delete_stories",
    )
    return {"status": "administrator", "can_delete_messages": deletes} | dict.fromkeys(others, False)


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
