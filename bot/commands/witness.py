"""`entrenous witness`: what the daily mail to the trustees would say now."""

from __future__ import annotations

import typer

from adapters.storage.witness import WitnessRecords
from bot.audit.witness import witness_subject, witness_text
from bot.storage import SystemClock, open_storage
from config.sentences import TomlWording
from config.settings import Settings


async def print_witness(wanted: Settings) -> None:
    """The subject and the text on standard output; nothing is sent and nothing journalled."""
    async with open_storage(wanted) as storage:
        witness = await WitnessRecords(storage.store).take(SystemClock().now())
    typer.echo(witness_subject(witness) + "\n")
    typer.echo(witness_text(witness, TomlWording(wanted.timezone)), nl=False)
