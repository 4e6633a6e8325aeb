"""Event and interaction payloads in the shapes that docs.slack.dev/reference/events shows."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.world import APP, TEAM, Channel, Message, User

CHANNEL_TYPES = {"channel": "channel", "group": "group", "im": "im"}


def callback(event: dict[str, Any], event_id: str, when: float) -> dict[str, Any]:
    """The wrapper around every event."""
    return {
        "token": "verification-token-unused",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(when),
        "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
        "is_ext_shared_channel": False,
    }


def posted(channel: Channel, message: Message) -> dict[str, Any]:
    return {**_seen(message), "channel": channel.id, "event_ts": message["ts"], "channel_type": channel.kind}


def changed(channel: Channel, message: Message, previous: Message, ts: str) -> dict[str, Any]:
    return {
        "type": "message", "subtype": "message_changed", "hidden": True, "channel": channel.id, "ts": ts,
        "event_ts": ts, "channel_type": channel.kind, "message": _seen(message), "previous_message": _seen(previous),
    }  # fmt: skip


def deleted(channel: Channel, previous: Message, ts: str) -> dict[str, Any]:
    return {
        "type": "message", "subtype": "message_deleted", "hidden": True, "channel": channel.id, "ts": ts,
        "event_ts": ts, "channel_type": channel.kind, "deleted_ts": previous["ts"], "previous_message": _seen(previous),
    }  # fmt: skip


def pressed(
    channel: Channel, message: Message, user: User, element: dict[str, Any], block_id: str, response_url: str
) -> dict[str, Any]:
    """A `block_actions` interaction."""
    return {
        "type": "block_actions",
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification-token-unused",
        "container": {
            "type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": False,
        },
        "trigger_id": "1.2.stand-in",
        "team": {"id": TEAM, "domain": "stand-in"},
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "message": message,
        "response_url": response_url,
        "actions": [{**element, "block_id": block_id, "action_ts": message["ts"]}],
    }  # fmt: skip


def slash(channel: Channel, user: User, command: str, text: str, response_url: str) -> dict[str, Any]:
    """A slash command; none can be typed in a thread."""
    return {
        "token": "verification-token-unused", "team_id": TEAM, "team_domain": "stand-in", "channel_id": channel.id,
        "channel_name": channel.name or "directmessage", "user_id": user.id, "user_name": user.name, "command": command,
        "text": text, "api_app_id": APP, "is_enterprise_install": "false", "response_url": response_url,
        "trigger_id": "1.2.stand-in",
    }  # fmt: skip


def shortcut(user: User, callback: str) -> dict[str, Any]:
    """A global shortcut."""
    return {
        "type": "shortcut", "callback_id": callback, "action_ts": "1.2", "api_app_id": APP, **_who(user),
        "token": "verification-token-unused", "trigger_id": "",
    }  # fmt: skip


def pointed(channel: Channel, message: Message, user: User, callback: str, response_url: str) -> dict[str, Any]:
    """A shortcut at a message, which comes along whole."""
    return shortcut(user, callback) | {
        "type": "message_action", "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "message_ts": message["ts"], "message": _seen(message), "response_url": response_url,
    }  # fmt: skip


def pressed_in_form(view: dict[str, Any], user: User, element: dict[str, Any], block_id: str) -> dict[str, Any]:
    """A `block_actions` interaction in a form: without a message, and without a `response_url`."""
    return form_event("block_actions", view, user) | {
        "container": {"type": "view", "view_id": view["id"]},
        "actions": [{**element, "block_id": block_id, "action_ts": "1.2"}],
    }


def form_event(kind: str, view: dict[str, Any], user: User) -> dict[str, Any]:
    """`view_submission` or `view_closed`."""
    return {
        "type": kind, "api_app_id": APP, "token": "verification-token-unused", "view": view, **_who(user),
        "trigger_id": "", "is_enterprise_install": False,
    }  # fmt: skip


def _who(user: User) -> dict[str, Any]:
    who = {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM}
    return {"user": who, "team": {"id": TEAM, "domain": "stand-in"}}


def _seen(message: Message) -> Message:
    """The message as events carry it: without the metadata, which only some calls return."""
    return {key: value for key, value in message.items() if key not in {"metadata", "reply_count", "latest_reply"}}
