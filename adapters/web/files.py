"""Files on their way through: sealed in the room's log under a name of their own, handed back to their author alone."""

from __future__ import annotations

import json
from dataclasses import dataclass

from adapters.web.parse import Upload
from bot.ports.room import RoomLog
from redaction import RawText


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A file as its author gets it back."""

    name: RawText
    content: bytes


class Files:
    """A file's number is its handle. The first line of an entry is its name, the rest its bytes."""

    def __init__(self, log: RoomLog, room: str) -> None:
        self._log = log
        self._shelf = f"{room}.files"

    async def keep(self, upload: Upload) -> int:
        return await self._log.append(self._shelf, json.dumps(upload.name.expose()).encode() + b"\n" + upload.content)

    async def fetch(self, number: int) -> Kept | None:
        """None when it was wiped already."""
        found = await self._log.read(self._shelf, number - 1, 1)
        if not found or found[0][0] != number or not found[0][1]:
            return None
        name, _, content = found[0][1].partition(b"\n")
        return Kept(RawText(json.loads(name)), content)

    async def wipe(self, number: int) -> None:
        await self._log.replace(number, b"")
