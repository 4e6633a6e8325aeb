"""Second factors: the secret sealed under a key for this use alone, recovery codes as slow hashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from adapters.storage.console_tables import factor_locks, factors, recovery_codes
from adapters.storage.session import Session, from_ms, to_ms
from bot.domain.factor import Lock, letters_of, secret_in
from bot.ports.factors import Factor

USE = "factor"


class SealedFactors:
    """`bot.ports.factors.Factors` over the tables `factors`, `recovery_codes` and `factor_locks`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def of(self, who: str) -> Factor | None:
        row = await self._db.one(select(factors).where(factors.c.who == who))
        if row is None:
            return None
        secret = secret_in(self._db.unseal(USE, _place(who), row["sealed"]))
        return Factor(who, secret, row["salt"], from_ms(row["enrolled_at"]), row["last_step"])

    async def enrol(self, factor: Factor, recovery: Sequence[str]) -> None:
        await self.forget(factor.who)
        values = {
            "who": factor.who,
            "sealed": self._db.seal(USE, _place(factor.who), letters_of(factor.secret)),
            "salt": factor.salt,
            "enrolled_at": to_ms(factor.enrolled_at),
            "last_step": factor.last_step,
        }
        await self._db.run(factors.insert().values(values))
        for hashed in recovery:
            await self._db.run(recovery_codes.insert().values(who=factor.who, hash=hashed))

    async def accept(self, who: str, step: int) -> bool:
        fresh = update(factors).where(factors.c.who == who, factors.c.last_step < step).values(last_step=step)
        return (await self._db.run(fresh)).rowcount == 1

    async def use_recovery(self, who: str, hashed: str, now: datetime) -> bool:
        good = recovery_codes.c.who == who, recovery_codes.c.hash == hashed, recovery_codes.c.used_at.is_(None)
        used = await self._db.run(update(recovery_codes).where(*good).values(used_at=to_ms(now)))
        return used.rowcount == 1

    async def recovery_left(self, who: str) -> int:
        unused = recovery_codes.c.who == who, recovery_codes.c.used_at.is_(None)
        return int((await self._db.run(select(func.count()).where(*unused))).scalar_one())

    async def forget(self, who: str) -> bool:
        await self._db.run(delete(recovery_codes).where(recovery_codes.c.who == who))
        return (await self._db.run(delete(factors).where(factors.c.who == who))).rowcount == 1

    async def lock(self, who: str) -> Lock:
        row = await self._db.one(select(factor_locks).where(factor_locks.c.who == who))
        if row is None:
            return Lock()
        return Lock(row["wrong"], row["locks"], from_ms(row["until"]) if row["until"] is not None else None)

    async def keep_lock(self, who: str, lock: Lock) -> None:
        values = {"wrong": lock.wrong, "locks": lock.locks, "until": to_ms(lock.until) if lock.until else None}
        kept = insert(factor_locks).values(who=who, **values)
        await self._db.run(kept.on_conflict_do_update(index_elements=["who"], set_=values))


def _place(who: str) -> str:
    return f"factor:{who}"
