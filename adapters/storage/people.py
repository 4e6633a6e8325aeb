"""Accounts that the bot has met on its channels, sealed with their display names."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from adapters.storage.session import Row, Session
from adapters.storage.tables import people
from bot.domain.messages import PersonRef
from redaction import Lang, RawText


class SealedPeople:
    """`bot.ports.store.People` over the `people` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def fingerprint(self, person: PersonRef) -> str:
        return self._db.keyring.fingerprint("person", person.channel, person.account)

    async def meet(self, person: PersonRef, name: RawText, started: bool = False) -> bool:
        """Remember the account; True if something about it is new."""
        key = self.fingerprint(person)
        row = await self._db.one(select(people).where(people.c.person == key))
        if row is None:
            values = {
                "person": key,
                "channel": person.channel,
                "started": int(started),
                "sealed": self._seal(key, person, name),
            }
            await self._db.run(insert(people).values(values))
            return True
        known = self._opened(row)[1]
        renamed = bool(name) and known.expose() != name.expose()
        if not renamed and (row["started"] or not started):
            return False
        changed = {"started": int(started or row["started"])} | (
            {"sealed": self._seal(key, person, name)} if renamed else {}
        )
        await self._db.run(update(people).where(people.c.person == key).values(changed))
        return True

    async def name(self, person: PersonRef) -> RawText | None:
        row = await self._db.one(select(people).where(people.c.person == self.fingerprint(person)))
        return self._opened(row)[1] if row else None

    async def lang(self, person: PersonRef) -> Lang | None:
        row = await self._db.one(select(people.c.lang).where(people.c.person == self.fingerprint(person)))
        found: Lang | None = row["lang"] if row else None
        return found

    async def speaks(self, person: PersonRef, lang: Lang, *, chosen: bool = False) -> None:
        theirs = people.c.person == self.fingerprint(person)
        query = update(people).where(theirs) if chosen else update(people).where(theirs, people.c.lang.is_(None))
        await self._db.run(query.values(lang=lang))

    async def started(self, person: PersonRef) -> bool:
        row = await self._db.one(select(people.c.started).where(people.c.person == self.fingerprint(person)))
        return bool(row and row["started"])

    async def names(self) -> frozenset[str]:
        found = [self._opened(row)[1] for row in await self._rows()]
        return frozenset(name.expose() for name in found if name)

    async def account(self, key: str) -> PersonRef | None:
        """The account with that fingerprint, if the bot has met it."""
        row = await self._db.one(select(people).where(people.c.person == key))
        return self._opened(row)[0] if row else None

    async def never_started(self, channel: str) -> list[RawText]:
        rows = [row for row in await self._rows() if row["channel"] == channel and not row["started"]]
        return [self._opened(row)[1] for row in rows]

    async def _rows(self) -> list[Row]:
        return await self._db.all(select(people).order_by(people.c.person))

    def _seal(self, key: str, person: PersonRef, name: RawText) -> bytes:
        return self._db.seal("people", _place(key), (person, name))

    def _opened(self, row: Row) -> tuple[PersonRef, RawText]:
        met: tuple[PersonRef, RawText] = self._db.unseal("people", _place(row["person"]), row["sealed"])
        return met


def _place(key: str) -> str:
    return f"person:{key}"
