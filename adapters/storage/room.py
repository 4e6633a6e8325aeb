"""Rooms of the web channel, sealed under the room key."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from adapters.storage.sealing import seal, unseal
from adapters.storage.store import SealedStore
from adapters.storage.tables import rooms
from bot.domain.ids import opaque_id


class SealedRoomLog:
    """`bot.ports.room.RoomLog` over the `rooms` table."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    async def append(self, room: str, entry: bytes) -> int:
        seal_id = opaque_id()
        async with self._store.session(writes=True) as session:
            sealed = seal(session.keyring.key("room"), _place(seal_id), entry)
            result = await session.run(insert(rooms).values(room=room, seal_id=seal_id, sealed=sealed))
            key = result.inserted_primary_key
            return int(key[0]) if key else 0

    async def read(self, room: str, after: int = 0, limit: int = 500) -> list[tuple[int, bytes]]:
        query = select(rooms).where(rooms.c.room == room, rooms.c.number > after).order_by(rooms.c.number).limit(limit)
        async with self._store.session(writes=False) as session:
            key = session.keyring.key("room")
            rows = await session.all(query)
        return [(row["number"], unseal(key, _place(row["seal_id"]), row["sealed"])) for row in rows]

    async def replace(self, number: int, entry: bytes) -> None:
        seal_id = opaque_id()
        async with self._store.session(writes=True) as session:
            sealed = seal(session.keyring.key("room"), _place(seal_id), entry)
            await session.run(update(rooms).where(rooms.c.number == number).values(seal_id=seal_id, sealed=sealed))


def _place(seal_id: str) -> str:
    return f"room:{seal_id}"
