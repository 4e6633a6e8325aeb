"""What somebody says to the bot alone: a private message, a pressed button. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.telegram.content import NAME, Json
from bot.domain.drafts import Writing
from bot.domain.foreign import sound
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.orders import Order, order_in
from bot.domain.outgoing import Press
from bot.domain.roster import code_brought
from redaction import Lang, RawText


@dataclass(frozen=True, slots=True, repr=False)
class Pressed:
    """A button was pressed. `press` is None where the button is not of ours; `query` must be answered all the same.

    `under`: the message under which it stands, in a private chat.
    """

    query: str
    lang: Lang
    press: Press | None
    under: MessageRef | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """Somebody pressed Start or wrote in the private chat.

    What they wrote is not kept, but for a `code` to join with, or an `order` about cases.
    """

    person: PersonRef
    name: RawText
    lang: Lang
    code: str | None = None
    order: Order | None = None
    asked_in: MessageRef | None = None
    """The message of a group in which a command stood; it is answered privately, and goes."""


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """Somebody wrote to the bot privately, and it is neither a code nor an order."""

    writing: Writing


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody came into a guarded group: their accounts, each with the language that they read Telegram in."""

    people: tuple[tuple[PersonRef, Lang | None], ...]


def full_name(user: Json) -> str:
    """First and last name as Telegram shows them."""
    return " ".join(str(user[key]) for key in ("first_name", "last_name") if user.get(key))


def hint(user: Json) -> Lang | None:
    """The language that somebody reads Telegram in, if it is one of ours."""
    code = str(user.get("language_code", ""))[:2]
    return "fr" if code == "fr" else "en" if code == "en" else None


def arrived(message: Json) -> Arrived:
    """Telegram's line about new members (https://core.telegram.org/bots/api#message); other bots are nobody to greet."""
    people = [user for user in message["new_chat_members"] if not user.get("is_bot")]
    return Arrived(tuple((PersonRef(NAME, str(user["id"])), hint(user)) for user in people))


def private(message: Json) -> Opened | Written:
    """A message in the private chat."""
    user = message["from"]
    person, name = PersonRef(NAME, str(user["id"])), RawText(sound(full_name(user)))
    text, lang = sound(str(message.get("text", ""))), hint(user) or "en"
    code, order = code_brought(text), order_in(text)
    if code is not None or order is not None or not text.strip() or text.startswith("/"):
        return Opened(person, name, lang, code, order)
    source = MessageRef(NAME, str(message["chat"]["id"]), str(message["message_id"]))
    return Written(Writing(person, name, RawText(text), lang, sources=(source,)))


def again(written: Written) -> Written:
    """The same, of a message that stood there before and was changed."""
    return Written(replace(written.writing, again=True))


def pressed(query: Json) -> Pressed:
    """A pressed button (https://core.telegram.org/bots/api#callbackquery)."""
    user = query["from"]
    lang = hint(user) or "en"
    action, separator, subject = str(query.get("data", "")).partition(":")
    if not (separator and action and subject):
        return Pressed(query["id"], lang, None)
    by = PersonRef(NAME, str(user["id"]))
    press = Press(action, subject, by, RawText(sound(full_name(user))), lang)
    return Pressed(query["id"], lang, press, _private_place(query.get("message") or {}))


def _private_place(message: Json) -> MessageRef | None:
    chat = message.get("chat", {})
    if chat.get("type") != "private":
        return None
    return MessageRef(NAME, str(chat["id"]), str(message["message_id"]))
