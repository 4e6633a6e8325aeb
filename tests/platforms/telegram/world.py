"""What people do on the stand-in platform, and what the bot is told of it. No network here."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from tests.platforms.telegram.model import (
    ANONYMOUS,
    Chat,
    Clock,
    Json,
    Message,
    Person,
    Seen,
    Trace,
    admin_rights,
)

KEPT = 24 * 3600
"""Seconds for which updates are kept for a bot that does not fetch them."""

_SIZE = {"width": 640, "height": 360}
_SHAPES: dict[str, Json] = {
    "photo": _SIZE,
    "video": {**_SIZE, "duration": 4},
    "animation": {**_SIZE, "duration": 4},
    "video_note": {"length": 240, "duration": 4},
    "voice": {"duration": 4},
    "audio": {"duration": 4},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
}
"""What each kind of file must tell of itself besides its id."""

_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class World:
    """The platform's state. `privacy`: the bot only sees a group's messages as its administrator (or if this is off)."""

    def __init__(self, username: str = "entrenous_bot", *, privacy: bool = True) -> None:
        self.clock = Clock()
        self.privacy = privacy
        self.me: Json = {"id": 7000000001, "is_bot": True, "first_name": "Entre Nous", "username": username}
        self.me |= {"can_join_groups": True, "can_read_all_group_messages": not privacy}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: dict[str, tuple[Person, float]] = {}
        self.updates: deque[tuple[Json, float]] = deque()
        self.traces: dict[int, Trace] = {}
        self.expired = 0
        self.allowed: frozenset[str] = frozenset()
        self.on_update: Callable[[], None] = lambda: None
        self.reactions: dict[tuple[int, int, int], tuple[str, ...]] = {}
        self._latest: dict[tuple[int, int], Trace] = {}
        self._numbers = itertools.count(500_000_001)
        self._ids = itertools.count(1)

    # --- who and where -------------------------------------------------------------------------------------------

    def person(self, first_name: str, last_name: str = "", username: str = "", lang: str = "en") -> Person:
        found = Person(810_000_000 + next(self._ids), first_name, last_name, username, lang)
        self.people[found.id] = found
        self.chats[found.id] = Chat(found.id, "private", people={found.id: found}, bot={"status": "member"})
        return found

    def group(
        self,
        title: str,
        people: Iterable[Person],
        *,
        kind: str = "supergroup",
        deletes: bool = True,
        forum: bool = False,
    ) -> Chat:
        """A group with the bot as an administrator."""
        number = next(self._ids)
        chat = Chat(-1_001_000_000_000 - number if kind != "group" else -4_000_000 - number, kind, title, forum)
        chat.people = {person.id: person for person in people}
        chat.bot = admin_rights(deletes=deletes)
        self.chats[chat.id] = chat
        return chat

    def topic(self, chat: Chat, name: str, by: Person) -> int:
        """Open a forum topic; its id."""
        message = self._add(chat, by.json(), {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        chat.topics.add(message.id)
        self._tell("message", message)
        return message.id

    # --- what people do ------------------------------------------------------------------------------------------

    def says(self, who: Person, chat: Chat, text: str, **more: Any) -> Message:
        """Write a text. `more`: entities, quote, forward_origin…, or the words of `sends`."""
        return self.sends(who, chat, text=text, **more)

    def sends(
        self,
        who: Person,
        chat: Chat,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        **content: Any,
    ) -> Message:
        """Send any content that a Message may have, under its name in the Bot API."""
        body = dict(content)
        if reply_to is not None:
            body["reply_to_message"] = {k: v for k, v in reply_to.json.items() if k != "reply_to_message"}
        if topic is not None:
            body |= {"message_thread_id": topic, "is_topic_message": True}
        sender = ANONYMOUS if anonymous else who.json()
        if anonymous:
            body["sender_chat"] = chat.json()
        message = self._add(chat, sender, body)
        self._tell("channel_post" if chat.type == "channel" else "message", message)
        return message

    def album(self, who: Person, chat: Chat, photos: int, caption: str, **more: Any) -> list[Message]:
        """Several pictures sent as one: as many messages, the caption on the first."""
        group = f"1380{next(self._ids):013d}"
        captions: list[Json] = [{"caption": caption}, *({} for _ in range(photos - 1))]
        return [self.sends(who, chat, photo=self.photo(), media_group_id=group, **each, **more) for each in captions]

    def joins(self, who: Person, chat: Chat) -> Message:
        """Come into a group, by a link; Telegram says so in a line of its own."""
        chat.people[who.id] = who
        message = self._add(chat, who.json(), {"new_chat_members": [who.json()]})
        self._tell("message", message)
        return message

    def edits(self, message: Message, **content: Any) -> None:
        """Change what a message holds."""
        message.json |= {**content, "edit_date": int(self.clock.now())}
        self._tell("edited_message", message)

    def deletes(self, message: Message) -> None:
        """Remove a message oneself; bots are not told."""
        message.deleted = True

    def reacts(self, who: Person, message: Message, *emoji: str, anonymous: bool = False) -> None:
        """Choose reactions to a message, in place of those chosen before; administrators' bots that ask for it are told."""
        chat = self.chats[message.chat]
        old = self.reactions.get((chat.id, message.id, who.id), ())
        self.reactions[chat.id, message.id, who.id] = emoji
        head = {"chat": chat.json(), "message_id": message.id, "date": int(self.clock.now())}
        shown = {
            name: [{"type": "emoji", "emoji": each} for each in chosen]
            for name, chosen in (("old_reaction", old), ("new_reaction", emoji))
        }
        if chat.bot["status"] == "administrator":
            by = {"actor_chat": chat.json()} if anonymous else {"user": who.json()}
            self._push("message_reaction", {**head, **by, **shown})

    def adds(self, who: Person, message: Message, option: str) -> Message:
        """Add an answer to a poll; Telegram says so in a line of its own."""
        poll = message.json["poll"]
        number = str(len(poll["options"]))
        poll["options"].append({"persistent_id": number, "text": option, "voter_count": 0})
        added = {"poll_message": message.json, "option_persistent_id": number, "option_text": option}
        return self.sends(who, self.chats[message.chat], poll_option_added=added)

    def starts(self, who: Person, payload: str = "") -> Message:
        """Press Start in the private chat."""
        who.started, who.blocked = True, False
        text = f"/start {payload}".strip()
        entities = [{"type": "bot_command", "offset": 0, "length": 6}]
        return self.says(who, self.chats[who.id], text, entities=entities)

    def blocks(self, who: Person) -> None:
        """Block the bot."""
        who.blocked = True
        chat = self.chats[who.id]
        self._push("my_chat_member", self._member_update(chat, who, {"status": "kicked", "until_date": 0}))

    def presses(self, who: Person, message: Message, label: str) -> str:
        """Press an inline button under `message`; the id of the query. Raises KeyError if there is no such button.

        A link into the bot's private chat leads to its Start button, which is pressed then; that makes no query.
        """
        rows = message.json.get("reply_markup", {}).get("inline_keyboard", [])
        button = {each["text"]: each for row in rows for each in row}[label]
        if "?start=" in button.get("url", ""):
            self.starts(who, button["url"].partition("?start=")[2])
            return ""
        query = f"{4_000_000_000_000 + next(self._ids)}"
        self.queries[query] = (who, self.clock.now())
        shown = {"message": message.json, "chat_instance": "1"}
        self._push("callback_query", {"id": query, "from": who.json(), "data": button["callback_data"], **shown})
        return query

    def rights(self, chat: Chat, by: Person, member: Json) -> None:
        """Change the bot's place in a group, e.g. to `admin_rights(deletes=False)` or `{"status": "left"}`."""
        self._push("my_chat_member", self._member_update(chat, by, member))
        chat.bot = member

    def becomes_supergroup(self, chat: Chat, by: Person) -> Chat:
        """Turn a basic group into a supergroup, which has another id."""
        new = self.group(chat.title, chat.people.values())
        chat.became = new.id
        self._tell("message", self._add(chat, by.json(), {"migrate_to_chat_id": new.id}))
        self._tell("message", self._add(new, by.json(), {"migrate_from_chat_id": chat.id}))
        return new

    def raw(self, update: Json) -> int:
        """Hand the bot any update as it is, under the next number."""
        number = next(self._numbers)
        self.updates.append(({"update_id": number, **update}, self.clock.now()))
        self.on_update()
        return number

    def photo(self) -> list[Json]:
        return [
            {**self.file("photo"), "width": size, "height": size * 3 // 4, "file_size": size * 100}
            for size in (90, 800)
        ]

    def voice(self, seconds: int = 4, content: bytes = b"\x00invented") -> Json:
        return {**self.file("voice", content), "duration": seconds, "mime_type": "audio/ogg"}

    def document(self, name: str, mime_type: str = "application/pdf", content: bytes = b"\x00invented") -> Json:
        return {**self.file("document", content), "file_name": name, "mime_type": mime_type}

    def file(self, kind: str, content: bytes = b"\x00invented") -> Json:
        """A stored file; only its own kind of method may send it again."""
        number = next(self._ids)
        file_id = f"{kind}-AgACAgQAAxk{number:08d}"
        self.files[file_id] = (kind, content)
        return self.describe(file_id)

    def describe(self, file_id: str) -> Json:
        """A stored file as bots see it."""
        kind, _ = self.files[file_id]
        return {"file_id": file_id, "file_unique_id": f"AQAD{file_id[-8:]}", **_SHAPES.get(kind, {})}

    # --- what people see -----------------------------------------------------------------------------------------

    def view(self, chat: Chat) -> list[Seen]:
        """The chat as its people see it now."""
        return [self._seen(message) for message in chat.messages.values() if not message.deleted]

    def last(self, chat: Chat) -> Message:
        """The latest message that still stands."""
        return [message for message in chat.messages.values() if not message.deleted][-1]

    @property
    def exposures(self) -> list[Trace]:
        """How long each message that the bot removed stood after the bot had been handed it."""
        return [trace for trace in self.traces.values() if trace.exposed is not None]

    # --- what the bot is told ------------------------------------------------------------------------------------

    def confirm(self, offset: int | None) -> None:
        """Forget updates below `offset`; a negative one counts from the end and forgets those before."""
        if offset is None:
            return
        if offset < 0:
            while len(self.updates) > -offset:
                self.updates.popleft()
        while offset > 0 and self.updates and self.updates[0][0]["update_id"] < offset:
            self.updates.popleft()

    def pending(self, limit: int) -> list[Json]:
        """The earliest unconfirmed updates, marked as handed out. What is older than a day is gone."""
        while self.updates and self.updates[0][1] < self.clock.now() - KEPT:
            self.updates.popleft()
            self.expired += 1
        batch = [update for update, _ in itertools.islice(self.updates, limit)]
        now = time.monotonic()
        for update in batch:
            trace = self.traces.get(update["update_id"])
            if trace is not None and trace.handed_out is None:
                trace.handed_out = now
        return batch

    def add_own(self, chat: Chat, body: Json) -> Message:
        """A message of the bot's."""
        message = self._add(chat, self.me, body)
        message.by_bot = True
        return message

    def removed_by_bot(self, message: Message) -> None:
        message.deleted = True
        if trace := self._latest.get((message.chat, message.id)):
            trace.deleted = time.monotonic()

    def _add(self, chat: Chat, sender: Json, body: Json) -> Message:
        chat.last_id += 1
        now = self.clock.now()
        head = {"message_id": chat.last_id, "from": sender, "chat": chat.json(), "date": int(now)}
        if chat.type == "channel":
            head = {key: value for key, value in head.items() if key != "from"} | {"sender_chat": chat.json()}
        message = chat.messages[chat.last_id] = Message(chat.id, head | body, now)
        return message

    def _tell(self, kind: str, message: Message) -> None:
        """Queue an update about `message`, if the bot sees that chat's messages at all."""
        chat = self.chats[message.chat]
        sees = chat.type == "private" or chat.bot["status"] == "administrator" or not self.privacy
        if not (chat.bot_is_in and sees):
            return
        number = self._push(kind, dict(message.json))
        if number is not None:
            trace = Trace(number, chat.id, message.id, time.monotonic())
            self.traces[number] = self._latest[chat.id, message.id] = trace

    def _push(self, kind: str, payload: Json) -> int | None:
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
        return self.raw({kind: payload}) if wanted else None

    def _member_update(self, chat: Chat, by: Person, member: Json) -> Json:
        old, new = ({**each, "user": self.me} for each in (chat.bot, member))
        head = {"chat": chat.json(), "from": by.json(), "date": int(self.clock.now())}
        return {**head, "old_chat_member": old, "new_chat_member": new}

    def _seen(self, message: Message) -> Seen:
        body = message.json
        sender = body.get("sender_chat") or body["from"]
        author = sender.get("title") or " ".join(sender[k] for k in ("first_name", "last_name") if sender.get(k))
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        reply = body.get("reply_to_message", {}).get("message_id")
        kinds = ("voice", "photo", "document", "video", "audio", "contact", "poll", "venue", "location", "sticker")
        return Seen(
            id=message.id,
            author=author,
            text=message.text,
            buttons=tuple(button["text"] for row in rows for button in row),
            reply_to=reply,
            kind=next((kind for kind in kinds if kind in body), "text"),
            topic=body.get("message_thread_id"),
        )
