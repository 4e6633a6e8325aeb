"""Files that came with a message: what they are, and how they are found again. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.messages import Attachment, Matter

Payload = Mapping[str, Any]
_SHARED = "file:"


@dataclass(frozen=True, slots=True)
class Handle:
    """How the channel finds a file again: its id (empty for a picture that lies elsewhere) and its page on Slack."""

    id: str
    link: str

    def __str__(self) -> str:
        return f"{self.id}|{self.link}"

    @classmethod
    def read(cls, handle: str) -> Handle:
        file, _, link = handle.partition("|")
        return cls(file, link)


def attachments_of(raw: Payload) -> tuple[Attachment, ...]:
    """All files of a message, of what it forwards, and pictures in its blocks."""
    return tuple(Attachment(matter, str(handle)) for matter, handle in _found(raw))


def matter_of(raw: Payload) -> Matter:
    """TEXT without files; else the kind of the first file."""
    return next((matter for matter, _ in _found(raw)), Matter.TEXT)


def own_files(raw: Payload) -> tuple[str, ...]:
    """Ids of the files that came with this very message. A forwarded message's files belong where they were first."""
    return tuple(
        str(file["id"]) for file in raw.get("files") or () if file.get("id") and file.get("mode") != "tombstone"
    )


def shared(file: str) -> str:
    """The name under which a file of ours is one of a post's messages: its message's own is told by Slack too late."""
    return f"{_SHARED}{file}"


def file_of(message: str) -> str | None:
    """The file that is meant by such a name; None for a message's timestamp."""
    return message.removeprefix(_SHARED) if message.startswith(_SHARED) else None


def _found(raw: Payload) -> Iterator[tuple[Matter, Handle]]:
    for file in _files(raw):
        if file.get("mode") != "tombstone":
            link = str(file.get("permalink") or file.get("url_private") or "")
            yield _kind(file), Handle(str(file.get("id") or ""), link)
    yield from _pictures(raw.get("blocks"))
    for attachment in raw.get("attachments") or ():
        if attachment.get("image_url") and not attachment.get("from_url"):
            yield Matter.PICTURE, Handle("", str(attachment["image_url"]))
        yield from _pictures(attachment.get("blocks"))


def _files(raw: Payload) -> Iterator[Payload]:
    yield from raw.get("files") or ()
    for attachment in raw.get("attachments") or ():
        yield from attachment.get("files") or ()


def _pictures(blocks: Any) -> Iterator[tuple[Matter, Handle]]:
    for block in blocks or ():
        if isinstance(block, dict) and block.get("type") in {"image", "video"}:
            file = block.get("slack_file") or {}
            link = block.get("image_url") or block.get("video_url") or file.get("url") or ""
            yield Matter.PICTURE, Handle(str(file.get("id") or ""), str(link))


def _kind(file: Payload) -> Matter:
    """Clips count as voice, whatever picture they carry: what matters in them is said."""
    mimetype = str(file.get("mimetype") or "")
    if file.get("subtype") in {"slack_audio", "slack_video"} or mimetype.startswith("audio/"):
        return Matter.VOICE
    return Matter.PICTURE if mimetype.startswith(("image/", "video/")) else Matter.FILE
