"""`entrenous console link` and `entrenous people factor reset`: for who cannot come in by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import Refused, say, settings, work

if TYPE_CHECKING:
    from config.settings import Settings

MemberId = Annotated[str, typer.Argument(help="Their id, M-…, as `entrenous people list` shows it.")]

console = typer.Typer(no_args_is_help=True, help="The console, where supervisors and administrators work.")
factor = typer.Typer(no_args_is_help=True, help="Second factors: the telephone that shows codes for the console.")


@console.command()
def link(member: MemberId) -> None:
    """Print a link to the console that works once, for somebody whose chat does not work."""
    work(_link(settings(), member))


@factor.command()
def reset(member: MemberId) -> None:
    """Take somebody's second factor away, because their telephone and their codes on paper are lost. They are told."""
    work(_reset(settings(), member))


@console.callback()
def _console() -> None:
    """A group, even while it has one command."""


@factor.callback()
def _factor() -> None:
    """The same."""


async def _link(wanted: Settings, typed: str) -> None:
    from bot.commands.roster import changing, member_typed
    from bot.handlers.access import Action, allowed_who
    from bot.handlers.roster import TERMINAL, present
    from bot.handlers.signing_in import GOOD_FOR_MINUTES, console_path
    from bot.storage import SystemClock

    if wanted.pages is None:
        raise Refused("factor.no_pages")
    member_id = member_typed(typed)
    async with changing(wanted) as unit:
        await present(unit, member_id)
        member = await unit.roster.member(member_id)
        if member is None or not await allowed_who(unit, Action.CONSOLE, member_id):
            raise Refused("factor.may_not", member=member_id)
        path = await console_path(unit, member_id, member.lang, by=TERMINAL, now=SystemClock().now())
    say("factor.link", member=member_id, minutes=GOOD_FOR_MINUTES)
    typer.echo(f"\n    {wanted.pages.url.rstrip('/')}{path}\n")


async def _reset(wanted: Settings, typed: str) -> None:
    from bot.commands.roster import changing, member_typed
    from bot.domain.messages import PersonRef
    from bot.handlers.factors import reset_factor
    from bot.handlers.roster import TERMINAL
    from bot.storage import SystemClock
    from config.settings import configured_channels

    member_id = member_typed(typed)
    also = [
        PersonRef(channel, str(account))
        for channel, section in configured_channels(wanted).items()
        for account in getattr(section, "supervisors", ())
    ]
    async with changing(wanted) as unit:
        if not await reset_factor(unit, member_id, by=TERMINAL, now=SystemClock().now(), also=also):
            raise Refused("factor.none", member=member_id)
    say("factor.reset", member=member_id)
