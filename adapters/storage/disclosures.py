"""Requests to open a detail: each sealed whole, with its state in clear beside it to find it by; and what was said of it.

A state that somebody writes into the clear column is not believed, and a sealed one cannot be made without the key. What
was said is sealed under the case's key; its commitment is an HMAC-SHA256 (RFC 2104) under a key derived from that one
(HKDF, RFC 5869), cut to 128 bits, so that it tells nothing and proves nothing any more once the case's key is destroyed.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import Select, func, insert, select, update

from adapters.storage.case_keys import CaseKeys
from adapters.storage.codec import decode, encode
from adapters.storage.disclosure_tables import disclosures, statements
from adapters.storage.keys import derived
from adapters.storage.sealing import SealBroken, seal, unseal
from adapters.storage.session import Row, Session, to_ms
from bot.domain.disclosure import Disclosure, settled
from bot.domain.disclosure_wish import Statement
from bot.domain.ids import opaque_id
from bot.ports.disclosures import Tampered
from bot.ports.store import Wiped

_USE = "disclosure"


class SealedDisclosures:
    """`bot.ports.disclosures.Disclosures` over `disclosures` and `statements`."""

    def __init__(self, session: Session, case_keys: CaseKeys) -> None:
        self._db = session
        self._keys = case_keys

    async def add(self, disclosure: Disclosure) -> None:
        await self._db.run(insert(disclosures).values(self._row(disclosure)))

    async def get(self, disclosure_id: str) -> Disclosure | None:
        row = await self._db.one(select(disclosures).where(disclosures.c.disclosure_id == disclosure_id))
        if row is None:
            return None
        try:
            found: Disclosure = self._db.unseal(_USE, _place(disclosure_id), row["sealed"])
        except SealBroken:
            raise Tampered(disclosure_id) from None
        clear = {name: row[name] for name in ("case_id", "state", "settled")}
        if clear != {name: self._clear(found)[name] for name in clear}:
            raise Tampered(disclosure_id)
        return found

    async def keep(self, disclosure: Disclosure) -> None:
        here = disclosures.c.disclosure_id == disclosure.disclosure_id
        await self._db.run(update(disclosures).where(here).values(self._row(disclosure)))

    async def standing(self) -> list[str]:
        return await self._ids(select(disclosures).where(disclosures.c.settled == 0).order_by(disclosures.c.asked_at))

    async def latest(self, count: int) -> list[str]:
        return await self._ids(select(disclosures).order_by(disclosures.c.asked_at.desc()).limit(count))

    async def every(self) -> list[str]:
        """Ids of all that there are, for a check of the journal."""
        return await self._ids(select(disclosures))

    async def of_case(self, case_id: str) -> list[str]:
        query = select(disclosures).where(disclosures.c.case_id == case_id).order_by(disclosures.c.asked_at)
        return await self._ids(query)

    async def say(self, case_id: str, statement: Statement) -> str:
        statement_id, key = opaque_id(), await self._keys.key(case_id)
        count = select(func.count()).where(statements.c.disclosure_id == statement.disclosure_id)
        values = {
            "statement_id": statement_id,
            "disclosure_id": statement.disclosure_id,
            "case_id": case_id,
            "number": (await self._db.run(count)).scalar_one() + 1,
            "sealed": seal(key, _said_place(statement_id), encode(statement)),
        }
        await self._db.run(insert(statements).values(values))
        return await self.commitment(case_id, statement)

    async def said(self, disclosure_id: str) -> list[Statement]:
        query = select(statements).where(statements.c.disclosure_id == disclosure_id).order_by(statements.c.number)
        found: list[Statement] = []
        for row in await self._db.all(query):
            if row["sealed"] is None:
                raise Wiped(disclosure_id)
            key = await self._keys.key(row["case_id"])
            found.append(decode(unseal(key, _said_place(row["statement_id"]), row["sealed"])))
        return found

    async def commitments(self, disclosure: Disclosure) -> tuple[str, ...] | None:
        """Of all that was said, as it lies in the database now, oldest first; None once the case's key is destroyed.

        "" for a text that somebody wiped or changed there by hand.
        """
        here = statements.c.disclosure_id == disclosure.disclosure_id
        rows = await self._db.all(select(statements).where(here).order_by(statements.c.number))
        try:
            return tuple([await self._committed(row, disclosure.case_id) for row in rows])
        except Wiped:
            return None

    async def _committed(self, row: Row, case_id: str) -> str:
        key = await self._keys.key(case_id)  # of the case in the sealed record: the row's own is in clear
        if row["sealed"] is None:
            return ""
        try:
            statement: Statement = decode(unseal(key, _said_place(row["statement_id"]), row["sealed"]))
        except SealBroken:
            return ""
        return await self.commitment(case_id, statement)

    async def commitment(self, case_id: str, statement: Statement) -> str:
        key = derived(await self._keys.key(case_id), "commitment")
        return hmac.new(key, encode(statement), hashlib.sha256).hexdigest()[:32]

    async def _ids(self, query: Select[tuple[object, ...]]) -> list[str]:
        return [row["disclosure_id"] for row in await self._db.all(query)]

    def _row(self, disclosure: Disclosure) -> dict[str, str | int | bytes]:
        place = _place(disclosure.disclosure_id)
        return {**self._clear(disclosure), "sealed": self._db.seal(_USE, place, disclosure)}

    def _clear(self, disclosure: Disclosure) -> dict[str, str | int]:
        return {
            "disclosure_id": disclosure.disclosure_id,
            "case_id": disclosure.case_id,
            "state": disclosure.state.value,
            "settled": int(settled(disclosure)),
            "asked_at": to_ms(disclosure.asked_at),
        }


def _place(disclosure_id: str) -> str:
    return f"disclosure:{disclosure_id}"


def _said_place(statement_id: str) -> str:
    return f"statement:{statement_id}"
