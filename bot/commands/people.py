"""`entrenous people`: who belongs to the association, for the administrator at the terminal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bot.commands.console import said, settings, work
from bot.commands.factor import factor
from bot.domain.roster import Role

people = typer.Typer(no_args_is_help=True, help="Who belongs to the association: people, roles, accounts.")
people.add_typer(factor, name="factor")

MemberId = Annotated[str, typer.Argument(help="Their id, M-…, as `entrenous people list` shows it.")]


@people.command()
def add(
    name: Annotated[str | None, typer.Argument(help="Their name; without it you are asked for it.")] = None,
    role: Annotated[list[Role] | None, typer.Option(help="May be repeated; without it, listener.")] = None,
    lang: Annotated[Literal["en", "fr"], typer.Option(help="The language that they prefer.")] = "en",
) -> None:
    """Put somebody on the list. What you type as an argument stays in your shell's history."""
    from bot.commands.roster import add_person  # here and below: the store need not load for `--help`

    asked = name if name is not None else typer.prompt(said("people.ask_name"))
    work(add_person(settings(), asked, frozenset(role or [Role.LISTENER]), lang))


@people.command(name="list")
def show() -> None:
    """Everybody, with their names: for this terminal, never for the log."""
    from bot.commands.roster import list_people

    work(list_people(settings()))


@people.command()
def invite(
    member: MemberId, days: Annotated[int, typer.Option(min=1, max=60, help="How long the code is good.")] = 7
) -> None:
    """Print a one-time code with which they link an account of theirs. It is shown once and kept nowhere."""
    from bot.commands.roster import invite_person

    work(invite_person(settings(), member, days))


@people.command()
def role(
    member: MemberId,
    roles: Annotated[list[Role] | None, typer.Argument(help="All of them; none takes all away.")] = None,
) -> None:
    """Give somebody these roles and no others, from now on."""
    from bot.commands.roster import give_person

    work(give_person(settings(), member, frozenset(roles or ())))


@people.command()
def link(
    member: MemberId,
    channel: Annotated[
        Literal["telegram", "slack", "web", "mail", "whatsapp", "sms"], typer.Argument(help="Where the account is.")
    ],
    account: Annotated[
        str, typer.Argument(help="Its id there: 1234567, U0123ABCD, sue; an address: sue@example.org, +33639980001.")
    ],
) -> None:
    """Link an account by hand, where a code cannot be sent. Be sure whose it is: a code proves it, this does not."""
    from bot.commands.roster import link_person

    work(link_person(settings(), member, channel, account))


@people.command()
def leave(member: MemberId, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """End somebody's roles, accounts, cases, codes and waiting words at once, and say what is left for you to do."""
    from bot.commands.roster import see_off

    work(see_off(settings(), member, ask=not yes))
