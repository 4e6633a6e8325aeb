"""`entrenous witness`: what the daily mail to the trustees would say now; and mails that they kept, read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from adapters.storage.witness import WitnessRecords
from bot.audit.witness import witness_subject, witness_text
from bot.bootstrap import SystemClock, open_storage
from bot.commands.console import Refused
from bot.domain.witness import Witness, WitnessError, read_witnesses
from config.sentences import TomlWording
from config.settings import Settings


async def print_witness(wanted: Settings) -> None:
    """The subject and the text on standard output; nothing is sent and nothing journalled."""
    async with open_storage(wanted) as storage:
        witness = await WitnessRecords(storage.store).take(SystemClock().now())
    typer.echo(witness_subject(witness) + "\n")
    typer.echo(witness_text(witness, TomlWording(wanted.timezone)), nl=False)


def read_mails(paths: Sequence[Path]) -> list[Witness]:
    """The mails' witnesses, the oldest first. Raises `Refused`."""
    found: list[Witness] = []
    for path in paths:
        try:
            found += read_witnesses(path.read_text(encoding="utf-8", errors="replace"))
        except WitnessError as error:
            raise Refused(f"witness.mail_{error.code}", file=str(path)) from None
        except OSError as error:
            raise Refused("witness.mail_unreadable", file=str(path), code=type(error).__name__) from None
    return sorted(found, key=lambda witness: (witness.day, witness.entries))
