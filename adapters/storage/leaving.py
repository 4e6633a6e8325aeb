"""What hangs on somebody being on the roster: taken along when an account is linked, ended when they leave.

Cases know a person as `Roster.who` does. So what an account did before it was linked moves to the member, and a leaver is
looked for under the member's id and under each of their accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from adapters.storage.address_tables import addresses, round_members
from adapters.storage.console_tables import console_sessions, factor_locks, factors, recovery_codes
from adapters.storage.session import Session, to_ms
from adapters.storage.tables import asks, author_tokens, case_members, cases, invitations, links, notes
from adapters.storage.undertaking_tables import acceptances, case_notices, consents, reminders, trainings
from bot.domain.cases import CaseStatus
from bot.domain.messages import PersonRef
from bot.domain.records import NoteState
from bot.domain.roster import Account, Departure


async def carry_over(session: Session, account: str, member_id: str) -> None:
    """What was the account's is the member's from now on: its cases, what it asked, its links, the codes that it made.

    What it accepted too: the undertaking is the person's.
    """
    for row in await session.all(select(case_members).where(case_members.c.who == account)):
        await _move_membership(session, row["case_id"], account, member_id, row["left_at"])
    for column in (
        *(asks.c.who, asks.c.answered_by, links.c.who, invitations.c.made_by),
        *(case_notices.c.explained_by, case_notices.c.copied_by, consents.c.by, round_members.c.who),
    ):
        await session.run(update(column.table).where(column == account).values({column.name: member_id}))

    for table in (acceptances, trainings, reminders):
        # what the member did by another account stands; of two of one kind that one is kept
        moved = update(table).where(table.c.who == account).values(who=member_id).prefix_with("OR IGNORE")
        await session.run(moved)
        await session.run(table.delete().where(table.c.who == account))


async def _move_membership(session: Session, case_id: str, account: str, member_id: str, left_at: int | None) -> None:
    """Where the member is in the case already, by another account, the two become one: in it if either was."""
    at = case_members.c.case_id == case_id
    if await session.one(select(case_members).where(at, case_members.c.who == member_id)) is None:
        await session.run(update(case_members).where(at, case_members.c.who == account).values(who=member_id))
        return
    if left_at is None:
        await session.run(update(case_members).where(at, case_members.c.who == member_id).values(left_at=None))
    await session.run(case_members.delete().where(at, case_members.c.who == account))


async def close_everything(
    session: Session, member_id: str, accounts: Sequence[Account], codes: int, now: datetime
) -> Departure:
    """End memberships, unused links, permissions and the way into the console, and put out the private words that wait."""
    names = [member_id, *(account.person for account in accounts)]
    left = await _leave_cases(session, names, now)
    await session.run(round_members.delete().where(round_members.c.who.in_(names)))
    unused = update(links).where(links.c.who.in_(names), links.c.used_at.is_(None))
    await session.run(unused.values(used_at=to_ms(now)))
    for table in (console_sessions, factors, recovery_codes, factor_locks):
        await session.run(table.delete().where(table.c.who == member_id))
    waiting = update(notes).where(notes.c.person.in_(names[1:]), notes.c.state == NoteState.PENDING)
    put_out = await session.run(waiting.values(state=NoteState.FAILED, sealed=None))
    given = update(author_tokens).where(author_tokens.c.person.in_(names[1:]), author_tokens.c.ended_at.is_(None))
    tokens = await session.run(given.values(ended_at=to_ms(now)))  # revoked by the bot that runs, then forgotten
    return Departure(
        channels=tuple(account.channel for account in accounts),
        cases=len(left),
        orphaned=await _orphaned(session, left),
        invitations=codes,
        notes=put_out.rowcount,
        permissions=tokens.rowcount,
    )


async def address_again(session: Session, person: PersonRef) -> None:
    """The account of somebody who left is a member's anew."""
    await session.run(update(addresses).where(*_at(person)).values(leaver=0))


async def forget_addresses(session: Session, people: Sequence[PersonRef]) -> None:
    """Where a leaver is written to is forgotten; that it was a leaver's is not, so that no door opens to who writes from there."""
    for person in people:
        await session.run(update(addresses).where(*_at(person)).values(sealed=None, wrote_at=None, leaver=1))


def _at(person: PersonRef) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return addresses.c.channel == person.channel, addresses.c.account == person.account


async def _leave_cases(session: Session, names: Sequence[str], now: datetime) -> list[str]:
    """The cases that were left."""
    theirs = case_members.c.who.in_(names), case_members.c.left_at.is_(None)
    rows = await session.all(select(case_members.c.case_id).where(*theirs).distinct())
    await session.run(update(case_members).where(*theirs).values(left_at=to_ms(now)))
    return [row["case_id"] for row in rows]


async def _orphaned(session: Session, left: Sequence[str]) -> tuple[str, ...]:
    """References of those that are still open and have nobody any more."""
    tended = select(case_members.c.case_id).where(case_members.c.left_at.is_(None))
    rows = await session.all(
        select(cases.c.reference)
        .where(cases.c.case_id.in_(left), cases.c.status == CaseStatus.OPEN, cases.c.case_id.not_in(tended))
        .order_by(cases.c.opened_at)
    )
    return tuple(row["reference"] for row in rows)
