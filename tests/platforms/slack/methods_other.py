"""auth.*, apps.*, users.*, reactions.*."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.calls import Call, SlackError, page
from tests.platforms.slack.world import TEAM


async def auth_test(call: Call) -> dict[str, Any]:
    found = {
        "url": "https://stand-in.example.org/", "team": "Stand-in", "team_id": TEAM, "user": call.me.name,
        "user_id": call.token.user,
    }  # fmt: skip
    return found | ({"bot_id": call.server.bot_id} if call.token.kind == "bot" else {})


async def connections_open(call: Call) -> dict[str, Any]:
    return {"url": call.server.socket_url()}


async def users_info(call: Call) -> dict[str, Any]:
    user = call.server.world.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user.payload(with_locale=call.flag("include_locale"))}


async def users_list(call: Call) -> dict[str, Any]:
    everyone = [u.payload(with_locale=call.flag("include_locale")) for u in call.server.world.users.values()]
    found, rest = page(everyone, call, default=len(everyone))
    return {"members": found, **rest}


async def reactions_add(call: Call) -> dict[str, Any]:
    people = _reactions(call).setdefault(call.text("name"), [])
    if call.token.user in people:
        raise SlackError("already_reacted")
    people.append(call.token.user)
    return {}


async def reactions_remove(call: Call) -> dict[str, Any]:
    people = _reactions(call).get(call.text("name"), [])
    if call.token.user not in people:
        raise SlackError("no_reaction")
    people.remove(call.token.user)
    return {}


async def reactions_get(call: Call) -> dict[str, Any]:
    found = [{"name": name, "users": users, "count": len(users)} for name, users in _reactions(call).items() if users]
    message = call.channel().messages[call.text("timestamp")]
    return {"type": "message", "channel": call.text("channel"), "message": {**message, "reactions": found}}


async def reactions_list(call: Call) -> dict[str, Any]:
    user = call.text("user") or call.token.user
    items = [
        {"type": "message", "channel": channel, "message": {"ts": ts, "reactions": [{"name": name, "users": people}]}}
        for (channel, ts), names in call.server.world.reactions.items()
        for name, people in names.items()
        if user in people
    ]
    found, rest = page(items, call)
    return {"items": found, **rest}


def _reactions(call: Call) -> dict[str, list[str]]:
    channel, ts = call.channel(), call.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return call.server.world.reactions.setdefault((channel.id, ts), {})
