"""The roster on the console: the same changes as `entrenous people` makes, by a member who may (`roster.py` does them)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.domain.messages import PersonRef
from bot.domain.roster import Member, Role, Status, shown_code, still_to_do
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.roster import (
    LastAdministrator,
    NoSuchMember,
    add_member,
    give_roles,
    invite_member,
    leave,
    link_by_hand,
    present,
)
from bot.ports.console import Gone, Invitation, Listed, RosterRefused
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText

_CODE_GOOD_FOR = timedelta(days=7)


class MemberRosterDesk:
    """`bot.ports.console.RosterDesk`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(self._context.channels)

    async def people(self, by: str) -> tuple[Listed, ...]:
        async with self._changing(by, writes=False) as unit:
            return tuple([await _listed(unit, member) for member in await unit.roster.members()])

    async def person(self, by: str, member_id: str) -> Listed:
        async with self._changing(by, writes=False) as unit:
            member = await unit.roster.member(member_id)
            if member is None:
                raise NoSuchMember(member_id)
            return await _listed(unit, member)

    async def add(self, by: str, name: RawText, roles: frozenset[Role], lang: Lang) -> str:
        async with self._changing(by) as unit:
            return (await add_member(unit, name, roles, lang, by=by, now=self._context.clock.now())).member_id

    async def invite(self, by: str, member_id: str) -> Invitation:
        now = self._context.clock.now()
        async with self._changing(by) as unit:
            code = await invite_member(unit, member_id, now + _CODE_GOOD_FOR, by=by, now=now)
        return Invitation(shown_code(code), now + _CODE_GOOD_FOR)

    async def give(self, by: str, member_id: str, roles: frozenset[Role]) -> None:
        async with self._changing(by) as unit:
            await give_roles(unit, member_id, roles, by=by, now=self._context.clock.now())

    async def link(self, by: str, member_id: str, channel: str, account: str) -> None:
        async with self._changing(by) as unit:
            person = PersonRef(channel, account)
            if not await link_by_hand(unit, person, member_id, by=by, now=self._context.clock.now()):
                raise RosterRefused("taken")

    async def leave(self, by: str, member_id: str) -> Gone:
        async with self._changing(by) as unit:
            await present(unit, member_id)
            member = await unit.roster.member(member_id)
            assert member is not None, "they were present in this transaction"
            named = await self._named(unit, member_id)
            gone = await leave(unit, member_id, by=by, now=self._context.clock.now())
        return Gone(gone, (*still_to_do(member, gone), *(["console.todo_settings"] if named else [])))

    async def _named(self, unit: UnitOfWork, member_id: str) -> bool:
        """Whether the settings still name an account of theirs as a supervisor's."""
        theirs = {account.person for account in await unit.roster.accounts(member_id)}
        named = [person for channel in self._context.channels.values() for person in channel.supervisors]
        return any(unit.people.fingerprint(person) in theirs for person in named)

    @asynccontextmanager
    async def _changing(self, by: str, *, writes: bool = True) -> AsyncIterator[UnitOfWork]:
        """One transaction in which `by` may do it."""
        store = self._context.store
        try:
            async with store.begin() if writes else store.read() as unit:
                if not await allowed_who(unit, Action.ROSTER_CHANGE, by):
                    raise RosterRefused("not_allowed")
                yield unit
        except NoSuchMember:
            raise RosterRefused("nobody") from None
        except LastAdministrator:
            raise RosterRefused("last") from None


async def _listed(unit: UnitOfWork, member: Member) -> Listed:
    channels = dict.fromkeys(account.channel for account in await unit.roster.accounts(member.member_id))
    undertaking = await unit.undertakings.of(member.member_id)
    return Listed(
        member_id=member.member_id,
        name=member.name,
        status=member.status,
        roles=member.roles,
        lang=member.lang,
        since=member.left_at if member.status is Status.LEFT and member.left_at else member.added_at,
        channels=tuple(channels),
        factor=await unit.factors.of(member.member_id) is not None,
        code=undertaking.edition.version if undertaking else "",
        code_at=undertaking.accepted_at if undertaking else None,
    )
