"""The roster: members with sealed names, and the accounts that are theirs.

A row of `identities` outlives its member's leaving, without the account: its fingerprint then says that this is a leaver's
account, so that nothing opens to it, and nothing says whose it was on the platform.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from adapters.storage.invitations import FingerprintedInvitations
from adapters.storage.leaving import address_again, carry_over, close_everything, forget_addresses
from adapters.storage.people import SealedPeople
from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.tables import identities, roster
from bot.domain.ids import member_id as new_member_id
from bot.domain.messages import PersonRef
from bot.domain.roster import Account, Departure, Member, Role, Status, packed_roles, unpacked_roles
from redaction import Lang, RawText


class SealedRoster:
    """`bot.ports.roster.Roster` over the tables `roster` and `identities`."""

    def __init__(self, session: Session, people: SealedPeople, invitations: FingerprintedInvitations) -> None:
        self._db = session
        self._people = people
        self._invitations = invitations

    async def add(self, name: RawText, roles: frozenset[Role], lang: Lang, now: datetime) -> Member:
        member = Member(new_member_id(), Status.INVITED, roles, lang, now, name)
        values = {
            "member_id": member.member_id,
            "status": member.status,
            "roles": packed_roles(roles),
            "lang": lang,
            "added_at": to_ms(now),
            "sealed": self._db.seal("people", _name_at(member.member_id), name),
        }
        await self._db.run(insert(roster).values(values))
        return member

    async def member(self, member_id: str) -> Member | None:
        row = await self._db.one(select(roster).where(roster.c.member_id == member_id))
        return self._member(row) if row else None

    async def members(self) -> list[Member]:
        rows = await self._db.all(select(roster).order_by(roster.c.added_at, roster.c.member_id))
        return [self._member(row) for row in rows]

    async def accounts(self, member_id: str) -> list[Account]:
        rows = await self._db.all(
            select(identities)
            .where(identities.c.member_id == member_id, identities.c.sealed.is_not(None))
            .order_by(identities.c.linked_at, identities.c.person)
        )
        return [Account(row["person"], row["channel"], row["member_id"], from_ms(row["linked_at"])) for row in rows]

    async def member_of(self, person: PersonRef) -> Member | None:
        return await self._owner(self._people.fingerprint(person))

    async def who(self, person: PersonRef) -> str:
        return await self.who_of(self._people.fingerprint(person))

    async def who_of(self, fingerprint: str) -> str:
        member = await self._owner(fingerprint)
        return fingerprint if member is None or member.status is Status.LEFT else member.member_id

    async def reach(self, who: str) -> tuple[PersonRef, ...]:
        theirs = select(identities).where(identities.c.member_id == who, identities.c.sealed.is_not(None))
        rows = await self._db.all(theirs.order_by(identities.c.linked_at, identities.c.person))
        if not rows:
            met = await self._people.account(who)
            return (met,) if met else ()
        return tuple(self._db.unseal("people", _account_at(row["person"]), row["sealed"]) for row in rows)

    async def holding(self, role: Role, channel: str) -> tuple[PersonRef, ...]:
        rows = await self._db.all(
            select(roster, identities.c.person, identities.c.sealed.label("account"))
            .join(roster, roster.c.member_id == identities.c.member_id)
            .where(identities.c.channel == channel, identities.c.sealed.is_not(None))
            .order_by(identities.c.linked_at, identities.c.person)
        )
        return tuple(
            self._db.unseal("people", _account_at(row["person"]), row["account"])
            for row in rows
            if self._member(row).holds(role)
        )

    async def give_roles(self, member_id: str, roles: frozenset[Role]) -> None:
        await self._db.run(update(roster).where(roster.c.member_id == member_id).values(roles=packed_roles(roles)))

    async def link(self, person: PersonRef, member_id: str, now: datetime) -> bool:
        key = self._people.fingerprint(person)
        member, owner = await self.member(member_id), await self._owner(key)
        if member is None or member.status is Status.LEFT:
            return False
        if owner is not None and owner.status is not Status.LEFT:
            return owner.member_id == member_id
        values = {
            "channel": person.channel,
            "member_id": member_id,
            "linked_at": to_ms(now),
            "sealed": self._db.seal("people", _account_at(key), person),
        }
        if not await self._db.add(identities, {"person": key, **values}):
            await self._db.run(update(identities).where(identities.c.person == key).values(values))
        await self._db.run(update(roster).where(roster.c.member_id == member_id).values(status=Status.ACTIVE))
        await address_again(self._db, person)
        await carry_over(self._db, key, member_id)
        return True

    async def leave(self, member_id: str, now: datetime) -> Departure:
        accounts = await self.accounts(member_id)
        await forget_addresses(self._db, await self.reach(member_id))
        ended = {"status": Status.LEFT, "roles": "", "left_at": to_ms(now)}
        await self._db.run(update(roster).where(roster.c.member_id == member_id).values(ended))
        await self._db.run(update(identities).where(identities.c.member_id == member_id).values(sealed=None))
        codes = await self._invitations.end(member_id, now)
        return await close_everything(self._db, member_id, accounts, codes, now)

    async def _owner(self, fingerprint: str) -> Member | None:
        row = await self._db.one(
            select(roster)
            .join(identities, identities.c.member_id == roster.c.member_id)
            .where(identities.c.person == fingerprint)
        )
        return self._member(row) if row else None

    def _member(self, row: Row) -> Member:
        return Member(
            member_id=row["member_id"],
            status=Status(row["status"]),
            roles=unpacked_roles(row["roles"]),
            lang="fr" if row["lang"] == "fr" else "en",
            added_at=from_ms(row["added_at"]),
            name=self._db.unseal("people", _name_at(row["member_id"]), row["sealed"]),
            left_at=from_ms(row["left_at"]) if row["left_at"] is not None else None,
        )


def _name_at(member_id: str) -> str:
    return f"member:{member_id}"


def _account_at(fingerprint: str) -> str:
    return f"account:{fingerprint}"
