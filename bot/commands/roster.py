"""What `entrenous people` does. Names go to the terminal of the administrator, whose list it is, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import typer

from bot.commands.console import Refused, said, say
from bot.domain.addresses import normal_address
from bot.domain.messages import PersonRef
from bot.domain.roster import (
    Account,
    Departure,
    Member,
    Role,
    is_account,
    is_member_id,
    name_problem,
    packed_roles,
    shown_code,
    still_to_do,
)
from bot.domain.rounds import PERSONAL
from bot.handlers.roster import TERMINAL, NoSuchMember, add_member, give_roles, invite_member, leave, link_by_hand
from bot.ports.store import UnitOfWork
from bot.storage import SystemClock, open_storage
from config.settings import Settings, configured_channels
from config.sources import variable
from redaction import Lang, RawText


async def add_person(wanted: Settings, name: str, roles: frozenset[Role], lang: Lang) -> None:
    if problem := name_problem(name):
        raise Refused(f"people.name_{problem}")
    async with changing(wanted) as unit:
        now = SystemClock().now()
        member = await add_member(unit, RawText(name.strip()), roles, lang, by=TERMINAL, now=now)
    say("people.added", member=member.member_id, roles=_words(roles))


async def list_people(wanted: Settings) -> None:
    async with open_storage(wanted) as storage, storage.store.read() as unit:
        lines = [await _line(unit, member) for member in await unit.roster.members()]
    if not lines:
        say("people.nobody_yet")
    for line in lines:
        typer.echo(line)


async def invite_person(wanted: Settings, member_id: str, days: int) -> None:
    async with changing(wanted) as unit:
        now = SystemClock().now()
        expires = now + timedelta(days=days)
        code = await invite_member(unit, member_typed(member_id), expires, by=TERMINAL, now=now)
    say("people.code", member=member_typed(member_id), until=f"{expires:%Y-%m-%d %H:%M} UTC")
    typer.echo(f"\n    {shown_code(code)}\n")
    say("people.code_how", code=shown_code(code), bare=code)


async def give_person(wanted: Settings, member_id: str, roles: frozenset[Role]) -> None:
    async with changing(wanted) as unit:
        await give_roles(unit, member_typed(member_id), roles, by=TERMINAL, now=SystemClock().now())
    say("people.roles_given", member=member_typed(member_id), roles=_words(roles))


async def link_person(wanted: Settings, member_id: str, channel: str, account: str) -> None:
    if channel in PERSONAL:
        account = await _kept_address(wanted, channel, account)
    elif not is_account(channel, account):
        raise Refused("people.account_odd", channel=channel)
    async with changing(wanted) as unit:
        person = PersonRef(channel, account)
        if not await link_by_hand(unit, person, member_typed(member_id), now=SystemClock().now()):
            raise Refused("people.account_taken")
    say("people.linked", member=member_typed(member_id), channel=channel)


async def _kept_address(wanted: Settings, channel: str, typed: str) -> str:
    """The account of ours that stands for an address. One that nobody gets to have in the end is no more than sealed."""
    from adapters.storage.addresses import SealedAddresses  # here: the database need not load for every command

    address = normal_address(channel, typed)
    if address is None:
        raise Refused("people.address_odd")
    async with open_storage(wanted) as storage:
        return await SealedAddresses(storage.store).keep(channel, RawText(address))


async def see_off(wanted: Settings, member_id: str, *, ask: bool) -> None:
    """Ask, end everything in one transaction, and say what no bot can do."""
    async with open_storage(wanted) as storage, storage.store.read() as unit:
        member = await unit.roster.member(member_typed(member_id))
        named = member is not None and await _in_settings(
            unit, wanted, await unit.roster.accounts(member_typed(member_id))
        )
    if member is None:
        raise Refused("people.nobody", member=member_typed(member_id))
    if ask and not typer.confirm(said("people.ask_leave", member=member.member_id, name=member.name.expose())):
        raise Refused("people.stays", member=member.member_id)
    async with changing(wanted) as unit:
        gone = await leave(unit, member.member_id, by=TERMINAL, now=SystemClock().now())
    ended = {"accounts": len(gone.channels), "cases": gone.cases, "codes": gone.invitations, "notes": gone.notes}
    say("people.left", member=member.member_id, **ended)
    say("people.todo")
    for sentence in _to_do(member, gone, named or []):
        typer.echo(f"  [ ] {sentence}")


def _to_do(member: Member, gone: Departure, named: list[str]) -> Iterator[str]:
    """What the administrator is left with."""
    for key in still_to_do(member, gone):
        yield said(key, cases=", ".join(gone.orphaned))
    for name in named:
        yield said("people.todo_settings", variable=name)


async def _in_settings(unit: UnitOfWork, wanted: Settings, accounts: list[Account]) -> list[str]:
    """Variables that name an account of theirs as a supervisor's."""
    theirs = {account.person for account in accounts}
    found = []
    for channel, section in configured_channels(wanted).items():
        people = [PersonRef(channel, str(one)) for one in getattr(section, "supervisors", ())]
        if any(unit.people.fingerprint(person) in theirs for person in people):
            found.append(variable((channel, "supervisors")))
    return found


@asynccontextmanager
async def changing(wanted: Settings) -> AsyncIterator[UnitOfWork]:
    """One transaction on the live database, beside a bot that runs."""
    try:
        async with open_storage(wanted) as storage, storage.store.begin() as unit:
            yield unit
    except NoSuchMember as error:
        raise Refused("people.nobody", member=str(error)) from None


async def _line(unit: UnitOfWork, member: Member) -> str:
    """One person, with what they accepted of the Code and when."""
    channels = ", ".join(account.channel for account in await unit.roster.accounts(member.member_id)) or "-"
    undertaking = await unit.undertakings.of(member.member_id)
    code = said("people.no_code")
    if undertaking is not None:
        accepted = {"version": undertaking.edition.version, "date": f"{undertaking.accepted_at:%Y-%m-%d}"}
        code = said("people.code_accepted", **accepted)
    since = f"{member.left_at or member.added_at:%Y-%m-%d}"
    status = said(f"people.status_{member.status.value}")
    shown = (member.member_id, f"{status:<10}", since, _words(member.roles), channels, code, member.name.expose())
    return "  ".join(shown)


def _words(roles: frozenset[Role]) -> str:
    return packed_roles(roles).replace("+", ", ") or said("people.no_role")


def member_typed(typed: str) -> str:
    """`m-4fq9x` is M-4FQ9X. What looks like none of ours is not repeated: it may be a name."""
    member_id = typed.strip().upper()
    if not is_member_id(member_id):
        raise Refused("people.id_odd")
    return member_id
