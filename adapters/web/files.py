"""Files on their way through: sealed in the room's log under a name of their own, handed back to their author alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from adapters.web.entries import Enclosed
from adapters.web.parse import Upload
from bot.domain.files import CleanFile, FileKind
from bot.domain.outgoing import Post
from bot.ports.room import RoomLog
from redaction import RawBytes


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

    async def enclose(self, post: Post, standing: tuple[Enclosed, ...]) -> tuple[Enclosed, ...]:
        """The files of a post, kept for whoever reads it. `standing`: what an earlier version had; it stays or is wiped."""
        if post.covered or not post.files or post.replaces:
            for file in standing:
                await self.wipe(file.number)
            standing = ()
        if post.covered or len(standing) == len(post.files):
            return standing
        return tuple([await self._enclosed(file) for file in post.files])

    async def _enclosed(self, file: CleanFile) -> Enclosed:
        number = await self._log.append(self._shelf, json.dumps(file.name).encode() + b"\n" + file.data)
        return Enclosed(number=number, name=file.name, picture=file.kind is FileKind.PICTURE)

    async def raw(self, number: int) -> RawBytes | None:
        """What somebody sent, for reading it; None when it was wiped already."""
        kept = await self.fetch(number)
        return None if kept is None else RawBytes(kept.content)

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
