"""The 24 hours after somebody's last message, in which Meta lets us write to them, and what waits outside of them.

(developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages#customer-service-windows)

A post that comes outside waits here, sealed, and they get an approved template, once a day, which asks them to answer; when they
write, what waits is delivered, oldest first. To the core such a post is done, as a mail is that its server took. What the core says
to one person alone (`tell`) it keeps itself, as it does for somebody who never pressed Start.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.whatsapp.meanings import NAME
from adapters.whatsapp.render import Choice, File, Piece, Text
from bot.domain.ids import opaque_id
from bot.ports.addresses import Addresses
from bot.ports.memos import Memos
from redaction import RawText

OPEN_FOR = timedelta(hours=24) - timedelta(minutes=5)
"""A little less than Meta says: its clock counts."""
_KEPT_FOR = timedelta(days=30)
MOST_WAITING = 200
_WAITS = "w"


class Window:
    def __init__(self, addresses: Addresses, memos: Memos, now: Callable[[], datetime]) -> None:
        self._addresses, self._memos, self._now = addresses, memos, now

    async def open(self, account: str) -> bool:
        last = await self._addresses.last_wrote(NAME, account)
        return last is not None and self._now() - last < OPEN_FOR

    async def opened(self, account: str, at: datetime) -> bool:
        """They wrote; whether it was shut before. An update can be late, and never shuts it again."""
        was = await self.open(account)
        last = await self._addresses.last_wrote(NAME, account)
        if last is None or at > last:
            await self._addresses.wrote(NAME, account, min(at, self._now()))
        if not was:
            await self._memos.drop(NAME, f"knocked/{account}")
        return not was

    async def to_knock(self, account: str) -> bool:
        """Whether they are to get the template: they did not get it for a day."""
        return await self._memos.read(NAME, f"knocked/{account}") is None

    async def knocked(self, account: str) -> None:
        await self._memos.keep(NAME, f"knocked/{account}", RawText("1"), self._now() + timedelta(days=1))

    async def wait(self, account: str, pieces: Sequence[Piece]) -> str | None:
        """Keep a post until they write; the id that stands for it. None where too many wait already."""
        if len(await self._memos.keys(NAME, f"wait/{account}/")) >= MOST_WAITING:
            return None
        ref = f"{_WAITS}{opaque_id()}"
        kept = RawText(json.dumps([_plain(piece) for piece in pieces]))
        await self._memos.keep(NAME, f"wait/{account}/{ref}", kept, self._now() + _KEPT_FOR)
        return ref

    async def waiting(self, account: str) -> tuple[str, ...]:
        """Ids of what waits for them, oldest first."""
        return tuple(key.rpartition("/")[2] for key in await self._memos.keys(NAME, f"wait/{account}/"))

    async def pieces(self, account: str, ref: str) -> tuple[Piece, ...]:
        """What waits under that id; nothing where it does not wait any more."""
        kept = await self._memos.read(NAME, f"wait/{account}/{ref}")
        return tuple(map(_piece, json.loads(kept.expose()))) if kept else ()

    async def drop(self, account: str, ref: str) -> bool:
        """Take away what waits; False for what does not (any more)."""
        waits = ref.startswith(_WAITS) and await self._memos.read(NAME, f"wait/{account}/{ref}") is not None
        if waits:
            await self._memos.drop(NAME, f"wait/{account}/{ref}")
        return waits


def _plain(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, File):
        content = base64.b64encode(piece.content).decode()
        return {"name": piece.name, "type": piece.content_type, "content": content, "caption": piece.caption}
    choices = [[choice.data, choice.title, choice.more] for choice in piece.choices]
    return {"body": piece.body, "choices": choices, "opens": piece.opens, "reply_to": piece.reply_to}


def _piece(plain: dict[str, Any]) -> Piece:
    if "content" in plain:
        return File(plain["name"], plain["type"], base64.b64decode(plain["content"]), plain["caption"])
    choices = tuple(Choice(*choice) for choice in plain["choices"])
    return Text(plain["body"], choices, plain["opens"], plain["reply_to"])
