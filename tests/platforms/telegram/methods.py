"""The Bot API's methods over a `World`, with the texts of their errors.

Sources: https://core.telegram.org/bots/api and, for the texts, what tdlib/telegram-bot-api is known to answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.telegram.limits import Limits
from tests.platforms.telegram.model import ApiError, Chat, Json, Message, units
from tests.platforms.telegram.polls import poll_of
from tests.platforms.telegram.spec import Upload
from tests.platforms.telegram.world import World

DELETABLE = 48 * 3600
LONGEST = 4096

MEDIA = ("photo", "voice", "document", "video", "audio", "animation", "video_note", "sticker")
_UNDELETABLE = frozenset({"supergroup_chat_created", "channel_chat_created", "forum_topic_created"})


class Methods:
    """What a bot may call. `violations` collects what a careful bot would never send."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.world, self.limits = world, limits
        self.violations: list[str] = []
        self.webhook = ""
        self.table: Mapping[str, Callable[[Json], Any]] = {
            "getMe": lambda _: world.me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": lambda _: self._webhook_info(),
            "getChat": lambda args: self._full(self._chat(args["chat_id"])),
            "getChatMember": self._member,
            "getChatAdministrators": self._administrators,
            "getChatMemberCount": lambda args: len(self._chat(args["chat_id"]).people) + 1,
            "sendMessage": self._send_message,
            **{f"send{kind.title().replace('_', '')}": self._sender(kind) for kind in MEDIA},
            "sendContact": self._plain("contact", ("phone_number", "first_name", "last_name", "vcard")),
            "sendLocation": self._plain("location", ("latitude", "longitude")),
            "sendVenue": self._send_venue,
            "sendPoll": self._send_poll,
            "sendDice": lambda args: self._send(args, {"dice": {"emoji": args.get("emoji", "🎲"), "value": 4}}),
            "sendMediaGroup": self._send_media_group,
            "sendChatAction": lambda args: bool(self._open(args)),
            "copyMessage": self._copy,
            "forwardMessage": self._forward,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_many,
            "answerCallbackQuery": self._answer,
            "getFile": self._get_file,
            "setMyCommands": lambda _: True,
            "leaveChat": self._leave,
        }

    # --- chats ---------------------------------------------------------------------------------------------------

    def _chat(self, given: int | str) -> Chat:
        chat = self.world.chats.get(int(given)) if str(given).lstrip("-").isdigit() else None
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.became is not None:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, migrate_to_chat_id=chat.became)
        return chat

    def _open(self, args: Json) -> Chat:
        """The chat, if the bot may write in it."""
        chat = self._chat(args["chat_id"])
        if chat.type == "private":
            person = next(iter(chat.people.values()))
            if person.blocked:
                raise ApiError(403, "Forbidden: bot was blocked by the user")
            if not person.started:
                raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        self._present(chat)
        return chat

    def _present(self, chat: Chat) -> None:
        if not chat.bot_is_in:
            why = "bot was kicked from" if chat.bot["status"] == "kicked" else "bot is not a member of"
            raise ApiError(403, f"Forbidden: {why} the {chat.type} chat")

    def _full(self, chat: Chat) -> Json:
        return chat.json() | {"accent_color_id": 1, "max_reaction_count": 11}

    def _member(self, args: Json) -> Json:
        chat, user = self._chat(args["chat_id"]), int(args["user_id"])
        if user == self.world.me["id"]:
            return {**chat.bot, "user": self.world.me}
        self._present(chat)
        if user not in chat.people:
            raise ApiError(400, "Bad Request: user not found")
        status = "administrator" if user in chat.admins else "member"
        return {"status": status, "user": chat.people[user].json()}

    def _administrators(self, args: Json) -> list[Json]:
        chat = self._chat(args["chat_id"])
        self._present(chat)
        people = [{"status": "administrator", "user": chat.people[user].json()} for user in sorted(chat.admins)]
        bot = [{**chat.bot, "user": self.world.me}] if chat.bot["status"] == "administrator" else []
        return people + bot

    def _leave(self, args: Json) -> bool:
        self._chat(args["chat_id"]).bot = {"status": "left"}
        return True

    # --- sending -------------------------------------------------------------------------------------------------

    def _send(self, args: Json, content: Json, messages: int = 1) -> Json:
        chat = self._open(args)
        self.limits.count(chat.id, messages)
        placed = self._place(chat, args)
        markup = {"reply_markup": self._markup(args["reply_markup"])} if args.get("reply_markup") else {}
        return self.world.add_own(chat, {**content, **placed, **markup}).json

    def _place(self, chat: Chat, args: Json) -> Json:
        """Topic and reply of a new message."""
        placed: Json = {}
        if (topic := args.get("message_thread_id")) is not None:
            if int(topic) not in chat.topics:
                raise ApiError(400, "Bad Request: message thread not found")
            placed |= {"message_thread_id": int(topic), "is_topic_message": True}
        if reply := args.get("reply_parameters"):
            replied = chat.messages.get(int(reply["message_id"]))
            if replied is not None and not replied.deleted:
                placed["reply_to_message"] = {k: v for k, v in replied.json.items() if k != "reply_to_message"}
            elif not reply.get("allow_sending_without_reply"):
                raise ApiError(400, "Bad Request: message to be replied not found")
        return placed

    def _markup(self, markup: Json) -> Json:
        for button in itertools.chain.from_iterable(markup.get("inline_keyboard", [])):
            if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
                raise ApiError(400, "Bad Request: BUTTON_URL_INVALID")
            if len(str(button.get("callback_data", "x")).encode()) not in range(1, 65):
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        return markup

    def _send_message(self, args: Json) -> Json:
        text = self._text(args["text"])
        if units(text) > LONGEST:
            raise ApiError(400, "Bad Request: message is too long")
        entities = args.get("entities", [])
        for entity in entities:
            if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(text):
                self.violations.append("sendMessage: an entity reaches beyond its text")
        return self._send(args, {"text": text} | ({"entities": entities} if entities else {}))

    def _text(self, text: str) -> str:
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        return text.strip()

    def _sender(self, kind: str) -> Callable[[Json], Json]:
        def send(args: Json) -> Json:
            sent = self._stored(kind, args[kind])
            body: Any = [sent] if kind == "photo" else sent
            caption = {"caption": args["caption"]} if args.get("caption") else {}
            return self._send(args, {kind: body, **caption})

        return send

    def _stored(self, kind: str, given: str | Upload) -> Json:
        if isinstance(given, Upload):
            named = {"file_name": given.name} if kind == "document" else {}
            return {**self.world.file(kind, given.content), **named}
        if self.world.files.get(given, ("", b""))[0] != kind:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return self.world.describe(given)

    def _plain(self, kind: str, names: tuple[str, ...]) -> Callable[[Json], Json]:
        return lambda args: self._send(args, {kind: {name: args[name] for name in names if name in args}})

    def _send_venue(self, args: Json) -> Json:
        location = {name: args[name] for name in ("latitude", "longitude")}
        venue = {"location": location, "title": args["title"], "address": args["address"]}
        return self._send(args, {"venue": venue, "location": location})

    def _send_poll(self, args: Json) -> Json:
        return self._send(args, {"poll": poll_of(args, self.world.clock.now())})

    def _send_media_group(self, args: Json) -> list[Json]:
        chat = self._open(args)
        self.limits.count(chat.id, len(args["media"]))
        sent = []
        for item in args["media"]:
            body = self._stored(item["type"], item["media"])
            shown: Any = [body] if item["type"] == "photo" else body
            sent.append(self.world.add_own(chat, {item["type"]: shown, "media_group_id": "9"}).json)
        return sent

    def _copy(self, args: Json) -> Json:
        source = self._standing(self._chat(args["from_chat_id"]), args["message_id"], "message to copy not found")
        content = {key: source.json[key] for key in ("text", "caption", "entities", *MEDIA) if key in source.json}
        return {"message_id": self._send(args, content)["message_id"]}

    def _forward(self, args: Json) -> Json:
        source = self._standing(self._chat(args["from_chat_id"]), args["message_id"], "message to forward not found")
        content = {key: source.json[key] for key in ("text", "caption", "entities", *MEDIA) if key in source.json}
        origin = {"type": "user", "date": source.json["date"], "sender_user": source.json["from"]}
        return self._send(args, {**content, "forward_origin": origin})

    # --- changing and removing -----------------------------------------------------------------------------------

    def _standing(self, chat: Chat, number: int | str, missing: str) -> Message:
        message = chat.messages.get(int(number))
        if message is None or message.deleted:
            raise ApiError(400, f"Bad Request: {missing}")
        return message

    def _own(self, args: Json) -> Message:
        message = self._standing(self._chat(args["chat_id"]), args["message_id"], "message to edit not found")
        if not message.by_bot:
            raise ApiError(400, "Bad Request: message can't be edited")
        return message

    def _edit_text(self, args: Json) -> Json:
        """Whatever is left out goes: entities, and the keyboard."""
        message = self._own(args)
        if "text" not in message.json:
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        kept = {
            key: value for key, value in message.json.items() if key not in ("entities", "reply_markup", "edit_date")
        }
        changed: dict[str, Any] = {"text": self._text(args["text"])}
        changed |= {"entities": args["entities"]} if args.get("entities") else {}
        changed |= {"reply_markup": self._markup(args["reply_markup"])} if args.get("reply_markup") else {}
        if {**kept, **changed} == {key: value for key, value in message.json.items() if key != "edit_date"}:
            raise ApiError(400, "Bad Request: message is not modified: specified new message content is the same")
        message.json = kept | changed | {"edit_date": int(self.world.clock.now())}
        return message.json

    def _edit_markup(self, args: Json) -> Json:
        message = self._own(args)
        message.json["reply_markup"] = self._markup(args.get("reply_markup", {"inline_keyboard": []}))
        return message.json

    def _delete(self, args: Json) -> bool:
        chat = self._chat(args["chat_id"])
        self._present(chat)
        message = self._standing(chat, args["message_id"], "message to delete not found")
        if not self._deletable(chat, message):
            raise ApiError(400, f"Bad Request: {self.cannot_delete}")
        self.world.removed_by_bot(message)
        return True

    cannot_delete = "message can't be deleted"
    """Some servers say "message can't be deleted for everyone", of the same cases."""

    def _deletable(self, chat: Chat, message: Message) -> bool:
        if message.sent < self.world.clock.now() - DELETABLE or _UNDELETABLE & message.json.keys():
            return False
        if message.by_bot or chat.type == "private":
            return True
        return chat.bot_may_delete or (chat.type == "group" and chat.bot["status"] == "administrator")

    def _delete_many(self, args: Json) -> bool:
        chat = self._chat(args["chat_id"])
        self._present(chat)
        for number in args["message_ids"]:
            message = chat.messages.get(int(number))
            if message is not None and not message.deleted and self._deletable(chat, message):
                self.world.removed_by_bot(message)
        return True

    # --- the rest ------------------------------------------------------------------------------------------------

    def _answer(self, args: Json) -> bool:
        person, pressed_at = self.world.queries.get(args["callback_query_id"], (None, 0.0))
        if person is None or pressed_at < self.world.clock.now() - 300:
            text = "query is too old and response timeout expired or query ID is invalid"
            raise ApiError(400, f"Bad Request: {text}")
        if units(args.get("text", "")) > 200:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        if (url := args.get("url")) and not self._is_own_link(url):
            raise ApiError(400, "Bad Request: URL_INVALID")
        del self.world.queries[args["callback_query_id"]]
        person.alerts.append((args.get("text", ""), url))
        return True

    def _is_own_link(self, url: str) -> bool:
        parts = urlsplit(url if "//" in url else f"https://{url}")
        own = parts.path.strip("/").lower() == self.world.me["username"].lower()
        return parts.hostname == "t.me" and own and parts.query.startswith("start=")

    def _get_file(self, args: Json) -> Json:
        if args["file_id"] not in self.world.files:
            raise ApiError(400, "Bad Request: invalid file_id")
        size = len(self.world.files[args["file_id"]][1])
        unique = f"AQ{args['file_id'][-8:]}"
        return {"file_id": args["file_id"], "file_unique_id": unique, "file_size": size, "file_path": args["file_id"]}

    def _set_webhook(self, args: Json) -> bool:
        self.webhook = args["url"]
        self.world.allowed = frozenset(args.get("allowed_updates") or ())
        return True

    def _delete_webhook(self, args: Json) -> bool:
        self.webhook = ""
        if args.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    def _webhook_info(self) -> Json:
        waiting = len(self.world.updates)
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": waiting}
