"""Tokens that authors gave, each with whose it is; nothing of them in clear but a keyed fingerprint and times."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from adapters.storage.session import Row, Session, to_ms
from adapters.storage.tables import author_tokens
from bot.domain.messages import PersonRef
from bot.ports.on_behalf import Permission
from redaction import RawText


class SealedPermissions:
    """`bot.ports.on_behalf.Permissions` over the `author_tokens` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def token(self, person: str) -> RawText | None:
        row = await self._in_use(person)
        return self._opened(row).token if row else None

    async def keep(self, permission: Permission, now: datetime) -> None:
        person = self._key(permission.person)
        sealed = self._db.seal("tokens", _place(person), (permission.person, permission.token))
        values = {"channel": permission.person.channel, "given_at": to_ms(now), "ended_at": None, "sealed": sealed}
        kept = insert(author_tokens).values(person=person, **values)
        await self._db.run(kept.on_conflict_do_update(index_elements=["person"], set_=values))

    async def end(self, person: str, now: datetime) -> PersonRef | None:
        row = await self._in_use(person)
        if row is None:
            return None
        mine = author_tokens.c.person == person
        await self._db.run(update(author_tokens).where(mine).values(ended_at=to_ms(now)))
        return self._opened(row).person

    async def holders(self, channel: str) -> list[str]:
        query = select(author_tokens.c.person).where(
            author_tokens.c.channel == channel, author_tokens.c.ended_at.is_(None)
        )
        return [row["person"] for row in await self._db.all(query.order_by(author_tokens.c.person))]

    async def to_revoke(self) -> list[Permission]:
        query = select(author_tokens).where(author_tokens.c.ended_at.is_not(None))
        return [self._opened(row) for row in await self._db.all(query.order_by(author_tokens.c.ended_at))]

    async def forget(self, permission: Permission) -> None:
        mine = author_tokens.c.person == self._key(permission.person)
        await self._db.run(delete(author_tokens).where(mine, author_tokens.c.ended_at.is_not(None)))

    async def _in_use(self, person: str) -> Row | None:
        mine = author_tokens.c.person == person, author_tokens.c.ended_at.is_(None)
        return await self._db.one(select(author_tokens).where(*mine))

    def _key(self, person: PersonRef) -> str:
        return self._db.keyring.fingerprint("person", person.channel, person.account)

    def _opened(self, row: Row) -> Permission:
        person, token = self._db.unseal("tokens", _place(row["person"]), row["sealed"])
        return Permission(person, token)


def _place(person: str) -> str:
    return f"token:{person}"
