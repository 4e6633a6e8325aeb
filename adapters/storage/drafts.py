"""What somebody is about to post, sealed whole, until it is posted or dropped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from adapters.storage.session import Session, to_ms
from adapters.storage.tables import awaited as expectations
from adapters.storage.tables import drafts
from bot.domain.drafts import Awaited, Draft, Wanted
from bot.domain.messages import PersonRef
from bot.ports.store import Wiped


class SealedDrafts:
    """`bot.ports.drafts.Drafts` over the tables `drafts` and `awaited`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def keep(self, draft: Draft, now: datetime) -> None:
        values = {"touched_at": to_ms(now), "sealed": self._db.seal("drafts", _place(draft.draft_id), draft)}
        if not await self._db.add(drafts, {"draft_id": draft.draft_id, **values}):
            await self._db.run(update(drafts).where(drafts.c.draft_id == draft.draft_id).values(values))

    async def draft(self, draft_id: str) -> Draft:
        row = await self._db.one(select(drafts.c.sealed).where(drafts.c.draft_id == draft_id))
        if row is None:
            raise Wiped(draft_id)
        return self._opened(draft_id, row["sealed"])

    async def drop(self, draft_id: str) -> None:
        await self._db.run(delete(drafts).where(drafts.c.draft_id == draft_id))

    async def begun_before(self, moment: datetime) -> list[Draft]:
        query = select(drafts).where(drafts.c.touched_at < to_ms(moment)).order_by(drafts.c.touched_at)
        return [self._opened(row["draft_id"], row["sealed"]) for row in await self._db.all(query)]

    async def expect(self, person: PersonRef, awaited: Awaited, until: datetime) -> None:
        who = self._who(person)
        await self._db.run(delete(expectations).where(expectations.c.person == who))
        values = {"person": who, "wanted": awaited.wanted, "subject": awaited.subject, "until": to_ms(until)}
        await self._db.run(insert(expectations).values(values))

    async def expected(self, person: PersonRef, now: datetime) -> Awaited | None:
        mine = expectations.c.person == self._who(person)
        row = await self._db.one(select(expectations).where(mine))
        if row is None:
            return None
        await self._db.run(delete(expectations).where(mine))
        return Awaited(Wanted(row["wanted"]), row["subject"]) if row["until"] > to_ms(now) else None

    def _opened(self, draft_id: str, sealed: bytes) -> Draft:
        draft: Draft = self._db.unseal("drafts", _place(draft_id), sealed)
        return draft

    def _who(self, person: PersonRef) -> str:
        return self._db.keyring.fingerprint("person", person.channel, person.account)


def _place(draft_id: str) -> str:
    return f"draft:{draft_id}"
