"""`entrenous rounds`: who reads which round on a leg of their own, for the administrator at the terminal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bot.commands.console import Refused, said, say, settings, work
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import PERSONAL, Round, leg_of
from bot.ports.store import UnitOfWork
from config.settings import Settings, rounds_of
from redaction import RawText, RedactedText

app = typer.Typer(no_args_is_help=True, help="Rounds, and who reads them by e-mail, WhatsApp or text message.")

Name = Annotated[str, typer.Argument(help="The round's name in the settings.")]
MemberId = Annotated[str, typer.Argument(help="Their id, M-…, as `entrenous people list` shows it.")]


@app.command(name="list")
def show() -> None:
    """The rounds of the settings, with who reads each on a leg of their own."""
    work(_show(settings()))


@app.command()
def add(
    name: Name,
    member: MemberId,
    channel: Annotated[
        Literal["mail", "whatsapp", "sms"] | None,
        typer.Option(help="Where they read it; without it, the first of these where they have an account."),
    ] = None,
) -> None:
    """Have somebody read a round from now on. The others of the round are told."""
    work(_add(settings(), name, member, channel))


@app.command()
def remove(name: Name, member: MemberId) -> None:
    """Have somebody read a round no more."""
    work(_remove(settings(), name, member))


async def _show(wanted: Settings) -> None:
    from bot.storage import open_storage  # here, as below: it need not load for other commands

    async with open_storage(wanted) as storage, storage.store.read() as unit:
        for name, here in rounds_of(wanted).items():
            places = ", ".join(f"{one.channel}:{one.conversation}" for one in here.places) or "-"
            typer.echo(f"{name}  {' / '.join(here.title.values())}  {places}")
            for member in await unit.rounds.members(name):
                typer.echo(f"    {member.who}  {member.leg.channel}  {member.since:%Y-%m-%d}")
    if not wanted.rounds:
        say("rounds.none")


async def _add(wanted: Settings, name: str, typed: str, channel: str | None) -> None:
    from bot.commands.roster import changing, member_typed
    from bot.handlers.roster import TERMINAL, present
    from bot.handlers.rounds.joining import add_reader
    from bot.storage import SystemClock

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


async def _remove(wanted: Settings, name: str, typed: str) -> None:
    from bot.commands.roster import changing, member_typed
    from bot.handlers.roster import TERMINAL
    from bot.handlers.rounds.joining import remove_reader
    from bot.storage import SystemClock

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
