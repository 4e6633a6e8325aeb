"""chat.*: posting, changing and removing messages."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.calls import Call, SlackError
from tests.platforms.slack.world import APP, Channel, Ephemeral, Message

MOST_BLOCKS = 50
MOST_IN_SECTION = 3000
MOST_TEXT = 40_000


async def post_message(call: Call) -> dict[str, Any]:
    channel = call.channel(joined=True)
    if channel.archived:
        raise SlackError("is_archived")
    message = _body(call) | _author(call) | _thread(call, channel)
    metadata = call.structure("metadata")
    if metadata is not None:
        message["metadata"] = _checked_metadata(metadata)
    kept = call.server.world.add(channel, message)
    call.server.announce_post(channel, kept)
    return {"channel": channel.id, "ts": kept["ts"], "message": kept}


async def post_ephemeral(call: Call) -> dict[str, Any]:
    channel = call.channel(joined=True)
    user = call.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    body = _body(call)
    thread = call.text("thread_ts") or None
    channel.ephemerals.append(Ephemeral(user, body["text"], body.get("blocks", []), thread))
    return {"message_ts": call.server.world.new_ts()}


async def delete(call: Call) -> dict[str, Any]:
    channel, ts = call.channel(), call.text("ts")
    message = channel.messages.get(ts)
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if not _may_delete(call, channel, message):
        raise SlackError("cant_delete_message")
    call.server.record_delete(ts, call.arrived)
    call.server.take_out(channel, ts)
    return {"channel": channel.id, "ts": ts}


def _may_delete(call: Call, channel: Channel, message: Message) -> bool:
    """A bot's token: its own posts. A user's: their own, and everybody's outside direct messages if they are an admin."""
    if message.get("user") == call.token.user:
        return True
    return call.token.kind == "user" and call.me.admin and channel.kind != "im"


async def update(call: Call) -> dict[str, Any]:
    """Text alone on a message with blocks answers ok and changes nothing that anybody sees (python-slack-sdk#523)."""
    channel, ts = call.channel(), call.text("ts")
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.get("user") != call.token.user or message.get("subtype") == "tombstone":
        raise SlackError("cant_update_message")
    if call.token.kind == "user" and call.server.edit_window_closed:
        raise SlackError("edit_window_closed")
    changes = _body(call) | _attachments(call)
    if _typed(message) and "blocks" in changes and not _typed(changes):
        raise SlackError("block_mismatch")
    if call.token.kind == "user":
        if call.arguments.get("metadata"):
            raise SlackError("metadata_must_be_sent_from_app")
        changes["edited"] = {"user": call.token.user, "ts": call.server.world.new_ts()}
    if (metadata := call.structure("metadata")) is not None:
        changes["metadata"] = _checked_metadata(metadata)
    call.server.change(channel, ts, changes)
    return {"channel": channel.id, "ts": ts, "text": channel.messages[ts]["text"], "message": channel.messages[ts]}


def _typed(message: Message) -> bool:
    """Whether it carries the block of Slack's own editor, in whose place Slack takes no other kind."""
    return any(block["type"] == "rich_text" for block in message.get("blocks", []))


def _attachments(call: Call) -> Message:
    """An empty array removes what was there; left out, it stays (docs.slack.dev/reference/methods/chat.update)."""
    given = call.structure("attachments")
    return {} if given is None or call.server.attachments_stick else {"attachments": given}


async def get_permalink(call: Call) -> dict[str, Any]:
    channel, ts = call.channel(), call.text("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"https://stand-in.example.org/archives/{channel.id}/p{ts.replace('.', '')}",
    }


def _body(call: Call) -> Message:
    text, blocks = call.text("text"), call.structure("blocks")
    if not text and not blocks and not call.text("markdown_text"):
        raise SlackError("no_text")
    body: Message = {"text": text[:MOST_TEXT]}
    if blocks is not None:
        body["blocks"] = _checked_blocks(blocks)
    return body


def _author(call: Call) -> Message:
    if call.token.kind != "bot":
        return {"user": call.token.user}
    server = call.server
    return {
        "user": call.token.user, "bot_id": server.bot_id, "app_id": APP,
        "bot_profile": {"id": server.bot_id, "app_id": APP, "name": "entrenous"},
    }  # fmt: skip


def _thread(call: Call, channel: Channel) -> Message:
    root = call.text("thread_ts")
    if not root:
        return {}
    if root not in channel.messages:
        raise SlackError("cannot_reply_to_message")
    root = channel.messages[root].get("thread_ts", root)
    return {"thread_ts": root} | ({"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {})


def _checked_metadata(metadata: Any) -> Any:
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return metadata


def _checked_blocks(blocks: Any) -> list[dict[str, Any]]:
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        raise SlackError("invalid_blocks")
    for number, block in enumerate(blocks):
        if not _block_is_valid(block):
            raise SlackError("invalid_blocks")
        block.setdefault("block_id", f"b{number}")
    return blocks


def _block_is_valid(block: Any) -> bool:
    match block:
        case {"type": "section" | "header", "text": {"type": "mrkdwn" | "plain_text", "text": str(text)}}:
            return 0 < len(text) <= MOST_IN_SECTION
        case {"type": "actions", "elements": [*elements]}:
            actions = [element.get("action_id") for element in elements]
            return (
                0 < len(elements) <= 25 and len(set(actions)) == len(actions) and all(map(_button_is_valid, elements))
            )
        case {"type": "context", "elements": [_, *_]} | {"type": "divider"}:
            return True
        case {"type": "rich_text", "elements": [_, *_] as parts}:
            return all(_part_is_valid(part) for part in parts)
    return False


def _part_is_valid(part: Any) -> bool:
    """docs.slack.dev/reference/block-kit/blocks/rich-text-block; none of it may be empty."""
    kinds = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
    leaves = part.get("elements") or []
    return part.get("type") in kinds and bool(leaves) and all(_leaf_is_valid(leaf) for leaf in leaves)


def _leaf_is_valid(leaf: Any) -> bool:
    if not leaf.get("style", {}).keys() <= {"bold", "italic", "strike", "code"}:
        return False
    match leaf:
        case (
            {"type": "text", "text": str(said)} | {"type": "link", "url": str(said)} | {"type": "emoji", "name": str(said)}
            | {"type": "user", "user_id": str(said)} | {"type": "channel", "channel_id": str(said)}
            | {"type": "usergroup", "usergroup_id": str(said)}
        ):  # fmt: skip
            return bool(said)
    return False


def _button_is_valid(element: Any) -> bool:
    match element:
        case {
            "type": "button", "text": {"type": "plain_text", "text": str(label)},
            "action_id": str(action), "value": str(value),
        }:  # fmt: skip
            return 0 < len(label) <= 75 and 0 < len(action) <= 255 and len(value) <= 2000
    return False
