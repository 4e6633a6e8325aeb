"""How a case begins and ends, who is a member of it, and what stays when its key is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from adapters.storage.case_keys import CaseKeys
from adapters.storage.disclosure_tables import statements
from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.tables import case_members, cases, consults, inbox, kept_names, posts, tombstones
from bot.domain.cases import Case, CaseMember, CaseStatus, How, Purpose
from bot.ports.store import Wiped

_MANY = 500
"""Names asked for in one statement; SQLite takes some thousands of values."""


class CaseLives:
    """The part of `bot.ports.store.Cases` that needs no look at what a case knows."""

    def __init__(self, session: Session, case_keys: CaseKeys) -> None:
        self._db = session
        self._keys = case_keys

    async def case(self, case_id: str) -> Case:
        row = await self._db.one(select(cases).where(cases.c.case_id == case_id))
        if row is None:
            raise Wiped(case_id)
        return read_case(row)

    async def referred(self, reference: str) -> Case | None:
        row = await self._db.one(select(cases).where(cases.c.reference == reference))
        while row and row["merged_into"]:
            row = await self._db.one(select(cases).where(cases.c.case_id == row["merged_into"]))
        return read_case(row) if row else None

    async def home(self, case_id: str) -> str:
        row = await self._db.one(select(cases.c.merged_into).where(cases.c.case_id == case_id))
        return row["merged_into"] if row and row["merged_into"] else case_id

    async def close(self, case_id: str, now: datetime) -> bool:
        closed = {"status": CaseStatus.CLOSED, "closed_at": to_ms(now)}
        query = update(cases).where(cases.c.case_id == case_id, cases.c.status == CaseStatus.OPEN).values(closed)
        return (await self._db.run(query)).rowcount == 1

    async def mark_deceased(self, case_id: str) -> None:
        await self._db.run(update(cases).where(cases.c.case_id == case_id).values(deceased=1))

    async def merge(self, case_id: str, into: str) -> None:
        # a new version: whoever is just redacting for the old case is told to look again, and finds the other
        merged = {"status": CaseStatus.MERGED, "merged_into": into, "version": cases.c.version + 1}
        await self._db.run(update(cases).where(cases.c.case_id == case_id).values(merged))
        await self._db.run(update(cases).where(cases.c.merged_into == case_id).values(merged_into=into))
        await self._db.run(update(consults).where(consults.c.case_id == case_id).values(case_id=into))

    async def share(self, case_id: str) -> None:
        await self._db.run(update(cases).where(cases.c.case_id == case_id).values(purpose=Purpose.CO_WORKING))

    async def join(self, case_id: str, who: str, how: How, now: datetime) -> bool:
        values = {"case_id": case_id, "who": who, "how": how, "joined_at": to_ms(now), "left_at": None}
        if await self._db.add(case_members, values):
            return True
        gone = and_(case_members.c.case_id == case_id, case_members.c.who == who, case_members.c.left_at.is_not(None))
        return (await self._db.run(update(case_members).where(gone).values(values))).rowcount == 1

    async def leave(self, case_id: str, who: str, now: datetime) -> None:
        theirs = and_(_current(case_id), case_members.c.who == who)
        await self._db.run(update(case_members).where(theirs).values(left_at=to_ms(now)))

    async def members(self, case_id: str) -> list[CaseMember]:
        query = select(case_members).where(_current(case_id)).order_by(case_members.c.joined_at, case_members.c.who)
        rows = await self._db.all(query)
        return [CaseMember(row["who"], How(row["how"]), from_ms(row["joined_at"])) for row in rows]

    async def is_member(self, case_id: str, who: str) -> bool:
        query = select(case_members.c.who).where(_current(case_id), case_members.c.who == who)
        return await self._db.one(query) is not None

    async def of_member(self, who: str) -> list[Case]:
        query = (
            select(cases)
            .join(case_members, case_members.c.case_id == cases.c.case_id)
            .where(case_members.c.who == who, case_members.c.left_at.is_(None))
            .where(cases.c.status.in_((CaseStatus.OPEN, CaseStatus.CLOSED)))
            .order_by(cases.c.opened_at, cases.c.case_id)
        )
        return [read_case(row) for row in await self._db.all(query)]

    async def orphans(self) -> list[Case]:
        members = select(case_members.c.case_id).where(case_members.c.left_at.is_(None))
        query = select(cases).where(cases.c.status == CaseStatus.OPEN, cases.c.case_id.not_in(members))
        return [read_case(row) for row in await self._db.all(query.order_by(cases.c.opened_at))]

    async def due(self, closed_before: datetime) -> list[Case]:
        query = select(cases).where(cases.c.status == CaseStatus.CLOSED, cases.c.closed_at < to_ms(closed_before))
        return [read_case(row) for row in await self._db.all(query.order_by(cases.c.closed_at))]

    async def throwaway(self, opened_before: datetime) -> list[Case]:
        query = select(cases).where(
            cases.c.purpose == Purpose.OWN_SUPPORT,
            cases.c.destroyed_at.is_(None),
            cases.c.opened_at < to_ms(opened_before),
        )
        return [read_case(row) for row in await self._db.all(query.order_by(cases.c.opened_at))]

    async def family(self, case_id: str) -> list[str]:
        query = select(cases.c.case_id).where(or_(cases.c.case_id == case_id, cases.c.merged_into == case_id))
        return [row["case_id"] for row in await self._db.all(query.order_by(cases.c.opened_at))]

    async def destroy(self, case_id: str, now: datetime) -> None:
        gone = {
            "status": CaseStatus.DESTROYED,
            "destroyed_at": to_ms(now),
            "wrapped_key": None,
            "sealed_memory": None,
        }
        await self._db.run(update(cases).where(cases.c.case_id == case_id).values(gone))
        await self._db.run(update(inbox).where(inbox.c.case_id == case_id).values(sealed=None, sealed_spans=None))
        await self._db.run(update(posts).where(posts.c.case_id == case_id).values(sealed=None))
        await self._db.run(update(statements).where(statements.c.case_id == case_id).values(sealed=None))
        await self._db.add(tombstones, {"case_id": case_id, "at": to_ms(now)})
        self._keys.forget(case_id)

    async def keep_name(self, key: str, now: datetime) -> bool:
        return await self._db.add(kept_names, {"name": self._fingerprint(key), "kept_at": to_ms(now)})

    async def kept(self, keys: Iterable[str]) -> frozenset[str]:
        by_print = {self._fingerprint(key): key for key in keys}
        prints = list(by_print)
        found: set[str] = set()
        for start in range(0, len(prints), _MANY):
            query = select(kept_names.c.name).where(kept_names.c.name.in_(prints[start : start + _MANY]))
            found |= {by_print[row["name"]] for row in await self._db.all(query)}
        return frozenset(found)

    async def forget_name(self, key: str) -> bool:
        gone = delete(kept_names).where(kept_names.c.name == self._fingerprint(key))
        return (await self._db.run(gone)).rowcount == 1

    def _fingerprint(self, key: str) -> str:
        return self._db.keyring.fingerprint("kept name", key)


def _current(case_id: str) -> ColumnElement[bool]:
    return and_(case_members.c.case_id == case_id, case_members.c.left_at.is_(None))


def read_case(row: Row) -> Case:
    """A row of `cases` as its value."""
    return Case(
        case_id=row["case_id"],
        reference=row["reference"],
        status=CaseStatus(row["status"]),
        opened_at=from_ms(row["opened_at"]),
        closed_at=from_ms(row["closed_at"]) if row["closed_at"] is not None else None,
        destroyed_at=from_ms(row["destroyed_at"]) if row["destroyed_at"] is not None else None,
        purpose=Purpose(row["purpose"]),
        deceased=bool(row["deceased"]),
        merged_into=row["merged_into"],
    )
