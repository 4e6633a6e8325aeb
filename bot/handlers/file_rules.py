"""Which messages with files are looked into, and what becomes of their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.files import CleanFile
from bot.domain.messages import Inbound, Kind, Matter
from bot.handlers.context import Context
from bot.ports.reading_files import NotRead, OpenFiles
from redaction import Redaction

_MATTERS = frozenset({Matter.TEXT, Matter.PICTURE, Matter.FILE})
_MOST = 5
LISTENED = "voice"
"""Code of a withheld voice note that is listened to for its author."""


def unreadable(context: Context, inbound: Inbound) -> str | None:
    """Why a message is withheld before its files are looked into; None where they are.

    Of an album each picture comes by itself, and the whole set shares one fate: so it goes back, to be sent one by one.
    """
    carries = context.channel(inbound.origin).capabilities.files
    matters = {inbound.matter, *(attachment.matter for attachment in inbound.attachments)}
    if context.files is None or not carries or not inbound.attachments or not matters <= _MATTERS or inbound.poll:
        return f"matter.{inbound.matter}"
    if inbound.album is not None or len(inbound.attachments) > _MOST:
        return "files.album"
    return None


def listens(context: Context, inbound: Inbound) -> bool:
    """Whether it is a voice note to be listened to for its author: one, and new."""
    matters = [attachment.matter for attachment in inbound.attachments]
    new = inbound.kind is Kind.NEW and inbound.author is not None and inbound.composed is None
    return context.speech is not None and new and inbound.matter is Matter.VOICE and matters == [Matter.VOICE]


async def made_anew(
    context: Context, inbound: Inbound, files: OpenFiles, said: Sequence[Redaction]
) -> tuple[CleanFile, ...]:
    """The new files, small enough for the channel. Raises `NotRead`."""
    clean = await files.write(said, next((one.lang for one in said), "en"))
    if any(len(file.data) > context.channel(inbound.origin).capabilities.files for file in clean):
        raise NotRead("too_big")
    return clean


def without_data(inbound: Inbound) -> Inbound:
    """The message without what was fetched: its platform hands it out again."""
    return replace(inbound, attachments=tuple(replace(one, data=None) for one in inbound.attachments))
