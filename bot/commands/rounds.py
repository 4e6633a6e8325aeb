"""`entrenous rounds`: who reads which round on a leg of their own, for the administrator at the terminal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bot.commands.console import settings, work

app = typer.Typer(no_args_is_help=True, help="Rounds, and who reads them by e-mail, WhatsApp or text message.")

Name = Annotated[str, typer.Argument(help="The round's name in the settings.")]
MemberId = Annotated[str, typer.Argument(help="Their id, M-…, as `entrenous people list` shows it.")]


@app.command(name="list")
def show() -> None:
    """The rounds of the settings, with who reads each on a leg of their own."""
    from bot.commands.readers import show_readers  # here and below: the store need not load for `--help`

    work(show_readers(settings()))


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
    from bot.commands.readers import add_somebody

    work(add_somebody(settings(), name, member, channel))


@app.command()
def remove(name: Name, member: MemberId) -> None:
    """Have somebody read a round no more."""
    from bot.commands.readers import remove_somebody

    work(remove_somebody(settings(), name, member))
