"""Witness mails that the trustees kept, read from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.commands.console import Refused
from bot.domain.witness import Witness, WitnessError, read_witnesses


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
