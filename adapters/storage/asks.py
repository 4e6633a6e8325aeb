"""What colleagues ask of authors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from adapters.storage.session import Session, to_ms
from adapters.storage.tables import asks
from bot.domain.messages import PersonRef
from bot.ports.asks import Ask, AskState
from bot.ports.store import Wiped
from redaction import RawText


class SealedAsks:
    """`bot.ports.asks.Asks` over the `asks` table."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def make(self, ask: Ask, person: PersonRef, name: RawText, now: datetime) -> bool:
        values = {
            "ask_id": ask.ask_id,
            "kind": ask.kind,
            "case_id": ask.case_id,
            "subject": ask.subject,
            "who": ask.who,
            "state": ask.state,
            "at": to_ms(now),
            "sealed": self._db.seal("people", _place(ask.ask_id), (person, name)),
        }
        return await self._db.add(asks, values)

    async def get(self, ask_id: str) -> Ask | None:
        row = await self._db.one(select(asks).where(asks.c.ask_id == ask_id))
        if row is None:
            return None
        return Ask(row["ask_id"], row["kind"], row["case_id"], row["subject"], row["who"], AskState(row["state"]))

    async def asker(self, ask_id: str) -> tuple[PersonRef, RawText]:
        row = await self._db.one(select(asks.c.sealed).where(asks.c.ask_id == ask_id))
        if row is None or row["sealed"] is None:
            raise Wiped(ask_id)
        found: tuple[PersonRef, RawText] = self._db.unseal("people", _place(ask_id), row["sealed"])
        return found

    async def wipe_before(self, moment: datetime) -> None:
        await self._db.run(update(asks).where(asks.c.at < to_ms(moment)).values(sealed=None))

    async def answer(self, ask_id: str, by: str, state: AskState) -> None:
        answered = {"state": state, "answered_by": by}
        await self._db.run(update(asks).where(asks.c.ask_id == ask_id).values(answered))


def _place(ask_id: str) -> str:
    return f"ask:{ask_id}"
