"""conversations.*: what there is and what was said."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.calls import Call, SlackError, instant, page
from tests.platforms.slack.world import Message

FIRST, LAST = "0000000000.000000", "9999999999.999999"


async def info(call: Call) -> dict[str, Any]:
    return {"channel": call.channel().payload(call.token.user)}


async def list_all(call: Call) -> dict[str, Any]:
    kinds = _kinds(call)
    me = call.token.user
    found = [
        c for c in call.server.world.channels.values() if c.kind in kinds and (c.kind == "channel" or me in c.members)
    ]
    channels, rest = page([c.payload(me) for c in found], call)
    return {"channels": channels, **rest}


async def of_user(call: Call) -> dict[str, Any]:
    """Channels of a member; of private ones, those in which whoever asks is too."""
    user, me = call.text("user") or call.token.user, call.token.user
    kinds = _kinds(call)
    found = [
        c
        for c in call.server.world.channels.values()
        if c.kind in kinds and user in c.members and (c.kind == "channel" or me in c.members)
        and not (c.archived and call.flag("exclude_archived"))
    ]  # fmt: skip
    channels, rest = page([c.payload(me) for c in found], call)
    return {"channels": channels, **rest}


def _kinds(call: Call) -> set[str]:
    wanted = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    types = call.text("types", "public_channel").split(",")
    if any(kind.strip() not in wanted for kind in types):
        raise SlackError("invalid_types")
    return {wanted[kind.strip()] for kind in types}


async def history(call: Call) -> dict[str, Any]:
    """Newest first; `oldest` and `latest` are left out themselves unless `inclusive`."""
    channel = call.channel(joined=True)
    oldest = instant(call.text("oldest") or FIRST, "invalid_ts_oldest")
    latest = instant(call.text("latest") or LAST, "invalid_ts_latest")
    found = [_shown(m, call) for m in channel.newest_first(oldest, latest, inclusive=call.flag("inclusive"))]
    messages, rest = page(found, call)
    return {"messages": messages, "pin_count": 0, **rest}


async def replies(call: Call) -> dict[str, Any]:
    """The root, then its replies, oldest first."""
    channel = call.channel(joined=True)
    root = call.text("ts")
    if root not in channel.messages:
        raise SlackError("thread_not_found")
    root = channel.messages[root].get("thread_ts", root)
    oldest = instant(call.text("oldest") or FIRST, "invalid_ts_oldest")
    latest = instant(call.text("latest") or LAST, "invalid_ts_latest")
    edges = {oldest, latest} if call.flag("inclusive") else set()
    later = [m for m in channel.replies(root) if oldest < m["ts"] < latest or m["ts"] in edges]
    messages, rest = page([_shown(m, call) for m in [channel.messages[root], *later]], call)
    return {"messages": messages, **rest}


async def open_direct(call: Call) -> dict[str, Any]:
    user = call.text("users")
    if not user:
        raise SlackError("users_list_not_supplied")
    person = call.server.world.users.get(user)
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    return {"channel": {"id": call.server.world.direct(user, call.token.user).id}}


async def members(call: Call) -> dict[str, Any]:
    found, rest = page(list(call.channel().members), call)
    return {"members": found, **rest}


async def join(call: Call) -> dict[str, Any]:
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    channel.members[call.token.user] = None
    return {"channel": channel.payload(call.token.user)}


def _shown(message: Message, call: Call) -> Message:
    """Metadata is left out unless it is asked for."""
    if call.flag("include_all_metadata"):
        return message
    return {key: value for key, value in message.items() if key != "metadata"}
