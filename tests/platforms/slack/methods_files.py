"""files.*: looking at, removing and sending files."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.calls import Call, SlackError
from tests.platforms.slack.world import File


async def upload_url(call: Call) -> dict[str, Any]:
    length = call.number("length", 0)
    if length < 1:
        raise SlackError("missing_argument")
    name = call.text("filename")
    file = File(call.server.world.new_id("F"), call.token.user, name, "application/pdf", set(), content=bytes(length))
    call.server.world.files[file.id] = file
    return {"upload_url": f"{call.server.root}/upload/{file.id}", "file_id": file.id}


async def complete_upload(call: Call) -> dict[str, Any]:
    """Shares the files in a channel, as one message of the caller's."""
    channel = call.channel("channel_id", joined=True)
    files = [call.server.world.files.get(str(each["id"])) for each in call.structure("files")]
    if not all(file is not None and file.content and any(file.content) for file in files):
        raise SlackError("file_not_found")
    sent = [file for file in files if file is not None]
    for file in sent:
        file.shares.add(channel.id)
    message = {"user": call.token.user, "bot_id": call.server.bot_id, "subtype": "file_share", "text": ""}
    if thread := call.text("thread_ts", ""):
        message["thread_ts"] = thread
    kept = call.server.world.add(channel, {**message, "files": [file.payload(call.server.root) for file in sent]})
    call.server.announce_post(channel, kept)
    return {"files": [{"id": file.id, "title": file.name} for file in sent]}


async def files_info(call: Call) -> dict[str, Any]:
    return {"file": _file(call).payload(call.server.root)}


async def files_delete(call: Call) -> dict[str, Any]:
    file = _file(call)
    if file.owner != call.token.user and not call.me.admin:
        raise SlackError("cant_delete_file")
    call.server.delete_file(file)
    return {}


def _file(call: Call) -> File:
    file = call.server.world.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file
