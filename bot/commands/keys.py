"""`entrenous keys`: the master key changed, printed in two parts, typed in again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adapters.storage.key_files import KeyFileError
from bot.commands.console import Refused, given_up, settings, work

keys = typer.Typer(no_args_is_help=True, help="The master key.")


@keys.command()
def rotate() -> None:
    """Change the master key while the bot runs. Safe to interrupt and to start again."""
    from bot.commands.rotate import rotate_key  # here and below: the store need not load for `--help`

    work(rotate_key(settings()))


@keys.command()
def sheet() -> None:
    """Print the recovery sheet: the master key in two parts, a page each. `entrenous keys sheet | lp`."""
    from bot.commands.sheet import print_sheet

    work(print_sheet(settings()))


@keys.command()
def recover(
    to: Annotated[Path | None, typer.Option(help="Where to write the key; else where the settings name it.")] = None,
) -> None:
    """Ask for both parts of the recovery sheet and write the master key's file."""
    from bot.commands.sheet import recover_key

    try:
        recover_key(settings(), to)
    except (KeyFileError, Refused) as error:
        raise given_up(error) from None
