"""`entrenous init`, wired: the bot set up question by question."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Literal

import typer

from bot.commands.console import Refused, given_up

_INTERRUPTED = 130
"""What a shell gives a command that ended by Ctrl-C: 128 and the number of the signal."""


def init(
    lang: Annotated[Literal["en", "fr"] | None, typer.Option(help="The language of the questions.")] = None,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Make no master key: an old one comes back from its recovery sheet.")
    ] = False,
) -> None:
    """Set the bot up: asks step by step, checks each answer with the platform, writes the settings."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise given_up(Refused("init.no_terminal"))
    from bot.commands.setup.walk import (
        Interrupted,
        Stopped,
        Walk,
    )  # here: the platforms' SDKs need not load for `--help`

    try:
        fine = Walk(os.environ, lang, make_key=not no_key).go()
    except (Interrupted, Stopped) as error:
        typer.echo(f"\n{error}", err=True)
        raise typer.Exit(_INTERRUPTED if isinstance(error, Interrupted) else 2) from None
    raise typer.Exit(int(not fine))
