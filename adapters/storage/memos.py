"""What channels note for themselves, sealed under a key of its own and forgotten when its time is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from adapters.storage.session import to_ms
from adapters.storage.store import SealedStore
from adapters.storage.tables import memos
from bot.ports.clock import Clock
from redaction import RawText

_USE = "memos"


class SealedMemos:
    """`bot.ports.memos.Memos` over the `memos` table."""

    def __init__(self, store: SealedStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def keep(self, channel: str, key: str, value: RawText, until: datetime | None) -> None:
        now = to_ms(self._clock.now())
        async with self._store.session(writes=True) as session:
            await session.run(delete(memos).where(memos.c.until <= now))
            values = {
                "until": to_ms(until) if until else None,
                "sealed": session.seal(_USE, _place(channel, key), value),
            }
            row = insert(memos).values(channel=channel, key=key, made_at=now, **values)
            await session.run(row.on_conflict_do_update(index_elements=["channel", "key"], set_=values))

    async def read(self, channel: str, key: str) -> RawText | None:
        async with self._store.session(writes=False) as session:
            row = await session.one(select(memos.c.sealed).where(_at(channel, key), self._in_time()))
            found = session.unseal(_USE, _place(channel, key), row["sealed"]) if row else None
        return found if isinstance(found, RawText) else None

    async def drop(self, channel: str, key: str) -> None:
        async with self._store.session(writes=True) as session:
            await session.run(delete(memos).where(_at(channel, key)))

    async def keys(self, channel: str, beginning: str, limit: int = 500) -> tuple[str, ...]:
        found = select(memos.c.key).where(
            memos.c.channel == channel, memos.c.key.startswith(beginning, autoescape=True)
        )
        async with self._store.session(writes=False) as session:
            rows = await session.all(found.where(self._in_time()).order_by(memos.c.made_at, memos.c.key).limit(limit))
        return tuple(str(row["key"]) for row in rows)

    def _in_time(self) -> ColumnElement[bool]:
        return or_(memos.c.until.is_(None), memos.c.until > to_ms(self._clock.now()))


def _at(channel: str, key: str) -> ColumnElement[bool]:
    return (memos.c.channel == channel) & (memos.c.key == key)


def _place(channel: str, key: str) -> str:
    return f"memo:{channel}:{key}"
