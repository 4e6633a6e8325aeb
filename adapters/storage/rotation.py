"""Changes the master key while the bot runs: cases' keys are wrapped anew a few at a time, then the keys for each use.

Each step is a transaction of its own that leaves everything readable, since each row names the master key that wraps it
and both keys are at hand. The last step takes what is left, the keystore and the journal's entry together: from then on
new cases are wrapped by the new key (`adapters.storage.case_keys` reads in its own transaction which that is). Killed
anywhere and run again, it goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from adapters.storage.journal import ChainedJournal
from adapters.storage.keys import ROOT
from adapters.storage.keystore import case_place, use_place
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Session
from adapters.storage.store import SealedStore
from adapters.storage.tables import cases, keystore
from bot.domain.journal import MasterKeyChanged

_AT_ONCE = 50
_PAUSE_SECONDS = 0.02
"""Between two steps: SQLite's waiting writers do not queue, and without a pause the bot would seldom get its turn."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rotation:
    """What was done: ids of the two keys, how many cases' keys and keys for a use are wrapped by the new one."""

    before: str
    after: str
    cases: int
    uses: int


async def wrapped_by(session: Session) -> str:
    """Id of the master key that the database goes by."""
    row = await session.one(select(keystore.c.master).where(keystore.c.use == ROOT))
    return str(row["master"]) if row else session.keyring.master


async def rotate(store: SealedStore, after: str, now: datetime, progress: Progress) -> Rotation:
    """Wrap everything by the master key with the id `after`. Raises `KeyFileError` where a key is not at hand.

    `progress` is told how many cases' keys of how many are done.
    """
    left = await _some(store, after, progress)
    while left > _AT_ONCE:
        await asyncio.sleep(_PAUSE_SECONDS)
        left = await _some(store, after, progress)
    async with store.session(writes=True) as session:
        while await _wrap_cases(session, after, _AT_ONCE):
            pass  # the rest, and cases that were opened meanwhile
        done = await _wrap_uses(session, after)
        await ChainedJournal(session).append(
            MasterKeyChanged(at=now, before=done.before, after=after, cases=done.cases, uses=done.uses)
        )
        return done


async def _some(store: SealedStore, after: str, progress: Progress) -> int:
    """One step; how many cases' keys are left."""
    async with store.session(writes=True) as session:
        await _wrap_cases(session, after, _AT_ONCE)
        total = await _count(session)
        left = total - await _count(session, after)
    progress(total - left, total)
    return left


async def _wrap_cases(session: Session, after: str, limit: int) -> int:
    waiting = select(cases.c.case_id, cases.c.wrapped_key, cases.c.master)
    waiting = waiting.where(cases.c.wrapped_key.is_not(None), cases.c.master != after).limit(limit)
    rows = await session.all(waiting)
    for row in rows:
        place = case_place(row["case_id"])
        key = unseal(session.keyring.wrapping(row["master"]), place, row["wrapped_key"])
        wrapped = seal(session.keyring.wrapping(after), place, key)
        anew = update(cases).where(cases.c.case_id == row["case_id"]).values(wrapped_key=wrapped, master=after)
        await session.run(anew)
    return len(rows)


async def _wrap_uses(session: Session, after: str) -> Rotation:
    before = await wrapped_by(session)
    rows = await session.all(select(keystore))
    for row in rows:
        place = use_place(row["use"])
        key = unseal(session.keyring.wrapping(row["master"]), place, row["wrapped"])
        wrapped = seal(session.keyring.wrapping(after), place, key)
        await session.run(update(keystore).where(keystore.c.use == row["use"]).values(wrapped=wrapped, master=after))
    return Rotation(before, after, await _count(session, after), len(rows))


async def _count(session: Session, master: str | None = None) -> int:
    query = select(func.count()).select_from(cases).where(cases.c.wrapped_key.is_not(None))
    if master is not None:
        query = query.where(cases.c.master == master)
    return int((await session.run(query)).scalar_one())
