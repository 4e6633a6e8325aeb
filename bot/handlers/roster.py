"""The roster is changed: somebody is put on it, invited, given roles, linked by hand, or leaves. Each is journalled, by id.

`by` is who does it: "terminal" for the command line, whose user holds the machine anyway, or a member's id. Whoever calls
these for a member asks `access.allowed` for `ROSTER_CHANGE` first.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.console_entries import ConsoleLeft
from bot.domain.journal import AccountLinked, MemberAdded, MemberInvited, MemberLeft, RolesChanged
from bot.domain.messages import PersonRef
from bot.domain.permission_entries import PermissionEnded
from bot.domain.roster import TO_JOIN, Departure, Member, Role, Status, packed_roles
from bot.handlers.access import Action, allowed_who
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText

TERMINAL = "terminal"


class NoSuchMember(LookupError):
    """Nobody has that id, or they have left. The text is the id."""


class LastAdministrator(Exception):
    """A member may not leave the association without anybody who keeps its roster; the command line may."""


async def add_member(
    unit: UnitOfWork, name: RawText, roles: frozenset[Role], lang: Lang, *, by: str, now: datetime
) -> Member:
    """Put somebody on the roster. `name` must have passed `bot.domain.roster.name_problem`."""
    member = await unit.roster.add(name, roles, lang, now)
    await unit.journal.append(MemberAdded(at=now, member=member.member_id, roles=_told(roles), by=by))
    return member


async def invite_member(unit: UnitOfWork, member_id: str, expires_at: datetime, *, by: str, now: datetime) -> str:
    """A one-time code with which they link an account of theirs. Raises `NoSuchMember`."""
    await present(unit, member_id)
    code = await unit.invitations.make(TO_JOIN, member_id, by, expires_at)
    await unit.journal.append(MemberInvited(at=now, member=member_id, by=by))
    return code


async def give_roles(unit: UnitOfWork, member_id: str, roles: frozenset[Role], *, by: str, now: datetime) -> None:
    """These roles and no others, from now on. Raises `NoSuchMember`, `LastAdministrator`.

    Whoever may not come into the console any more is signed out there.
    """
    await present(unit, member_id)
    if Role.ADMINISTRATOR not in roles:
        await _another_administrator(unit, member_id, by)
    await unit.roster.give_roles(member_id, roles)
    await unit.journal.append(RolesChanged(at=now, member=member_id, roles=_told(roles), by=by))
    if not await allowed_who(unit, Action.CONSOLE, member_id) and (ended := await unit.sessions.end_all(member_id)):
        await unit.journal.append(ConsoleLeft(at=now, member=member_id, how="right", sessions=ended))


async def link_by_hand(
    unit: UnitOfWork, person: PersonRef, member_id: str, *, by: str = TERMINAL, now: datetime
) -> bool:
    """Link an account without a code; False if it is somebody else's. Raises `NoSuchMember`."""
    await present(unit, member_id)
    if not await unit.roster.link(person, member_id, now):
        return False
    account = unit.people.fingerprint(person)
    how = "hand" if by == TERMINAL else f"hand:{by}"
    linked = AccountLinked(at=now, member=member_id, channel=person.channel, account=account, how=how)
    await unit.journal.append(linked)
    return True


async def leave(unit: UnitOfWork, member_id: str, *, by: str, now: datetime) -> Departure:
    """Everything of theirs ends at once, on every channel. Raises `NoSuchMember`, `LastAdministrator`."""
    await present(unit, member_id)
    await _another_administrator(unit, member_id, by)
    gone = await unit.roster.leave(member_id, now)
    left = MemberLeft(
        at=now,
        member=member_id,
        accounts=len(gone.channels),
        cases=gone.cases,
        codes=gone.invitations,
        notes=gone.notes,
        by=by,
    )
    await unit.journal.append(left)
    if gone.permissions:  # the bot that runs has the tokens revoked
        await unit.journal.append(PermissionEnded(at=now, who=member_id, how="left"))
    return gone


async def _another_administrator(unit: UnitOfWork, member_id: str, by: str) -> None:
    """Raises `LastAdministrator` where a member would leave nobody to keep the roster."""
    keeping = [one.member_id for one in await unit.roster.members() if one.holds(Role.ADMINISTRATOR)]
    if by != TERMINAL and keeping == [member_id]:
        raise LastAdministrator


async def present(unit: UnitOfWork, member_id: str) -> None:
    """Raises `NoSuchMember` for somebody who is not there, or has left."""
    member = await unit.roster.member(member_id)
    if member is None or member.status is Status.LEFT:
        raise NoSuchMember(member_id)


def _told(roles: frozenset[Role]) -> str:
    return packed_roles(roles) or "none"
