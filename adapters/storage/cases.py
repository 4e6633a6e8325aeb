"""Cases, what they know, and which message belongs to which consult."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, select, update

from adapters.storage.case_lives import CaseLives
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Row, from_ms, to_ms
from adapters.storage.tables import cases, consults, places
from bot.domain.cases import CaseStatus, Purpose
from bot.domain.ids import case_reference, opaque_id
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.records import Consult
from bot.ports.store import Conflict, Wiped
from redaction import CaseMemory

_RECENT = 8


class SealedCases(CaseLives):
    """`bot.ports.store.Cases` over the tables `cases`, `consults` and `places`."""

    async def open(self, now: datetime, purpose: Purpose = Purpose.GUIDANCE) -> str:
        case_id = opaque_id()
        values = {
            "case_id": case_id,
            "status": CaseStatus.OPEN,
            **await self._keys.make(case_id),
            "version": 0,
            "opened_at": to_ms(now),
            "purpose": purpose,
        }
        while not await self._db.add(cases, values | {"reference": case_reference()}):
            pass  # somebody's already: of two thousand cases, one time in five two would draw the same
        return case_id

    async def memory(self, case_id: str) -> tuple[CaseMemory, int]:
        query = select(cases.c.sealed_memory, cases.c.version, cases.c.destroyed_at).where(cases.c.case_id == case_id)
        row = await self._db.one(query)
        if row is None or row["destroyed_at"] is not None:
            raise Wiped(case_id)
        if row["sealed_memory"] is None:
            return CaseMemory(), row["version"]
        key = await self._keys.key(case_id)
        return CaseMemory.load(unseal(key, _place(case_id), row["sealed_memory"])), row["version"]

    async def remember(self, case_id: str, memory: CaseMemory, version: int) -> None:
        sealed = seal(await self._keys.key(case_id), _place(case_id), memory.dump())
        query = (
            update(cases)
            .where(cases.c.case_id == case_id, cases.c.version == version)
            .values(sealed_memory=sealed, version=version + 1)
        )
        if (await self._db.run(query)).rowcount != 1:
            raise Conflict(case_id)

    async def consult_at(self, message: MessageRef) -> Consult | None:
        query = _of_cases(CaseStatus.OPEN, CaseStatus.CLOSED).join(places, places.c.consult_id == consults.c.consult_id)
        query = query.where(*_at(message))
        row = await self._db.one(query)
        return _consult(row) if row else None

    async def recent_consults(self, conversation: ConversationRef) -> list[Consult]:
        query = (
            _of_cases(CaseStatus.OPEN)
            .where(consults.c.channel == conversation.channel, consults.c.conversation == conversation.conversation)
            .where(cases.c.purpose != Purpose.OWN_SUPPORT)
            .order_by(consults.c.last_at.desc())
            .limit(_RECENT)
        )
        return [_consult(row) for row in await self._db.all(query)]

    async def open_consult(self, case_id: str, conversation: ConversationRef, author: str, now: datetime) -> str:
        consult_id = opaque_id()
        values = {
            "consult_id": consult_id,
            "case_id": case_id,
            "channel": conversation.channel,
            "conversation": conversation.conversation,
            "author": author,
            "last_at": to_ms(now),
        }
        await self._db.run(insert(consults).values(values))
        return consult_id

    async def touch(self, consult_id: str, now: datetime) -> None:
        await self._db.run(update(consults).where(consults.c.consult_id == consult_id).values(last_at=to_ms(now)))

    async def place(self, message: MessageRef, consult_id: str | None, entry_id: str) -> None:
        values = {
            "channel": message.channel,
            "conversation": message.conversation,
            "message": message.message,
            "consult_id": consult_id,
            "entry_id": entry_id,
        }
        if not await self._db.add(places, values):
            changed = {"consult_id": consult_id, "entry_id": entry_id} if consult_id else {"entry_id": entry_id}
            await self._db.run(update(places).where(*_at(message)).values(changed))

    async def consult_of(self, entry_id: str) -> str | None:
        query = select(places.c.consult_id).where(places.c.entry_id == entry_id, places.c.consult_id.is_not(None))
        row = await self._db.one(query.limit(1))
        return row["consult_id"] if row else None

    async def entry_at(self, message: MessageRef) -> str | None:
        row = await self._db.one(select(places.c.entry_id).where(*_at(message)))
        return row["entry_id"] if row else None

    async def placed_in(self, entry_id: str, conversation: ConversationRef) -> str | None:
        here = places.c.channel == conversation.channel, places.c.conversation == conversation.conversation
        query = select(places.c.message).where(places.c.entry_id == entry_id, *here).order_by(places.c.message)
        row = await self._db.one(query.limit(1))
        return row["message"] if row else None


def _of_cases(*statuses: CaseStatus) -> Select[Any]:
    """Consults of cases that stand so: nothing is added to a case whose key is gone."""
    return select(consults).join(cases, cases.c.case_id == consults.c.case_id).where(cases.c.status.in_(statuses))


def _place(case_id: str) -> str:
    return f"case:{case_id}:memory"


def _at(message: MessageRef) -> tuple[ColumnElement[bool], ...]:
    return (
        places.c.channel == message.channel,
        places.c.conversation == message.conversation,
        places.c.message == message.message,
    )


def _consult(row: Row) -> Consult:
    return Consult(
        consult_id=row["consult_id"],
        case_id=row["case_id"],
        conversation=ConversationRef(row["channel"], row["conversation"]),
        author=row["author"],
        last_at=from_ms(row["last_at"]),
    )
