"""`entrenous keys`: the master key changed, printed in two parts, typed in again."""

from __future__ import annotations

import typer

from bot.commands.console import settings, work

keys = typer.Typer(no_args_is_help=True, help="The master key.")


@keys.command()
def rotate() -> None:
    """Change the master key while the bot runs. Safe to interrupt and to start again."""
    from bot.commands.rotate import rotate_key  # here and below: the store need not load for `--help`

    work(rotate_key(settings()))
