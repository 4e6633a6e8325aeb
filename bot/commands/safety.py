"""`entrenous backup`, `restore`, `witness`, `report` and `review`, wired."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import settings, work


def add_to(app: typer.Typer) -> None:
    """Hang the commands up."""
    for command in (backup, restore, witness, report, review):
        app.command()(command)


def backup(file: Annotated[Path, typer.Argument(help="Where to write the backup; nothing is overwritten.")]) -> None:
    """Copy what the bot holds into one file while it runs. The master key is not in it."""
    from bot.commands.backups import back_up  # here and below: the store need not load for `--help`

    work(back_up(settings(), file))


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    tombstones: Annotated[
        list[Path] | None, typer.Option(help="The last witness mail, as text; may be repeated.", dir_okay=False)
    ] = None,
    no_tombstones: Annotated[
        bool, typer.Option("--no-tombstones", help="There is no witness mail. A sentence must be typed.")
    ] = False,
) -> None:
    """Put a backup into an empty home, without the keys that were destroyed since."""
    from bot.commands.backups import put_back

    work(put_back(settings(), file, tombstones or [], without=no_tombstones))


def witness() -> None:
    """Print what the daily mail to the trustees says now: the journal's head, and which cases' keys are destroyed."""
    from bot.commands.witness import print_witness

    work(print_witness(settings()))


def report() -> None:
    """Print figures by month: hidden, held, exposed, reported as missed, mended, taken back."""
    from bot.commands.figures import report as print_report

    work(print_report(settings()))


def review(size: Annotated[int, typer.Option(min=1, max=500, help="How many posts.")] = 20) -> None:
    """Read posts drawn at random, as the group reads them, and count those in which a detail still stands."""
    from bot.commands.figures import review as read_sample

    work(read_sample(settings(), size))
