"""Breach files, each sealed whole under a key of their own use: they outlive the key of the case (GDPR article 33(5))."""

from __future__ import annotations

from sqlalchemy import Select, insert, select, update

from adapters.storage.disclosure_tables import breaches
from adapters.storage.sealing import SealBroken
from adapters.storage.session import Session, to_ms
from bot.domain.breach import Breach
from bot.ports.disclosures import Tampered

_USE = "breach"


class SealedBreaches:
    """`bot.ports.breaches.Breaches` over the `breaches` table. What stands in clear there is not believed."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def of(self, disclosure_id: str) -> Breach | None:
        row = await self._db.one(select(breaches).where(breaches.c.disclosure_id == disclosure_id))
        if row is None:
            return None
        try:
            found: Breach = self._db.unseal(_USE, _place(disclosure_id), row["sealed"])
        except SealBroken:
            raise Tampered(disclosure_id) from None
        clear = _clear(found)
        if clear != {name: row[name] for name in clear}:
            raise Tampered(disclosure_id)
        return found

    async def keep(self, breach: Breach) -> None:
        values = {**_clear(breach), "sealed": self._db.seal(_USE, _place(breach.disclosure_id), breach)}
        here = breaches.c.disclosure_id == breach.disclosure_id
        changed = await self._db.run(update(breaches).where(here).values(values))
        if changed.rowcount == 0:
            await self._db.run(insert(breaches).values(values))

    async def running(self) -> list[str]:
        return await self._ids(select(breaches).where(breaches.c.over == 0).order_by(breaches.c.found_at))

    async def every(self) -> list[str]:
        return await self._ids(select(breaches).order_by(breaches.c.found_at.desc()))

    async def _ids(self, query: Select[tuple[object, ...]]) -> list[str]:
        return [row["disclosure_id"] for row in await self._db.all(query)]


def _clear(breach: Breach) -> dict[str, str | int]:
    return {
        "disclosure_id": breach.disclosure_id,
        "over": int(not breach.clock_runs),
        "found_at": to_ms(breach.found_at),
    }


def _place(disclosure_id: str) -> str:
    return f"breach:{disclosure_id}"
