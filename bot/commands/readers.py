"""What `entrenous rounds` does: who reads a round by e-mail, WhatsApp or text message."""

from __future__ import annotations

import typer

from bot.commands.console import Refused, said, say
from bot.commands.roster import changing, member_typed
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import PERSONAL, Round, leg_of
from bot.handlers.roster import TERMINAL, present
from bot.handlers.rounds.joining import add_reader, remove_reader
from bot.ports.store import UnitOfWork
from bot.storage import SystemClock, open_storage
from config.settings import Settings, rounds_of
from redaction import RawText, RedactedText


async def show_readers(wanted: Settings) -> None:
    async with open_storage(wanted) as storage, storage.store.read() as unit:
        for name, here in rounds_of(wanted).items():
            places = ", ".join(f"{one.channel}:{one.conversation}" for one in here.places) or "-"
            typer.echo(f"{name}  {' / '.join(here.title.values())}  {places}")
            for member in await unit.rounds.members(name):
                typer.echo(f"    {member.who}  {member.leg.channel}  {member.since:%Y-%m-%d}")
    if not wanted.rounds:
        say("rounds.none")


async def add_somebody(wanted: Settings, name: str, typed: str, channel: str | None) -> None:
    here, member_id = _round(wanted, name), member_typed(typed)
    async with changing(wanted) as unit:
        await present(unit, member_id)
        member = await unit.roster.member(member_id)
        if member is None or not member.holds(Role.LISTENER):
            raise Refused("rounds.no_listener", member=member_id)
        account = await _account(unit, member_id, channel)
        leg = leg_of(account) if account else None
        if leg is None:
            raise Refused("rounds.no_account", member=member_id)
        now = SystemClock().now()
        if not await add_reader(unit, here, member_id, leg, _title(here), by=TERMINAL, now=now):
            raise Refused("rounds.already", member=member_id, round=here.name)
    say("rounds.added", member=member_id, round=here.name, channel=leg.channel)


async def remove_somebody(wanted: Settings, name: str, typed: str) -> None:
    here, member_id = _round(wanted, name), member_typed(typed)
    async with changing(wanted) as unit:
        if not await remove_reader(unit, here, member_id, _title(here), by=TERMINAL, now=SystemClock().now()):
            raise Refused("rounds.not_in", member=member_id, round=here.name)
    say("rounds.removed", member=member_id, round=here.name)


async def _account(unit: UnitOfWork, member_id: str, channel: str | None) -> PersonRef | None:
    wanted = {channel} if channel else PERSONAL
    return next((one for one in await unit.roster.reach(member_id) if one.channel in wanted), None)


def _round(wanted: Settings, name: str) -> Round:
    here = rounds_of(wanted).get(name)
    if here is None:
        raise Refused("rounds.unknown", names=", ".join(rounds_of(wanted)) or said("rounds.none"))
    return here


def _title(here: Round) -> RedactedText:
    from redaction import Redactor

    return Redactor.byline(RawText(next(iter(here.title.values()))))
