"""Files on their way through: sealed in the room's log under a name of their own, handed back to their author alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from adapters.web.parse import Upload
from bot.ports.room import RoomLog


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A file as its author gets it back. `disposition`: the header with its name, as RFC 6266 writes it."""

    disposition: str
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
        return Kept(f"attachment; filename*=UTF-8''{quote(json.loads(name) or 'file', safe='')}", content)

    async def wipe(self, number: int) -> None:
        await self._log.replace(number, b"")
