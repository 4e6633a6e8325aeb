"""Private words that wait for, or went to, one person; wiped once delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.tables import notes
from bot.domain.outgoing import GiveBack, Note
from bot.domain.records import NoteKind, NoteRecord, NoteState
from bot.ports.store import Wiped


class SealedNotes:
    """`bot.ports.store.Notes` over the `notes` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(self, record: NoteRecord, content: Note | GiveBack) -> bool:
        values = {
            "note_id": record.note_id,
            "entry_id": record.entry_id,
            "kind": record.kind,
            "state": record.state,
            "person": record.person,
            "created_at": to_ms(record.created_at),
            "sealed": self._db.seal("inbox", _place(record.note_id), content),
        }
        return await self._db.add(notes, values)

    async def content(self, note_id: str) -> Note | GiveBack:
        row = await self._db.one(select(notes.c.sealed).where(notes.c.note_id == note_id))
        if row is None or row["sealed"] is None:
            raise Wiped(note_id)
        content: Note | GiveBack = self._db.unseal("inbox", _place(note_id), row["sealed"])
        return content

    async def move(self, note_id: str, state: NoteState) -> None:
        values: dict[str, Any] = {"state": state}
        if state is NoteState.DELIVERED:
            values["sealed"] = None
        await self._db.run(update(notes).where(notes.c.note_id == note_id).values(values))

    async def pending_for(self, person: str) -> list[NoteRecord]:
        query = select(notes).where(notes.c.person == person, notes.c.state == NoteState.PENDING)
        return [_record(row) for row in await self._db.all(query.order_by(notes.c.created_at))]

    async def pending_of(self, kind: NoteKind) -> list[NoteRecord]:
        query = select(notes).where(notes.c.kind == kind, notes.c.state == NoteState.PENDING)
        return [_record(row) for row in await self._db.all(query.order_by(notes.c.created_at))]

    async def of_entry(self, entry_id: str) -> list[NoteRecord]:
        query = select(notes).where(notes.c.entry_id == entry_id).order_by(notes.c.created_at, notes.c.note_id)
        return [_record(row) for row in await self._db.all(query)]

    async def held(self) -> list[str]:
        query = select(notes.c.note_id).where(notes.c.kind == NoteKind.GIVE_BACK, notes.c.state == NoteState.PENDING)
        return [row["note_id"] for row in await self._db.all(query)]

    async def wipe_before(self, moment: datetime) -> int:
        query = (
            update(notes)
            .where(notes.c.created_at < to_ms(moment), notes.c.sealed.is_not(None))
            .values(sealed=None, state=NoteState.FAILED)
        )
        return (await self._db.run(query)).rowcount


def _place(note_id: str) -> str:
    return f"note:{note_id}"


def _record(row: Row) -> NoteRecord:
    return NoteRecord(
        note_id=row["note_id"],
        entry_id=row["entry_id"],
        kind=NoteKind(row["kind"]),
        state=NoteState(row["state"]),
        person=row["person"],
        created_at=from_ms(row["created_at"]),
    )
