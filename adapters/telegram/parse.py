"""A Telegram update (https://core.telegram.org/bots/api#update) as a value of ours. Pure.

`UPDATES` lists what is understood; `content.CONTENTS` and `content.SERVICE` do so for messages. What is in no table
becomes an `Inbound` of `Kind.UNKNOWN` whose code names it, or, inside a guarded group, a message that is withheld.

Works on the JSON itself and not on the SDK's objects: these put unknown fields aside, and one update that they cannot
build spoils its whole batch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.content import NAME, Content, Json, grown_poll, read, service_name
from adapters.telegram.meanings import Guard, Ignored, Moved, Parsed, Reported, RightsChanged, rights_of
from adapters.telegram.personal import Opened, Written, again, arrived, full_name, hint, pressed, private
from bot.domain.cases import reference_in
from bot.domain.drafts import Report
from bot.domain.foreign import slug, sound
from bot.domain.messages import Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.orders import Order, Verb, order_in
from redaction import RawText

HIDE_SIGN = "🙈"
"""One of the reactions that everybody has (https://core.telegram.org/bots/api#reactiontypeemoji)."""

_POINTING = frozenset({Verb.URGENT, Verb.DETAILS})
_HEAD = re.compile(r"[^\n(]{1,100}\((?P<case>C-\w{5})\)")
_HIDE = re.compile(r"/(?:hide|masquer)(?:@\w+)?\s*", re.IGNORECASE)
ANONYMOUS_ADMIN, POSTED_AS_CHANNEL, LINKED_CHANNEL = 1087968824, 136817688, 777000
"""Accounts that Telegram puts in `from` where the true sender is `sender_chat` (https://core.telegram.org/bots/api#message)."""


def parse(update: Json, guard: Guard) -> Parsed:
    """What `update` means. Never raises: what cannot be read becomes an UNKNOWN, or is withheld in a guarded group."""
    name = next((key for key in update if key != "update_id"), "empty_update")
    try:
        understood = UPDATES.get(name)
        return understood(update, update[name], guard) if understood else unknown(update, slug(name), guard.now)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        return _malformed(update, name, guard)


def unknown(update: Json, code: str, now: datetime, chat: int | str = "") -> Inbound:
    """An event for the journal alone: a code, no text, no author."""
    event = str(update.get("update_id", ""))
    nobody = RawText("")
    origin = MessageRef(NAME, str(chat), "")
    return Inbound(Kind.UNKNOWN, origin, event, 0, now, None, nobody, nobody, code=code)


def _message(update: Json, message: Json, guard: Guard) -> Parsed:
    chat = message["chat"]
    if chat["type"] == "private":
        user = message["from"]
        return Ignored("private.bot") if user["id"] == guard.me or user.get("is_bot") else private(message)
    if moved := _moved(update, message, guard):
        return moved
    if chat["id"] not in guard.groups:
        return unknown(update, "unguarded_group", guard.now, chat["id"])
    if service := service_name(message):
        return arrived(message) if service == "new_chat_members" else Ignored(f"message.{service}")
    return _commanded(message, guard) or _guarded(update, message, guard, Kind.NEW)


def _commanded(message: Json, guard: Guard) -> Parsed | None:
    """What somebody asks of the bot in a group; None for everything that is said to colleagues."""
    text = str(message.get("text", ""))
    if not text.startswith("/") or _sent_as_chat(message):
        return None
    if _HIDE.fullmatch(text):
        return _reported(message, guard)
    order = order_in(text)
    return _ordered(message, order) if order and order.reason is None else None


def _ordered(message: Json, order: Order) -> Opened:
    """`/case …` in a group: what it says is references and words of ours, and the answer is for them alone.

    In answer to a post of ours, an order that names no case is about that one: `/urgent`, `/details`.
    """
    user = message["from"]
    if order.verb in _POINTING and not order.cases:
        order = replace(order, cases=_case_of(message.get("reply_to_message") or {}))
    person, name = PersonRef(NAME, str(user["id"])), RawText(sound(full_name(user)))
    place = MessageRef(NAME, str(message["chat"]["id"]), str(message["message_id"]))
    return Opened(person, name, hint(user) or "en", order=order, asked_in=place)


def _case_of(post: Json) -> tuple[str, ...]:
    """The reference at the head of one of our posts, "Sue (C-7K2P4): …"."""
    found = _HEAD.match(str(post.get("text", ""))) if post.get("from", {}).get("is_bot") else None
    reference = reference_in(found["case"]) if found else None
    return (reference,) if reference else ()


def _reported(message: Json, guard: Guard) -> Reported:
    """`/hide` in answer to a message; without one it points at itself, which the core knows nothing of."""
    about = message.get("reply_to_message") or message
    raw = said_by(about, message["chat"], guard) if about is not message else None
    asked_in = MessageRef(NAME, str(message["chat"]["id"]), str(message["message_id"]))
    report = _report(message["from"], message["chat"], about["message_id"])
    return Reported(replace(report, raw=raw, asked_in=asked_in))


def _report(user: Json, chat: Json, message: int) -> Report:
    return Report(
        message=MessageRef(NAME, str(chat["id"]), str(message)),
        by=PersonRef(NAME, str(user["id"])),
        by_name=RawText(sound(full_name(user))),
        lang=hint(user) or "en",
    )


def said_by(about: Json, chat: Json, guard: Guard) -> Inbound | None:
    """A message that another one shows as what it answers, as it came in; None for one of a bot."""
    found = _guarded({"update_id": ""}, {**about, "chat": chat}, guard, Kind.NEW)
    return found if isinstance(found, Inbound) and found.kind is Kind.NEW else None


def _reacted(_: Json, change: Json, guard: Guard) -> Parsed:
    """🙈 says "hide it"; any other reaction, one taken back, and one of an anonymous administrator say nothing to us."""
    user, chat = change.get("user"), change["chat"]
    if chat["id"] not in guard.groups or user is None or user.get("is_bot"):
        return Ignored("message_reaction.of_no_concern")
    before, now = ({each.get("emoji") for each in change[key]} for key in ("old_reaction", "new_reaction"))
    if HIDE_SIGN not in now - before:
        return Ignored("message_reaction.of_no_concern")
    return Reported(_report(user, chat, change["message_id"]))


def _edited(update: Json, message: Json, guard: Guard) -> Parsed:
    chat = message["chat"]
    if chat["type"] == "private":
        written = private(message)  # an order or a code is carried out once
        return again(written) if isinstance(written, Written) else Ignored("edited_message.private")
    if chat["id"] not in guard.groups:
        return unknown(update, "unguarded_group", guard.now, chat["id"])
    return _guarded(update, message, guard, Kind.EDITED)


def _guarded(update: Json, message: Json, guard: Guard, kind: Kind) -> Parsed:
    sender = message.get("from", {})
    if sender.get("id") == guard.me:
        return Ignored("own_message")
    if sender.get("is_bot") and not _sent_as_chat(message):
        return unknown(update, "bot_message", guard.now, message["chat"]["id"])
    try:
        content = read(message, guard.me, guard.members)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        content = Content(Matter.OTHER, code="malformed_content")
    return _inbound(update, message, content, kind)


def _inbound(update: Json, message: Json, content: Content, kind: Kind) -> Inbound:
    number = int(message["message_id"])
    return Inbound(
        kind=kind,
        origin=MessageRef(NAME, str(message["chat"]["id"]), str(number)),
        event_id=str(update["update_id"]),
        number=number,
        sent_at=datetime.fromtimestamp(message["date"], UTC),
        author=_author(message),
        author_name=RawText(sound(_author_name(message))),
        text=RawText(sound(content.text)),
        matter=content.matter,
        attachments=content.attachments,
        thread=_topic(message),
        reply_to=_reply_to(message),
        mentions=content.mentions,
        marks=content.marks,
        poll=content.poll,
        album=message.get("media_group_id"),
        always_replace=content.always_replace,
        lang_hint=hint(message.get("from", {})),
        code=content.code,
    )


def _sent_as_chat(message: Json) -> bool:
    return "sender_chat" in message


def _author(message: Json) -> PersonRef | None:
    """The account that can be written to; None for an anonymous administrator or a channel."""
    if _sent_as_chat(message) or "from" not in message:
        return None
    return PersonRef(NAME, str(message["from"]["id"]))


def _author_name(message: Json) -> str:
    if _sent_as_chat(message):
        return str(message.get("author_signature") or message["sender_chat"].get("title", ""))
    return full_name(message.get("from", {}))


def _topic(message: Json) -> str | None:
    """A forum topic. Outside forums `message_thread_id` marks a mere chain of replies, and cannot be posted into."""
    return str(message["message_thread_id"]) if message.get("is_topic_message") else None


def _reply_to(message: Json) -> str | None:
    replied = message.get("reply_to_message")
    if replied is None:
        return None
    opens_topic = "forum_topic_created" in replied and replied["message_id"] == message.get("message_thread_id")
    if opens_topic:  # what is merely said in a topic comes as an answer to the line that opened it
        return None
    return str(replied["message_id"])


def _moved(update: Json, message: Json, guard: Guard) -> Moved | None:
    here = message["chat"]["id"]
    if here in guard.groups and "migrate_to_chat_id" in message:
        old, new = here, message["migrate_to_chat_id"]
    elif message.get("migrate_from_chat_id") in guard.groups:
        old, new = message["migrate_from_chat_id"], here
    else:
        return None
    return Moved(int(old), int(new), unknown(update, "group_moved", guard.now, new))


def _my_member(update: Json, change: Json, guard: Guard) -> Parsed:
    chat = change["chat"]
    if chat["type"] == "private":
        return Ignored("my_chat_member.private")
    if chat["id"] not in guard.groups:
        return unknown(update, "unguarded_group", guard.now, chat["id"])
    rights = rights_of(change["new_chat_member"], guard.sees_all)
    return RightsChanged(chat["id"], rights, unknown(update, rights.code, guard.now, chat["id"]))


def _ignored(name: str) -> Callable[[Json, Any, Guard], Parsed]:
    return lambda *_: Ignored(name)


UPDATES: Mapping[str, Callable[[Json, Any, Guard], Parsed]] = {
    "message": _message,
    "channel_post": _message,
    "edited_message": _edited,
    "edited_channel_post": _edited,
    "callback_query": lambda _update, query, _guard: pressed(query),
    "my_chat_member": _my_member,
    "message_reaction": _reacted,
    # No text that colleagues read in a guarded group comes by these; what counts anonymous reactions names nobody.
    **{
        name: _ignored(name)
        for name in (
            *("poll", "poll_answer", "message_reaction_count", "chat_member", "chat_join_request"),
            *("chat_boost", "removed_chat_boost", "inline_query", "chosen_inline_result"),
            *("shipping_query", "pre_checkout_query", "purchased_paid_media"),
        )
    },
}
"""The one list of what is understood."""


ASKED_FOR = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member"),
    *("message_reaction", "poll", "poll_answer", "chat_join_request", "chat_boost", "removed_chat_boost"),
    *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
    *("guest_message", "managed_bot", "inline_query", "chosen_inline_result"),
    *("shipping_query", "pre_checkout_query", "purchased_paid_media"),
)
"""`allowed_updates` of https://core.telegram.org/bots/api#getupdates: every kind that there is, since reactions come only to those who
name what they want, but for two by which nothing could be done: who came and went, and counts of anonymous reactions."""


def _malformed(update: Json, name: str, guard: Guard) -> Inbound:
    """Withhold what stands in a guarded group and can at least be pointed at; otherwise name it for the journal."""
    code = f"malformed_{slug(name)}"
    try:
        message = update[name]
        if UPDATES.get(name) in (_message, _edited) and message["chat"]["id"] in guard.groups:
            pointed_at = {"chat": message["chat"], "message_id": message["message_id"], "date": guard.now.timestamp()}
            return _inbound(update, pointed_at, Content(Matter.OTHER, code=code), Kind.NEW)
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return unknown(update, code, guard.now)


def also_changed(update: Json, guard: Guard) -> Inbound | None:
    """Whose poll an update adds an answer to: that poll, as if its author had edited it. Never raises."""
    try:
        message = update["message"]
        about = grown_poll(message)
        if about is None or message["chat"]["id"] not in guard.groups:
            return None
        event = {"update_id": f"{update['update_id']}-poll"}
        found = _guarded(event, {**about, "chat": message["chat"]}, guard, Kind.EDITED)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # the line itself is withheld then
    return found if isinstance(found, Inbound) and found.kind is Kind.EDITED else None


def people_of(update: Json, groups: Collection[int]) -> tuple[Json, ...]:
    """Accounts that `update` shows to be members of a guarded group: its writer, and whoever joined."""
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, Mapping) or not isinstance(message.get("chat"), Mapping):
        return ()
    if message["chat"].get("id") not in groups:
        return ()
    people = (message.get("from"), *(message.get("new_chat_members") or ()))
    return tuple(user for user in people if isinstance(user, Mapping) and isinstance(user.get("id"), int))
