"""Single-use links, kept as keyed fingerprints: who reads the table can follow none."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from adapters.storage.session import Row, Session, to_ms
from adapters.storage.tables import links
from bot.ports.links import Link

_BYTES = 24


class FingerprintedLinks:
    """`bot.ports.links.Links` over the `links` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def make(self, link: Link, expires_at: datetime) -> str:
        token = secrets.token_urlsafe(_BYTES)
        values = {
            "token": self._fingerprint(token),
            "action": link.action,
            "subject": link.subject,
            "who": link.who,
            "expires_at": to_ms(expires_at),
        }
        await self._db.run(insert(links).values(values))
        return token

    async def peek(self, token: str, now: datetime) -> Link | None:
        row = await self._good(token, now)
        return Link(row["action"], row["subject"], row["who"]) if row else None

    async def use(self, token: str, now: datetime) -> Link | None:
        found = await self.peek(token, now)
        if found is not None:
            mine = links.c.token == self._fingerprint(token)
            await self._db.run(update(links).where(mine).values(used_at=to_ms(now)))
        return found

    async def forget_before(self, moment: datetime) -> None:
        await self._db.run(delete(links).where(links.c.expires_at < to_ms(moment)))

    async def _good(self, token: str, now: datetime) -> Row | None:
        return await self._db.one(
            select(links).where(
                links.c.token == self._fingerprint(token), links.c.used_at.is_(None), links.c.expires_at > to_ms(now)
            )
        )

    def _fingerprint(self, token: str) -> str:
        return self._db.keyring.fingerprint("link", token)
