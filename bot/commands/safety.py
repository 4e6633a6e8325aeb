"""`entrenous backup`, `entrenous restore`, `entrenous witness`, wired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.console import settings, work

if TYPE_CHECKING:
    import typer


def add_to(app: typer.Typer) -> None:
    """Hang the commands up."""
    app.command()(witness)


def witness() -> None:
    """Print what the daily mail to the trustees says now: the journal's head, and which cases' keys are destroyed."""
    from bot.commands.witness import print_witness  # here and below: the store need not load for `--help`

    work(print_witness(settings()))
