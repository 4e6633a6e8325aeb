"""What Slack sends, as our values. Pure: no call, no clock, no log.

One table lists what is understood (`known.py`); what it does not list is reported under its name, and if it
shows words or files in a guarded channel it is read like a message too: an unknown kind of message is not let through.

Event ids of messages are the message's identity, not Slack's `event_id`, so that a message read back after an outage
and its live event are one: `channel:ts`, `channel:ts:<edited ts>`, `channel:ts:a<number of previews>`,
`channel:ts:deleted`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from adapters.slack.files import attachments_of, matter_of
from adapters.slack.known import ALARMS, EVENTS, MEMBERSHIP, SILENT, SPOKEN
from adapters.slack.visible import visible
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.orders import Order, order_in
from bot.domain.roster import code_brought
from redaction import RawText

NAME = "slack"
Payload = Mapping[str, Any]
_SLUG = re.compile(r"[a-z0-9_.]{1,60}")
_STAMP = re.compile(r"\d{1,12}\.\d{6}")


@dataclass(frozen=True, slots=True)
class Self:
    """Who the bot is on this workspace, from auth.test."""

    user: str
    bot: str

    def wrote(self, message: Payload) -> bool:
        return message.get("bot_id") == self.bot or message.get("user") == self.user


@dataclass(frozen=True, slots=True)
class Scope:
    """What `parse` must know: who the bot is, and which channels it guards."""

    me: Self
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody's private word holds for us: a `code` to join with, or an `order` about cases; often neither."""

    code: str | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Private:
    """Somebody wrote to the bot in its direct messages: for us (`brought`), or what they want to ask colleagues (`text`).

    `text` is None where they sent files, which cannot be posted this way.
    """

    person: PersonRef
    channel: str
    brought: Brought
    message: MessageRef
    text: RawText | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody came into a guarded channel."""

    person: PersonRef


@dataclass(frozen=True, slots=True)
class Revoked:
    """Tokens that members gave the app are good for nothing any more. `accounts`: whose; None: everybody's."""

    accounts: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Understood, and nothing for us: `name` says why."""

    name: str


Understood = Inbound | Private | Arrived | Revoked | Ignored


# events


def event(body: Payload, scope: Scope) -> tuple[Understood, ...]:
    """An `event_callback` of the Events API."""
    inner = body["event"]
    kind = str(inner.get("type"))
    if kind == "message":
        return _message_event(inner, str(body.get("event_id")), scope)
    if kind in MEMBERSHIP:
        return (_left(inner, kind, str(body.get("event_id")), scope),)
    if kind in ALARMS:
        return _revoked(inner, kind, str(body.get("event_id")))
    if kind in EVENTS:
        return (_arrived(inner, kind, scope),)
    return (unknown(slug(kind), str(body.get("event_id")), str(inner.get("channel") or ""), inner),)


def _arrived(inner: Payload, kind: str, scope: Scope) -> Arrived | Ignored:
    """https://docs.slack.dev/reference/events/member_joined_channel; everything else of the table needs nothing done."""
    if kind != "member_joined_channel" or inner.get("channel") not in scope.channels:
        return Ignored(kind)
    return Ignored(kind) if inner["user"] == scope.me.user else Arrived(PersonRef(NAME, str(inner["user"])))


def _revoked(inner: Payload, kind: str, event_id: str) -> tuple[Understood, ...]:
    """Members' tokens end; what concerns the app as a whole is journalled by its name.

    https://docs.slack.dev/reference/events/tokens_revoked, which names members and no tokens, and .../app_uninstalled.
    """
    if kind == "app_uninstalled":
        return (Revoked(None), unknown(kind, event_id, "", inner))
    tokens = inner["tokens"]
    people = tuple(str(account) for account in tokens.get("oauth") or ())
    found: tuple[Understood, ...] = (Revoked(people),) if people else ()
    return (*found, unknown(kind, event_id, "", inner)) if tokens.get("bot") or not found else found


def unknown(code: str, event_id: str, channel: str = "", inner: Payload = MappingProxyType({})) -> Inbound:
    """Something that the table does not list, by name and without its content."""
    ts = _instant(inner.get("event_ts"))
    return Inbound(
        kind=Kind.UNKNOWN,
        origin=MessageRef(NAME, channel, ts),
        event_id=event_id,
        number=_number(ts),
        sent_at=_moment(ts),
        author=None,
        author_name=RawText(""),
        text=RawText(""),
        code=code,
    )


def _left(inner: Payload, kind: str, event_id: str, scope: Scope) -> Understood:
    """Somebody left a channel. If it is the bot and the channel is guarded, nobody guards it any more."""
    channel = str(inner.get("channel"))
    if channel in scope.channels and inner.get("user", scope.me.user) == scope.me.user:
        return unknown("bot_removed_from_channel", event_id, channel, inner)
    return Ignored(kind)


def _message_event(inner: Payload, event_id: str, scope: Scope) -> tuple[Understood, ...]:
    channel = str(inner.get("channel"))
    if inner.get("channel_type") == "im" or (channel.startswith("D") and channel not in scope.channels):
        return (_direct(inner, channel, scope),)
    if channel not in scope.channels:
        day = _moment(_instant(inner.get("event_ts"))).date()
        return (unknown("unguarded_channel", f"{channel}:unguarded:{day}", channel, inner),)
    subtype = inner.get("subtype")
    if subtype == "message_changed":
        return (_changed(inner, channel, scope),)
    if subtype == "message_deleted":
        return (_deleted(inner, channel, scope),)
    return message(inner, channel, scope, event_id)


def message(raw: Payload, channel: str, scope: Scope, event_id: str | None = None) -> tuple[Understood, ...]:
    """A message as an event carries it, or as `conversations.history` lists it (`event_id` None)."""
    subtype = raw.get("subtype")
    if scope.me.wrote(raw):
        return (Ignored("own_post"),)
    if subtype in SILENT:
        return (Ignored(str(subtype)),)
    new = _as_inbound(raw, channel)
    if subtype in SPOKEN:
        return (new,)
    code = f"message_{slug(str(subtype))}"
    aloud = unknown(code, event_id or f"{new.event_id}:{code}", channel, raw)
    return (aloud, new) if new.text or new.attachments else (aloud,)


def _as_inbound(raw: Payload, channel: str, changed: str = "") -> Inbound:
    """`changed` is the version of a message that was there before."""
    ts = str(raw["ts"])
    version = changed or _version(raw)
    shown = visible(dict(raw))
    attachments = attachments_of(raw)
    return Inbound(
        kind=Kind.EDITED if changed or raw.get("edited") else Kind.NEW,
        origin=MessageRef(NAME, channel, ts),
        event_id=f"{channel}:{ts}{version}",
        number=_number(ts),
        sent_at=_moment(ts),
        author=_author(raw),
        author_name=RawText(_name(raw)),
        text=RawText(shown.text),
        matter=matter_of(raw),
        attachments=attachments,
        thread=raw.get("thread_ts"),
        mentions=shown.mentions,
    )


def _version(raw: Payload) -> str:
    """What tells one state of a message from the next: its last edit, then the number of previews under it."""
    edited = (raw.get("edited") or {}).get("ts")
    previews = sum(_is_preview(attachment) for attachment in raw.get("attachments") or ())
    return (f":{edited}" if edited else "") + (f":a{previews}" if previews else "")


def _is_preview(attachment: Payload) -> bool:
    """The preview of a link, which Slack adds a moment after the message; a forwarded message comes with it."""
    return bool(attachment.get("from_url")) and not attachment.get("is_share")


def _changed(inner: Payload, channel: str, scope: Scope) -> Understood:
    """An edit by its author, a preview that came later, a tombstone, or nothing that anybody sees."""
    now, before = inner["message"], inner.get("previous_message") or {}
    if scope.me.wrote(before) or scope.me.wrote(now):
        return Ignored("own_post")
    if now.get("subtype") == "tombstone":
        return _gone(str(now["ts"]), channel, before)
    if before and _looks(now) == _looks(before):
        return Ignored("message_changed_unseen")
    return _as_inbound(now, channel, _version(now) or f":{inner.get('event_ts')}")


def _looks(raw: Payload) -> tuple[str, tuple[str, ...]]:
    return visible(dict(raw)).text, tuple(attachment.handle for attachment in attachments_of(raw))


def _deleted(inner: Payload, channel: str, scope: Scope) -> Understood:
    before = inner.get("previous_message") or {}
    if scope.me.wrote(before):
        return Ignored("own_post")
    if before.get("subtype") == "tombstone":
        return Ignored("tombstone")
    return _gone(str(inner["deleted_ts"]), channel, before)


def _gone(ts: str, channel: str, before: Payload) -> Inbound:
    """The message left; what it said is not read again."""
    return Inbound(
        kind=Kind.DELETED,
        origin=MessageRef(NAME, channel, ts),
        event_id=f"{channel}:{ts}:deleted",
        number=_number(ts),
        sent_at=_moment(ts),
        author=_author(before),
        author_name=RawText(_name(before)),
        text=RawText(""),
        thread=before.get("thread_ts"),
    )


def _direct(inner: Payload, channel: str, scope: Scope) -> Understood:
    """Direct messages with the bot: writing opens the private chat, everything else there is nothing to us."""
    person = inner.get("user")
    if inner.get("subtype") not in {None, "file_share", "me_message"}:
        return Ignored("direct_other")
    if scope.me.wrote(inner) or inner.get("bot_id") or not person:
        return Ignored("direct_by_app")
    return Private(
        PersonRef(NAME, str(person)),
        channel,
        brought(str(inner.get("text") or "")),
        MessageRef(NAME, channel, str(inner["ts"])),
        None if attachments_of(inner) else RawText(visible(dict(inner)).text),
    )


def brought(text: str) -> Brought:
    """What there is for us in a private word, or behind our slash command."""
    return Brought(code_brought(text), order_in(text))


# small parts


def _author(raw: Payload) -> PersonRef | None:
    account = raw.get("user") or raw.get("bot_id")
    return PersonRef(NAME, str(account)) if account else None


def _name(raw: Payload) -> str:
    """The name that came along; people's names are asked of `users.info` instead."""
    profile = raw.get("user_profile") or raw.get("bot_profile") or {}
    return str(
        raw.get("username") or profile.get("display_name") or profile.get("real_name") or profile.get("name") or ""
    )


def slug(name: str) -> str:
    """`name` where it can be one of Slack's; what may be somebody's words is not repeated."""
    return name if _SLUG.fullmatch(name) else "unnamed"


def stamp(raw: Payload) -> str:
    """The timestamp of a message that may be anything at all; `none` where it has none."""
    ts = str(raw.get("ts"))
    return ts if _STAMP.fullmatch(ts) else "none"


def _instant(ts: Any) -> str:
    return str(ts) if ts else "0.000000"


def _number(ts: str) -> int:
    """Slack's timestamp in microseconds: its numbering of a conversation."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(f"{fraction[:6]:0<6}")


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(_number(ts) / 1_000_000, UTC)
